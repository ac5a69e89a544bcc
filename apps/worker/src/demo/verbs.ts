import { encodeId } from '@quadhelix/graphql';
import type { Act } from './act-file.js';
import * as finding from './finding.js';
import type { Performing } from './performing.js';

type Verb = (person: Performing, act: Act) => Promise<unknown>;

const organizationOf = ({ scope }: Performing): string => encodeId('Organization', scope.actor.organizationId ?? '');
const numberOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

/** The value of an act; throws where the file lacks it. */
function value(act: Act, name: string): string {
  const given = act.values[name];
  if (given === undefined) throw new Error(`${act.act} ${act.subject} lacks ${name}`);
  return given;
}

/** Approves all weeks that wait for the person; as many as the file says must be refused as unlawful, no others. */
function approval(mutation: string, as: 'mentor' | 'teacher'): Verb {
  return async (person, act) => {
    const weeks = await finding.waiting(person.scope, act.subject, as);
    const answer = (await person.mutate(mutation, { weeks }, 'approved rows { error { code } }')) as { approved: number; rows: { error: { code: string } | null }[] };
    const refused = answer.rows.flatMap(({ error }) => error?.code ?? []);
    if (refused.length !== Number(act.values.refused ?? 0) || refused.some((code) => code !== 'TIMESHEET_NOT_LAWFUL')) {
      throw new Error(`${act.actor} ${act.subject}: refused ${refused.join(', ') || 'nothing'}, expected ${act.values.refused ?? '0'}`);
    }
  };
}

/** `2026-09-16 13:30-22:30 卷绕叠片; …` as entries of a week. */
function entriesOf(text: string): { startsAt: string; endsAt: string; unit: string; kind: string }[] {
  return text.split('; ').map((line) => {
    const [day = '', hours = '', unit = ''] = line.split(' ');
    const [from = '', until = ''] = hours.split('-');
    return { startsAt: `${day}T${from}:00+08:00`, endsAt: `${day}T${until}:00+08:00`, unit, kind: 'WORK' };
  });
}

/** What each act of acts.csv does: the product's own mutations. */
export const verbs: Readonly<Record<string, Verb>> = {
  acceptMembership: async (person) => {
    const { id } = await finding.ownMembership(person.scope);
    return person.mutate('membershipAccept', { id }, 'membership { state }');
  },
  consentToApp: (person, act) => person.mutate('appConsentGrant', { clientId: act.subject, scopes: value(act, 'scopes').split(' ') }, 'appConsent { clientId }'),
  createProgramme: (person, act) =>
    person.mutate('programmeCreate', { schoolOrganizationId: organizationOf(person), code: act.subject, name: value(act, 'name') }, 'programme { code }'),
  publishPosition: (person, act) =>
    person.mutate('positionPublish', { hostOrganizationId: organizationOf(person), code: act.subject, title: value(act, 'title'), places: Number(value(act, 'places')) }, 'position { code }'),
  startPlacements: async (person, act) => {
    for (const placement of await finding.plannedPlacements(person.scope, act.subject)) await person.mutate('placementStart', { ...placement }, 'placement { state }');
  },
  stopPlacement: async (person, act) =>
    person.mutate('placementStop', { ...(await finding.placement(person.scope, act.subject)), on: value(act, 'on'), reason: value(act, 'reason') }, 'placement { state }'),
  pausePlacement: async (person, act) => person.mutate('placementPause', { ...(await finding.placement(person.scope, act.subject)), on: value(act, 'on') }, 'placement { state }'),
  completePlacement: async (person, act) => person.mutate('placementComplete', { ...(await finding.placement(person.scope, act.subject)), lastDay: value(act, 'lastDay') }, 'placement { state }'),
  saveOwnWeek: async (person, act) => {
    const { id } = await finding.ownPlacement(person.scope);
    return person.mutate('timesheetSave', { placementId: id, weekStartsOn: act.subject, entries: entriesOf(value(act, 'entries')) }, 'timesheet { state }');
  },
  submitOwnWeek: async (person, act) => person.mutate('timesheetSubmit', { ...(await finding.ownWeek(person.scope, act.subject)) }, 'timesheet { state }'),
  approveWeeksForHost: approval('timesheetsMentorApprove', 'mentor'),
  approveWeeksForSchool: approval('timesheetsTeacherApprove', 'teacher'),
  returnWeek: async (person, act) => {
    const [number = '', monday = ''] = act.subject.split('@');
    return person.mutate('timesheetReturn', { ...(await finding.week(person.scope, number, monday)), reason: value(act, 'reason') }, 'timesheet { state }');
  },
  acceptCommitment: async (person, act) => person.mutate('commitmentAccept', { ...(await finding.commitment(person.scope, act.subject)) }, 'commitment { state }'),
  submitEvidence: async (person, act) => {
    const { id } = await finding.commitment(person.scope, act.subject);
    return person.mutate('commitmentSubmitEvidence', { id, description: value(act, 'description'), value: numberOf(act.values.value), sha256: act.values.sha256 ?? null }, 'commitment { state }');
  },
  verifyCommitment: async (person, act) =>
    person.mutate('commitmentVerify', {
      ...(await finding.commitment(person.scope, act.subject)), outcome: value(act, 'outcome'), value: numberOf(act.values.value), remark: value(act, 'remark'),
    }, 'commitment { state }'),
  waiveCommitment: async (person, act) => {
    const { id } = await finding.commitment(person.scope, act.subject);
    return person.mutate('commitmentWaive', { id, reason: value(act, 'reason') }, 'commitment { state }');
  },
};
