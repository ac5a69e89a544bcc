import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Scope } from '@quadhelix/database';
import { makeMember, makePerson, twoAlliances, World, type TwoAlliances } from '@quadhelix/testing';
import { mandateCommands } from './mandate.commands.js';
import { MandateService, type MandateFacts } from './mandate.service.js';

const WHY = { reason: 'Decree 7', doneBy: 'test' };

describe('a mandate', () => {
  let world: World;
  let all: TwoAlliances;
  beforeAll(async () => {
    world = await World.start();
    all = await twoAlliances(world);
  });
  afterAll(() => world.stop());

  const facts = (more: Partial<MandateFacts> = {}): MandateFacts => ({ authority: all.bureau, regions: ['32'], level: 'AGGREGATE', legalBasis: 'Vocational Education Law, article 8', validFrom: '2026-01-01', validUntil: '2026-12-31', ...more });
  const service = () => world.api.get(MandateService);
  const operate = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => world.api.database.system(null, 'test', work);
  const register = (more: Partial<MandateFacts> = {}): Promise<string> => operate((scope) => service().register(scope, facts(more), WHY));
  const step = (id: string, verb: 'suspend' | 'reinstate' | 'revoke') => operate((scope) => service().step(scope, id, verb, WHY));

  describe('registered by an operator', () => {
    it.each<[string, Partial<MandateFacts>, string, string]>([
      ['an enterprise', { authority: '' }, 'MANDATE_AUTHORITY_UNKNOWN', 'authority'],
      ['nobody', { authority: '11320000014000000X' }, 'MANDATE_AUTHORITY_UNKNOWN', 'authority'],
      ['no region', { regions: ['99'] }, 'INVALID_REGION', 'regions'],
      ['no regions', { regions: [] }, 'INPUT_INVALID', 'regions'],
      ['an end before its begin', { validUntil: '2025-12-31' }, 'PERIOD_INVALID', 'validUntil'],
      ['no legal basis', { legalBasis: ' ' }, 'INPUT_INVALID', 'legalBasis'],
    ])('is refused for %s', async (_name, more, code, field) => {
      const wrong = more.authority === '' ? { authority: all.factory } : more;
      await expect(operate((scope) => service().register(scope, facts(wrong), WHY))).rejects.toMatchObject({ code, field });
    });

    it('is refused for an authority that nobody speaks for, whose people others could name', async () => {
      const silent = await makeMember(world, all.a, { sector: 'GOVERNMENT', legalName: 'Silent bureau' });
      await expect(operate((scope) => service().register(scope, facts({ authority: silent }), WHY))).rejects.toMatchObject({ code: 'MANDATE_NOBODY_SPEAKS' });
      await makePerson(world, all.a, silent, { name: 'voice', roles: ['GOVERNMENT_LIAISON'] });
      await operate((scope) => service().register(scope, facts({ authority: silent }), WHY));
    });

    it('holds regions once, the larger ones', async () => {
      await register({ regions: ['3201', '320500', '32', '33', '330100'], legalBasis: 'Regions' });
      const [newest] = (await operate((scope) => service().list(scope))).filter(({ legalBasis }) => legalBasis === 'Regions');
      expect(newest).toMatchObject({ authority: 'Bureau', regions: ['320000', '330000'], state: 'ACTIVE' });
    });

    it('takes no step that its table does not have, and keeps each with its reason', async () => {
      const id = await register();
      await expect(step(id, 'reinstate')).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
      expect([await step(id, 'suspend'), await step(id, 'reinstate'), await step(id, 'revoke')]).toEqual(['SUSPENDED', 'ACTIVE', 'REVOKED']);
      for (const verb of ['suspend', 'reinstate', 'revoke'] as const) await expect(step(id, verb)).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
      await expect(step('00000000-0000-7000-8000-000000000000', 'revoke')).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
      await superuser.connect();
      const { rows } = await superuser.query(`select step, from_state, to_state, reason from oversight_mandate_steps where mandate_id = $1 order by at, to_state <> 'ACTIVE'`, [id]);
      await superuser.end();
      expect(rows.map((row: { step: string }) => row.step).sort()).toEqual(['register', 'reinstate', 'revoke', 'suspend']);
      expect(rows[0]).toMatchObject({ reason: 'Decree 7' });
    });

    it('is nobody else\'s to register', async () => {
      const request = { tokenHash: createHash('sha256').update(await world.token('liaison')).digest(), alliance: 'alliance-a', organizationId: null, readOnly: false, requestId: null };
      await expect(world.api.database.enter(request, (scope) => service().register(scope, facts(), WHY))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    });
  });

  describe('by the commands of an operator', () => {
    const said: string[] = [];
    const run = async (name: string, options: Record<string, string>): Promise<string> => {
      const command = mandateCommands.map((make) => make(service())).find((each) => each.name === name);
      said.length = 0;
      await command?.run(world.api.database, options, (line) => { said.push(line); });
      return said.join('\n');
    };
    const words = () => ({ authority: all.bureau, regions: '3205, 33', level: 'AGGREGATE', 'legal-basis': 'By command', from: '2026-01-01', until: '2026-12-31', reason: 'Decree 9', by: 'the registry' });

    it('is registered, listed, suspended, reinstated and revoked', async () => {
      const id = /Mandate (\S+) is registered/.exec(await run('mandate-register', words()))?.[1] ?? '';
      expect(await run('mandate-list', {})).toContain(`${id} | ACTIVE | AGGREGATE | Bureau | 320500,330000 | 2026-01-01 to 2026-12-31 | By command`);
      for (const [verb, state] of [['suspend', 'SUSPENDED'], ['reinstate', 'ACTIVE'], ['revoke', 'REVOKED']]) {
        expect(await run(`mandate-${String(verb)}`, { mandate: id, reason: 'Decree 10', by: 'the registry' })).toBe(`Mandate ${id} is ${String(state)}`);
      }
    });
    it.each([['level', 'ALL', 'INPUT_INVALID'], ['from', '1 May', 'INPUT_INVALID'], ['until', '2026-02-30', 'INPUT_INVALID'], ['reason', '', 'INPUT_INVALID'], ['regions', '', 'INVALID_REGION']])('is refused with a wrong %s: %s', async (option, value, code) => {
      await expect(run('mandate-register', { ...words(), [option]: value })).rejects.toMatchObject({ code });
    });
    it('is not found by what is no id', async () => {
      await expect(run('mandate-revoke', { mandate: 'x', reason: 'r', by: 'b' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});
