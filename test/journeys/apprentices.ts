import { PlacementService, PositionService, ProgrammeService, type Placement, type PlacementFacts } from '@quadhelix/apprenticeships';
import { Person } from '@quadhelix/stakeholders';
import { globalId, inAlliance, makePerson, type GraphqlClient, type TestAlliance, type TwoAlliances, type World } from '@quadhelix/testing';

export const PLAN = 'mutation($input: PlacementPlanInput!) { placementPlan(input: $input) { placement { id state version } } }';
export const START = 'mutation($input: PlacementStepInput!) { placementStart(input: $input) { placement { id state version } } }';
export const SAVE = `mutation($input: TimesheetSaveInput!) { timesheetSave(input: $input) { timesheet {
  id state minutes nightMinutes excessMinutes lawful ruleVersion version entries { startsAt endsAt unit kind } violations { rule onDate minutes limitMinutes } } } }`;
const WEEK = 'timesheet { id state version lawful returnReason }';
export const SUBMIT = `mutation($input: TimesheetStepInput!) { timesheetSubmit(input: $input) { ${WEEK} } }`;
export const RETURN = `mutation($input: TimesheetReturnInput!) { timesheetReturn(input: $input) { ${WEEK} } }`;
export const MENTOR = `mutation($input: TimesheetStepInput!) { timesheetMentorApprove(input: $input) { ${WEEK} } }`;
export const TEACHER = `mutation($input: TimesheetStepInput!) { timesheetTeacherApprove(input: $input) { ${WEEK} } }`;
export const MENTOR_MANY = 'mutation($input: TimesheetsApproveInput!) { timesheetsMentorApprove(input: $input) { approved rows { id timesheet { state } error { code message } } } }';

/** A row id as clients send it. */
export const placementId = (placement: Pick<Placement, 'id'>): string => globalId('Placement', placement.id);

/** Entries of local time in Shanghai: `2026-03-04T13:30/22:30`, or with the date of the end where it is another: `2026-03-04T22:00/2026-03-05T06:00`. */
export const entries = (...lines: readonly string[]): { startsAt: string; endsAt: string; unit: string; kind: string }[] =>
  lines.map((line) => {
    const [from = '', until = ''] = line.split('/');
    return { startsAt: `${from}:00+08:00`, endsAt: `${until.includes('T') ? until : `${from.slice(0, 11)}${until}`}:00+08:00`, unit: 'Cell assembly', kind: 'WORK' };
  });

export interface Step {
  id: string;
  state: string;
  version: number;
}

/** Sends a step of a noun and answers its state after it. */
export async function step(client: GraphqlClient, document: string, input: Record<string, unknown>): Promise<Step> {
  const data = await client.data<Record<string, Record<string, Step>>>(document, { input });
  return Object.values(Object.values(data)[0] ?? {})[0] as Step;
}

/** What placements in one alliance need: a programme of the school and a position of the host, made by the product itself. */
export class Ground {
  private constructor(readonly world: World, readonly alliance: TestAlliance, readonly college: string, readonly programmeId: string, readonly positionId: string) {}

  static async lay(world: World, alliance: TestAlliance, host: string, school: string, places = 500): Promise<Ground> {
    const { programmeId, positionId } = await inAlliance(world, alliance, async (scope) => {
      const { programme } = await world.api.get(ProgrammeService).create(scope, { schoolOrganizationId: school, code: '460609', name: 'New energy equipment' });
      const { position } = await world.api.get(PositionService).publish(scope, { hostOrganizationId: host, code: `P${String(places)}`, title: 'Cell assembly', places });
      return { programmeId: programme.id, positionId: position.id };
    });
    return new Ground(world, alliance, school, programmeId, positionId);
  }

  apprentice(name: string, login?: string, birthDate = '2005-05-05'): Promise<string> {
    return makePerson(this.world, this.alliance, this.college, { name, birthDate, kind: 'STUDENT', roles: ['APPRENTICE'], ...(login ? { login } : {}) });
  }

  plan(apprenticePersonId: string, facts: Partial<PlacementFacts> = {}): Promise<Placement> {
    return inAlliance(this.world, this.alliance, async (scope) => (await this.world.api.get(PlacementService).plan(scope, {
      programmeId: this.programmeId, positionId: this.positionId, apprenticePersonId, startsOn: '2026-03-02', endsBefore: '2026-07-01', loadBp: 10_000, ...facts,
    })).placement);
  }

  async started(apprenticePersonId: string, facts: Partial<PlacementFacts> = {}): Promise<Placement> {
    const planned = await this.plan(apprenticePersonId, facts);
    return inAlliance(this.world, this.alliance, (scope) => this.world.api.get(PlacementService).start(scope, planned.id));
  }
}

/** Row id of a person of the cast by his name. */
export const personNamed = (world: World, all: TwoAlliances, name: string): Promise<string> =>
  inAlliance(world, all.a, async (scope) => (await scope.find(Person, { name }))[0]?.id ?? '');
