import { countryCode, parseRegionCode, regionLevel } from '@quadhelix/stakeholders';
import type { Command } from '@quadhelix/service';
import { standardsErrors } from '../standards.errors.js';

/** An operator says which office makes rules for which region. */
export const ruleAuthorityRegister: Command = {
  name: 'rule-authority-register',
  summary: 'An office of government may publish rules and approve trials for a region: the state (100000), a province or a city. The same call twice is one.',
  options: {
    organization: { value: 'credit code or legal name', required: true },
    'organization-region': { value: 'region code, with a name', required: false },
    region: { value: 'region code', required: true },
  },
  async run(database, options, say) {
    const region = parseRegionCode(options.region ?? '');
    const level = region === undefined ? undefined : ({ COUNTRY: 'NATIONAL', PROVINCE: 'PROVINCIAL', CITY: 'CITY', COUNTY: undefined } as const)[regionLevel(region)];
    if (region === undefined || level === undefined) throw standardsErrors.REGION_INVALID({ field: 'region' });
    await database.system(null, 'rule-authority-register', async (scope) => {
      const [row] = await scope.sql<{ id: string | null }>('select register_rule_authority($1) as id', [
        JSON.stringify({ id: scope.newRandomId(), organization: options.organization, organizationRegion: options['organization-region'] ?? countryCode, level, region, at: scope.now }),
      ]);
      if (row?.id == null) throw standardsErrors.RULE_AUTHORITY_UNKNOWN({ field: 'organization' });
    });
    say(`${options.organization ?? ''} makes ${level} rules for ${region}`);
  },
};
