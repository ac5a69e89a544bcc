import { DateTime } from 'luxon';
import { platformErrors } from '@quadhelix/access';
import { MANDATE_LEVELS } from '@quadhelix/readers';
import type { Command } from '@quadhelix/service';
import type { mandateStates } from './mandate.entity.js';
import type { MandateService } from './mandate.service.js';

const WHY = { reason: { value: 'why, e.g. the decision', required: true }, by: { value: 'who asks for it', required: true } } as const;

/** What an operator does to mandates: nobody else may. */
export const mandateCommands: readonly ((service: MandateService) => Command)[] = [
  registerCommand, listCommand, stepCommand('suspend', 'A mandate does not hold for the time being.'), stepCommand('reinstate', 'A suspended mandate holds again.'), stepCommand('revoke', 'A mandate ends for good.'),
];

function registerCommand(service: MandateService): Command {
  return {
    name: 'mandate-register',
    summary: 'An authority may look at the alliances of some regions: at sums (AGGREGATE), at what organizations promised (COMMITMENT), at single cases (CASE). Check first who speaks for it: they will read.',
    options: {
      authority: { value: 'credit code or row id', required: true }, regions: { value: 'region codes, separated by commas', required: true }, level: { value: MANDATE_LEVELS.join('|'), required: true },
      'legal-basis': { value: 'law and article, or decision', required: true }, from: { value: 'first day', required: true }, until: { value: 'last day', required: true }, ...WHY,
    },
    async run(database, options, say) {
      const level = MANDATE_LEVELS.find((each) => each === options.level);
      if (level === undefined) throw invalid('level', `one of ${MANDATE_LEVELS.join(', ')}`, `须为 ${MANDATE_LEVELS.join('、')} 之一`);
      const id = await database.system(null, 'mandate-register', (scope) => service.register(scope, {
        authority: options.authority ?? '', regions: (options.regions ?? '').split(',').map((code) => code.trim()), level, legalBasis: options['legal-basis'] ?? '',
        validFrom: day('from', options.from), validUntil: day('until', options.until),
      }, { reason: options.reason ?? '', doneBy: options.by ?? '' }));
      say(`Mandate ${id} is registered`);
    },
  };
}

function listCommand(service: MandateService): Command {
  return {
    name: 'mandate-list', summary: 'Lists the mandates that are registered, newest first.', options: {},
    async run(database, _options, say) {
      const mandates = await database.system(null, 'mandate-list', (scope) => service.list(scope), { readOnly: true });
      for (const { id, authority, regions, level, legalBasis, validFrom, validUntil, state } of mandates) {
        say([id, state, level, authority, regions.join(','), `${validFrom} to ${validUntil}`, legalBasis].join(' | '));
      }
    },
  };
}

function stepCommand(verb: keyof typeof mandateStates.transitions, summary: string): (service: MandateService) => Command {
  return (service) => ({
    name: `mandate-${verb}`, summary, options: { mandate: { value: 'id, as mandate-list prints it', required: true }, ...WHY },
    async run(database, options, say) {
      const state = await database.system(null, `mandate-${verb}`, (scope) => service.step(scope, uuid(options.mandate), verb, { reason: options.reason ?? '', doneBy: options.by ?? '' }));
      say(`Mandate ${options.mandate ?? ''} is ${state}`);
    },
  });
}

const invalid = (field: string, en: string, chinese: string) => platformErrors.INPUT_INVALID({ field, params: { problem: { en, 'zh-CN': chinese } } });

function day(field: string, text: string | undefined): string {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text) || !DateTime.fromISO(text).isValid) throw invalid(field, 'a day as yyyy-mm-dd', '日期须为 yyyy-mm-dd');
  return text;
}

function uuid(text: string | undefined): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')) throw platformErrors.NOT_FOUND({ field: 'mandate' });
  return text ?? '';
}
