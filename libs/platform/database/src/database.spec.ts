import pg from 'pg';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { defineAccess, DomainError } from '@quadhelix/access';
import { copyDatabase, type DatabaseCopy } from '@quadhelix/testing/database-copy';
import { commitTo } from './records.js';
import { Database } from './database.js';
import type { Scope } from './scope.js';

@Entity('positions')
class Position {
  static readonly personal = ['title'];
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') hostOrganizationId!: string;
  @Column('text') code!: string;
  @Column('text') title!: string;
  @Column('integer') places!: number;
  @Column('text') state!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;
  parties(): Record<string, string> {
    return { host: this.hostOrganizationId };
  }
}

const access = defineAccess('apprenticeships', 'position', { read: {}, change: {} });
const TENANT = '00000000-0000-7000-8000-00000000000a';
const HOST = '00000000-0000-7000-8000-0000000000cc';
const secret = 'x'.repeat(32);

describe('the database', () => {
  let copy: DatabaseCopy;
  let database: Database;
  let codes = 0;
  beforeAll(async () => {
    copy = await copyDatabase();
    const superuser = new pg.Client({ connectionString: copy.url('postgres') });
    await superuser.connect();
    await superuser.query(`insert into alliances (id, slug, name, kind, region_code, time_zone, created_at) values ('${TENANT}', 'urumqi', 'U', 'CITY_CONSORTIUM', '650000', 'Asia/Urumqi', now())`);
    await superuser.query(`insert into organizations (id, sector, legal_name, region_code, created_at) values ('${HOST}', 'INDUSTRY', 'Host', '650000', now())`);
    await superuser.end();
    database = await Database.open({ url: copy.url('quadhelix_app'), entities: [Position], secret, operationTimeout: 5_000 });
  });
  afterAll(async () => {
    await database.close();
    await copy.drop();
  });

  const inside = <T>(work: (scope: Scope) => Promise<T>): Promise<T> => database.system(TENANT, 'test', work);
  const position = (scope: Scope): Position => Object.assign(new Position(), {
    tenantId: TENANT, id: scope.newId(), hostOrganizationId: HOST, code: `P${String((codes += 1))}`, title: 'Welder', places: 1, state: 'OPEN', createdAt: scope.now, version: 1,
  });
  const added = (): Promise<string> => inside(async (scope) => {
    scope.authorize(access.change);
    const made = position(scope);
    await scope.insert(made);
    return made.id;
  });

  it.each([['a superuser', 'postgres', /bypass row-level security/], ['the owner of tables', 'quadhelix_migrator', /owns tables/]] as const)('refuses to run as %s', async (_name, role, why) => {
    await expect(Database.open({ url: copy.url(role), entities: [], secret })).rejects.toThrow(why);
  });

  it('takes local dates from the zone of the alliance', async () => {
    expect(await inside(async (scope) => scope.timeZone)).toBe('Asia/Urumqi');
  });

  it('refuses a write that nobody authorized', async () => {
    await expect(inside((scope) => scope.insert(position(scope)))).rejects.toThrow('Nothing was authorized');
  });

  it('refuses a save of something that was not read for update', async () => {
    await expect(inside(async (scope) => {
      scope.authorize(access.change);
      await scope.save(position(scope));
    })).rejects.toThrow('not read by forUpdate');
  });

  it('lets the second of two who read the same version fail, and writes nothing of his', async () => {
    const id = await added();
    const stale = inside(async (scope) => {
      const it = await scope.forUpdate(Position, id, access.change);
      it.version = 7;
      it.places = 9;
      await scope.save(it);
    });
    await expect(stale).rejects.toMatchObject({ code: 'STALE_VERSION' });
    expect((await inside((scope) => scope.find(Position, { id })))[0]).toMatchObject({ places: 1, version: 1 });
  });

  it('keeps an audit entry of exactly what changed, with a commitment in place of what is personal', async () => {
    const id = await added();
    await inside(async (scope) => {
      const it = await scope.forUpdate(Position, id, access.change, 'because');
      it.title = 'Fitter';
      it.places = 2;
      await scope.save(it);
      await scope.save(it);
    });
    const entries = await inside((scope) => scope.sql<{ id: string; changes: Record<string, unknown>; reason: string; purpose: string; action: string }>(
      'select id, changes, reason, purpose, action from audit_entries where subject_id = $1 order by id', [id]));
    expect(entries).toHaveLength(2);
    expect(entries[1]).toMatchObject({ action: 'position.change', reason: 'because', purpose: 'test', changes: { places: [1, 2] } });
    expect(Object.keys(entries[1]?.changes ?? {})).toEqual(expect.arrayContaining(['places', 'title']));
    expect(JSON.stringify(entries)).not.toMatch(/Fitter|Welder/);
    const personal = await inside((scope) => scope.sql<{ side: string; salt: string; value: string }>('select side, salt, value from audit_personal_values where entry_id = $1 order by side', [entries[1]?.id]));
    expect(personal.map(({ value }) => value)).toEqual(['Fitter', 'Welder']);
    expect((entries[1]?.changes as { title: unknown[] }).title).toEqual([commitTo(personal[1]?.salt ?? '', 'Welder'), commitTo(personal[0]?.salt ?? '', 'Fitter')]);
  });

  it('erases personal values beside the entries of one subject, and no entry', async () => {
    const [id, other] = [await added(), await added()];
    const held = (subject: string) => inside((scope) => scope.sql<{ value: string }>(
      'select v.value from audit_personal_values v join audit_entries e on e.tenant_id = v.tenant_id and e.id = v.entry_id where e.subject_id = $1', [subject]));
    const entries = () => inside((scope) => scope.sql<{ changes: unknown }>(`select changes from audit_entries where subject_id = $1 and action = 'position.change' order by id`, [id]));
    const before = await entries();
    const erased = await inside(async (scope) => {
      scope.authorize(access.change, undefined, 'asked for by the person');
      return scope.erasePersonalValues('Position', [id]);
    });
    expect([erased, await held(id), (await held(other)).length]).toEqual([1, [], 1]);
    expect((await entries()).slice(0, before.length)).toEqual(before);
    expect((await entries()).at(-1)?.changes).toEqual({ personalValues: [1, 0] });
    await expect(inside((scope) => scope.erasePersonalValues('Position', [other]))).rejects.toThrow('Nothing was authorized');
  });

  it('forgets entries and events of work that was undone in a savepoint', async () => {
    await inside(async (scope) => {
      scope.authorize(access.change);
      await scope.savepoint(async () => {
        await scope.insert(position(scope));
        scope.record({ type: 'undone', subjectType: 'Position', subjectId: HOST, payload: {} });
        throw new Error('undo');
      }).catch(() => undefined);
    });
    expect(await inside((scope) => scope.sql(`select from events where type = 'undone'`))).toHaveLength(0);
  });

  it('tells the worker all that an operation recorded, also what was written before its end, and nothing that was undone after it was', async () => {
    const told: { eventIds: readonly string[]; changed: Readonly<Record<string, readonly string[]>> }[] = [];
    const telling = await Database.open({ url: copy.url('quadhelix_app'), entities: [Position], secret, onRecorded: (_scope, recorded) => { told.push(recorded); return Promise.resolve(); } });
    const happens = (scope: Scope, type: string): void => { scope.record({ type, subjectType: 'Position', subjectId: scope.newId(), payload: {} }); };
    await telling.system(TENANT, 'test', async (scope) => {
      happens(scope, 'flushed.first');
      await scope.flush();
      await scope.savepoint(async () => {
        happens(scope, 'flushed.undone');
        await scope.flush();
        throw new Error('undo');
      }).catch(() => undefined);
      happens(scope, 'flushed.last');
    });
    await telling.close();
    const written = await inside((scope) => scope.sql<{ id: string; type: string }>(`select id, type from events where type like 'flushed.%' order by type desc`));
    expect(written.map(({ type }) => type)).toEqual(['flushed.last', 'flushed.first']);
    expect([...(told[0]?.eventIds ?? [])].sort()).toEqual(written.map(({ id }) => id).sort());
    expect(told[0]?.changed.Position).toHaveLength(2);
  });

  it('says what failed where the statement that goes out with the COMMIT does: nothing was written, and that is known', async () => {
    const telling = await Database.open({ url: copy.url('quadhelix_app'), entities: [Position], secret, followed: new Map([['Position', 'Position']]) });
    const holder = new pg.Client({ connectionString: copy.url('postgres') });
    await holder.connect();
    await holder.query('begin');
    await holder.query(`insert into change_heads (tenant_id, position, at) values ('${TENANT}', 1, now())`);
    await expect(telling.system(TENANT, 'test', async (scope) => {
      scope.authorize(access.change);
      await scope.insert(Object.assign(position(scope), { code: 'LOST' }));
    }, { timeout: 300 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    await holder.query('rollback');
    await holder.end();
    await telling.close();
    expect(await inside((scope) => scope.find(Position, { code: 'LOST' }))).toEqual([]);
  });

  it('writes a thousand rows in one statement', async () => {
    const before = database.statements;
    await inside(async (scope) => {
      scope.authorize(access.change);
      await scope.insert(Array.from({ length: 1000 }, () => position(scope)));
    });
    expect(database.statements - before).toBeLessThan(8);
  });

  it('asks for a batch of ids in one statement', async () => {
    const ids = [await added(), await added(), await added()];
    await inside(async (scope) => {
      const before = scope.statements;
      const found = await Promise.all([...ids, HOST].map((id) => scope.byId(Position, id)));
      expect(found.map((each) => each?.id ?? null)).toEqual([...ids, null]);
      expect(scope.statements - before).toBe(1);
    });
  });

  it('keeps a scope from being used after its operation', async () => {
    let leaked: Scope | undefined;
    await inside(async (scope) => { leaked = scope; });
    await expect(leaked?.sql('select 1')).rejects.toThrow('has ended');
  });

  it('stops an operation at its deadline, says so, and lives on', async () => {
    const hasty = await Database.open({ url: copy.url('quadhelix_app'), entities: [Position], secret, poolSize: 1 });
    const slow = hasty.system(TENANT, 'test', async (scope) => { for (let index = 0; index < 6; index += 1) await scope.sql('select pg_sleep(0.1)'); }, { timeout: 300 });
    await expect(slow).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(await hasty.system(TENANT, 'test', (scope) => scope.sql('select 1 as one'))).toEqual([{ one: 1 }]);
    await hasty.close();
  });

  it('fails the operation, not the process, where its connection is cut', async () => {
    const cut = inside(async (scope) => {
      const [self] = await scope.sql<{ pid: number }>('select pg_backend_pid() as pid');
      const superuser = new pg.Client({ connectionString: copy.url('postgres') });
      await superuser.connect();
      await superuser.query('select pg_terminate_backend($1)', [self?.pid]);
      await superuser.end();
      await scope.sql('select pg_sleep(1)');
    });
    await expect(cut).rejects.toThrow();
    await expect(inside((scope) => scope.sql('select 1'))).resolves.toHaveLength(1);
  });

  it('drops the connection of an abandoned operation and writes nothing of it', async () => {
    const scope = await database.beginSystem(TENANT, 'test');
    scope.authorize(access.change);
    const made = position(scope);
    await scope.insert(made);
    await database.abandon(scope);
    expect(await inside((later) => later.find(Position, { id: made.id }))).toEqual([]);
  });

  it('reads what it has just written, also by id', async () => {
    const id = await added();
    await inside(async (scope) => {
      await scope.byId(Position, id);
      const it = await scope.forUpdate(Position, id, access.change);
      it.places = 5;
      await scope.save(it);
      expect(await scope.byId(Position, id)).toMatchObject({ places: 5, version: 2 });
    });
  });

  it.each([
    ['a deadlock', `do $$ begin raise sqlstate '40P01'; end $$`], ['a lock that is held too long', `do $$ begin raise sqlstate '55P03'; end $$`],
  ])('says that the same request may be sent again after %s', async (_name, statement) => {
    await expect(inside((scope) => scope.sql(statement))).rejects.toMatchObject({ code: 'TRANSACTION_FAILED' });
  });

  it('keeps an answer as it is where the security log can\'t be written, and says so inside', async () => {
    const superuser = new pg.Client({ connectionString: copy.url('postgres') });
    await superuser.connect();
    const heard: unknown[] = [];
    const watched = await Database.open({ url: copy.url('quadhelix_app'), entities: [Position], secret, onError: (error) => heard.push(error) });
    await superuser.query('revoke insert on security_log from quadhelix_app');
    const answer = watched.system(TENANT, 'test', async (scope) => scope.refuse(new DomainError('UNHEARD', { category: 'FORBIDDEN', en: '', 'zh-CN': '' }), access.change).code);
    await expect(answer).resolves.toBe('UNHEARD');
    expect(heard).toHaveLength(1);
    await superuser.query('grant insert on security_log to quadhelix_app');
    await superuser.end();
    await watched.close();
  });

  it('writes one line for the same refusal however often an operation meets it', async () => {
    await inside(async (scope) => {
      for (let index = 0; index < 1000; index += 1) scope.refuse(new DomainError('OFTEN', { category: 'FORBIDDEN', en: '', 'zh-CN': '' }), access.change);
    });
    const superuser = new pg.Client({ connectionString: copy.url('postgres') });
    await superuser.connect();
    expect((await superuser.query(`select from security_log where code = 'OFTEN'`)).rowCount).toBe(1);
    await superuser.end();
  });

  it('gives each refused attempt a line in the security log, outside the transaction', async () => {
    await inside(async (scope) => {
      scope.refuse(new DomainError('TRIAL', { category: 'FORBIDDEN', en: '', 'zh-CN': '' }), access.change);
      throw new Error('rolled back');
    }).catch(() => undefined);
    const superuser = new pg.Client({ connectionString: copy.url('postgres') });
    await superuser.connect();
    const { rows } = await superuser.query(`select code, action, tenant_id from security_log where code = 'TRIAL'`);
    await superuser.end();
    expect(rows).toEqual([{ code: 'TRIAL', action: 'position.change', tenant_id: TENANT }]);
  });

  it('keeps at most sixty lines a minute of callers who are nobody yet', async () => {
    const count = async (): Promise<number> => {
      const superuser = new pg.Client({ connectionString: copy.url('postgres') });
      await superuser.connect();
      const { rows } = await superuser.query<{ n: number }>(`select count(*)::int as n from security_log where code = 'UNAUTHENTICATED'`);
      await superuser.end();
      return rows[0]?.n ?? 0;
    };
    const hasty = await Database.open({ url: copy.url('quadhelix_app'), entities: [], secret, now: () => new Date('2026-03-02T01:00:00Z') });
    const before = await count();
    for (let tries = 0; tries < 70; tries += 1) {
      await expect(hasty.begin({ tokenHash: Buffer.alloc(32), alliance: null, organizationId: null, readOnly: true, requestId: null })).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
    await hasty.close();
    expect((await count()) - before).toBe(60);
  });
});
