import pg from 'pg';
import { copyDatabase, type DatabaseCopy } from '@quadhelix/testing/database-copy';

describe('retention', () => {
  let copy: DatabaseCopy;
  let client: pg.Client;
  beforeAll(async () => {
    copy = await copyDatabase();
    client = new pg.Client({ connectionString: copy.url('postgres') });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await copy.drop();
  });
  const months = async (): Promise<string[]> =>
    (await client.query<{ name: string }>(`select relname as name from pg_class where relname ~ '^(events|event_handlings|audit_entries|audit_personal_values)_2[0-9]{3}_[0-9]{2}$' and relkind = 'r'`)).rows.map(({ name }) => name);
  const asOwner = async (statement: string): Promise<unknown> => {
    await client.query('set role quadhelix_owner');
    try {
      return (await client.query<{ answer: unknown }>(statement)).rows[0]?.answer;
    } finally {
      await client.query('reset role');
    }
  };

  it.each([
    ['events', 'events_2020_01', '2021-03-06', '2021-03-07'],
    ['event_handlings', 'event_handlings_2020_01', '2021-03-06', '2021-03-07'],
    ['audit_entries', 'audit_entries_2020_01', '2030-01-31', '2030-02-01'],
    ['audit_personal_values', 'audit_personal_values_2020_01', '2030-01-31', '2030-02-01'],
  ])('keeps a month of %s to the last day and then ends it', async (_table, month, kept, ended) => {
    await asOwner(`select ensure_month_partitions('2020-01-01', '2020-01-01') as answer`);
    await asOwner(`select purge_months('${kept}') as answer`);
    expect(await months()).toContain(month);
    expect(await asOwner(`select purge_months('${ended}') as answer`)).toContain(month);
    expect(await months()).not.toContain(month);
  });

  it('ends lines of the security log and due times that are done, and no open one', async () => {
    await client.query(`insert into security_log (id, at, code) values (gen_random_uuid(), '2024-01-01', 'OLD'), (gen_random_uuid(), '2026-01-01', 'NEW')`);
    await client.query(`insert into due_times (id, tenant_id, kind, subject_id, due_at, done_at) values
      (gen_random_uuid(), gen_random_uuid(), 'done', gen_random_uuid(), '2024-01-01', '2024-01-02'), (gen_random_uuid(), gen_random_uuid(), 'open', gen_random_uuid(), '2024-01-01', null)`);
    await asOwner(`select purge_months('2026-02-01') as answer`);
    expect((await client.query(`select code from security_log`)).rows).toEqual([{ code: 'NEW' }]);
    expect((await client.query(`select kind from due_times`)).rows).toEqual([{ kind: 'open' }]);
  });

  it('gives a month its partition although rows of it were there before, as the clock of a sandbox makes them, and loses none', async () => {
    await client.query(`insert into events (tenant_id, id, at, type, subject_type, subject_id, payload) select gen_random_uuid(), gen_random_uuid(), at::timestamptz, 'x', 'X', gen_random_uuid(), '{}'
      from unnest(array['2031-04-30T23:59:59.999Z', '2031-05-01T00:00:00Z', '2031-05-31T23:59:59.999Z', '2031-06-01T00:00:00Z']) at`);
    for (let runs = 0; runs < 2; runs += 1) await asOwner(`select ensure_month_partitions('2031-05-01', '2031-05-01') as answer`);
    const { rows } = await client.query<{ place: string; n: number }>(`select tableoid::regclass::text as place, count(*)::int as n from events where at > '2031-01-01' group by 1 order by 1`);
    expect(rows).toEqual([{ place: 'events_2031_05', n: 2 }, { place: 'events_other', n: 2 }]);
    const { rows: keys } = await client.query<{ n: number }>(`select count(*)::int as n from pg_index where indrelid = 'events_2031_05'::regclass and indisprimary`);
    expect(keys).toEqual([{ n: 1 }]);
  });

  it('is not the app\'s to decide', async () => {
    const app = new pg.Client({ connectionString: copy.url('quadhelix_app') });
    await app.connect();
    await expect(app.query(`select purge_months('2090-01-01')`)).rejects.toMatchObject({ code: '42501' });
    await app.end();
  });
});
