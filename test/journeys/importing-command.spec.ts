import { readFileSync } from 'node:fs';
import { importFile, openProduct, type FileToImport, type Product } from '@quadhelix/worker';
import pg from 'pg';
import { ImportRunner } from '@quadhelix/importing';
import { createLogger, TestClock } from '@quadhelix/service';
import { inAlliance, makeAlliance, makePerson, TEST_SECRET, World, type TestAlliance } from '@quadhelix/testing';

const colleges = readFileSync(new URL('../../data/vocational-colleges.csv', import.meta.url));

const files: Readonly<Record<string, string>> = {
  organizations: `单位名称,类别,统一社会信用代码,行政区划代码,在岗职工数,职工数统计日期,接受邀请日期
云河职院（示例）,学校,,320100,,,2026-01-05
恒驰机电（示例）,企业,,320100,95,2026-01-01,2026-01-06
云河市财政局（示例）,政府,,320100,,,2026-01-07
`,
  people: `organization,memberNumber,name,birthDate,kind,validFrom,roles
云河职院（示例）,S1,李薇（示例）,2009-03-03,STUDENT,2024-09-01,APPRENTICE
云河职院（示例）,T1,周老师（示例）,,STAFF,2020-01-01,SCHOOL_TEACHER;SCHOOL_COORDINATOR
恒驰机电（示例）,M1,王师傅（示例）,,职工,2020-01-01,企业导师
`,
  placements: `学校,专业代码,专业名称,实习单位,岗位编号,岗位名称,名额,学号,企业导师工号,指导教师工号,开始日期,结束前日期,时间占比,是否已开始
云河职院（示例）,460609,新能源装备技术,恒驰机电（示例）,HC-1,机加工,5,S1,M1,T1,2026-01-05,2026-07-01,100%,是
`,
  timesheets: `school,apprenticeNumber,date,startTime,endTime,unit,kind,submitted
云河职院（示例）,S1,2026-01-05,08:00,12:00,车削,WORK,yes
云河职院（示例）,S1,2026-01-07,22:30,00:15,车削,WORK,yes
云河职院（示例）,S1,2026-01-06,13:00,17:30,安全,TRAINING,yes
云河职院（示例）,S1,2026-01-12,08:00,12:00,铣削,,no
`,
  commitments: `number,owner,verifier,title,metric,unit,baseline,target,direction,dueOn,weight,requiredEvidence,acceptedOn
C-1,云河市财政局（示例）,云河职院（示例）,补贴,已拨付,元,0,600000,INCREASE,2026-02-28,5%,回单,2026-01-10
C-2,恒驰机电（示例）,云河职院（示例）,能耗,能耗,吨,12.5,10.25,降低,2026-02-28,5%,,
`,
};

describe("the operator's import", () => {
  let world: World;
  let product: Product;
  let alliance: TestAlliance;
  beforeAll(async () => {
    world = await World.start();
    alliance = await makeAlliance(world, 'yunhe');
    product = await openProduct({ databaseUrl: world.copy.url('quadhelix_app'), secret: TEST_SECRET, logger: createLogger('test', { level: 'error' }), clock: new TestClock('2026-03-02T01:00:00Z') });
  });
  afterAll(async () => {
    await product.close();
    await world.stop();
  });

  const bring = (kind: string, more: Partial<FileToImport> = {}) => importFile(product, { kind, bytes: Buffer.from(files[kind] ?? ''), fileName: `${kind}.csv`, alliance: 'yunhe', ...more });
  const rows = <T extends Record<string, unknown>>(text: string): Promise<T[]> => inAlliance(world, alliance, (scope) => scope.sql<T>(text));

  it('brings 1,291 colleges into the directory, says how far it is, and adds none a second time', async () => {
    const told: number[] = [];
    const file: FileToImport = { kind: 'colleges', bytes: colleges, fileName: 'vocational-colleges.csv', alliance: null, onProgress: ({ done }) => told.push(done) };
    expect(await importFile(product, file)).toMatchObject({ state: 'WRITTEN', rows: 1291, added: 1291, failed: 0, problems: [] });
    expect(told).toEqual(expect.arrayContaining([200, 400, 1200, 1291]));
    expect(await importFile(product, file)).toMatchObject({ state: 'WRITTEN', added: 0, unchanged: 1291 });
    const found = await rows(`select legal_name, region_code, sector, ministry_code from organizations where directory = 'MOE' and legal_name in ('北京工业职业技术学院', '无锡职业技术大学', '无锡职业技术学院') order by ministry_code`);
    expect(found).toContainEqual({ legal_name: '北京工业职业技术学院', region_code: '110000', sector: 'SCHOOL', ministry_code: '4111010853' });
    expect(found.some((each) => each['region_code'] === '320200')).toBe(true);
  });

  it.each([
    ['organizations', 3, 3], ['people', 3, 3], ['placements', 1, 1], ['timesheets', 4, 2], ['commitments', 2, 2],
  ])('dry-runs and writes %s, and the same file again changes nothing', async (kind, rowCount, records) => {
    expect(await bring(kind, { dryRun: true })).toMatchObject({ state: 'CHECKED', added: records, problems: [] });
    expect(await bring(kind)).toMatchObject({ state: 'WRITTEN', rows: rowCount, total: records, added: records, updated: 0, problems: [] });
    expect(await bring(kind)).toMatchObject({ state: 'WRITTEN', added: 0, updated: 0, unchanged: records });
    expect(await bring(kind, { mode: 'lenient' })).toMatchObject({ state: 'WRITTEN', added: 0, updated: 0, unchanged: records });
  });

  it('keeps what the files say', async () => {
    expect(await rows(`select o.legal_name, m.state, m.organization_consented_at as at from memberships m join organizations o on o.id = m.organization_id order by 3`)).toEqual([
      { legal_name: '云河职院（示例）', state: 'ACTIVE', at: new Date('2026-01-04T16:00:00Z') },
      { legal_name: '恒驰机电（示例）', state: 'ACTIVE', at: new Date('2026-01-05T16:00:00Z') },
      { legal_name: '云河市财政局（示例）', state: 'ACTIVE', at: new Date('2026-01-06T16:00:00Z') },
    ]);
    expect(await rows('select role from seats order by role')).toEqual(['APPRENTICE', 'INDUSTRY_MENTOR', 'SCHOOL_COORDINATOR', 'SCHOOL_TEACHER'].map((role) => ({ role })));
    expect(await rows('select state, load_bp from placements')).toEqual([{ state: 'ACTIVE', load_bp: 10_000 }]);
    expect(await rows('select week_starts_on as week, state, minutes, night_minutes, lawful from timesheets order by 1')).toEqual([
      { week: '2026-01-05', state: 'SUBMITTED', minutes: 615, night_minutes: 105, lawful: false }, { week: '2026-01-12', state: 'DRAFT', minutes: 240, night_minutes: 0, lawful: true },
    ]);
    expect(await rows('select number, state, target, weight_bp, accepted_at from commitments order by 1')).toEqual([
      { number: 'C-1', state: 'ACCEPTED', target: 600_000, weight_bp: 500, accepted_at: new Date('2026-01-09T16:00:00Z') },
      { number: 'C-2', state: 'PROPOSED', target: 10.25, weight_bp: 500, accepted_at: null },
    ]);
  });

  it.each([
    ['people', '云河职院（示例）,S1,别人（示例）,,STUDENT,2024-09-01,', { column: 'C', field: 'name', code: 'PERSON_DIFFERS' }],
    ['people', '云河职院（示例）,S9,谁（示例）,,STUDENT,2024-09-01,INDUSTRY_MENTOR', { column: 'G', field: 'roles', code: 'SEAT_ROLE_NOT_OF_SECTOR' }],
    ['placements', '云河职院（示例）,460609,,恒驰机电（示例）,HC-1,,,S404,,,2026-01-05,2026-07-01,100%,', { column: 'H', field: 'apprenticeNumber', code: 'PERSON_UNKNOWN' }],
    ['placements', '云河职院（示例）,460609,,恒驰机电（示例）,HC-9,磨削,,S1,,,2026-01-05,2026-07-01,100%,', { column: 'G', field: 'places', code: 'INPUT_INVALID' }],
    ['placements', '云河职院（示例）,460609,,恒驰机电（示例）,HC-1,,,S1,T1,,2026-01-06,2026-07-01,50%,', { column: 'I', field: 'mentorNumber', code: 'PERSON_UNKNOWN' }],
    ['timesheets', '云河职院（示例）,S1,2026-03-02,08:30,18:00,车削,,', { column: 'E', field: 'endTime', code: 'ENTRY_IN_FUTURE' }],
    ['timesheets', '云河职院（示例）,S1,2025-12-02,08:30,18:00,车削,,', { column: 'B', field: 'apprenticeNumber', code: 'PLACEMENT_UNKNOWN' }],
    ['commitments', 'C-1,云河市财政局（示例）,云河职院（示例）,补贴,已拨付,元,0,1,INCREASE,2026-02-28,5%,回单,', { column: 'A', field: 'number', code: 'COMMITMENT_NUMBER_TAKEN' }],
    ['commitments', 'C-9,云河市财政局（示例）,云河市财政局（示例）,补贴,已拨付,元,0,1,INCREASE,2026-02-28,5%,,', { column: 'C', field: 'verifier', code: 'VERIFIER_NOT_INDEPENDENT' }],
  ])('refuses a bad row of %s where it stands: %s', async (kind, row, problem) => {
    const bytes = Buffer.from(`${(files[kind] ?? '').split('\n')[0] ?? ''}\n${row}\n`);
    const result = await bring(kind, { bytes });
    expect(result).toMatchObject({ state: 'REFUSED', failed: 1, problems: [{ row: 2, ...problem }] });
  });

  it('names file and kind in the audit trail', async () => {
    const [entry] = await rows(`select actor_kind, purpose from audit_entries where subject_type = 'Commitment' order by at limit 1`);
    expect(entry).toEqual({ actor_kind: 'SYSTEM', purpose: 'import commitments from commitments.csv' });
  });

  it.each([
    ['an alliance that does not exist', { alliance: 'nowhere' }, 'There is no alliance "nowhere"'],
    ['no alliance', { alliance: null }, '--alliance'],
    ['an alliance for a directory', { kind: 'colleges' }, 'leave --alliance out'],
  ])('refuses %s', async (_name, more, message) => {
    await expect(bring('people', more)).rejects.toThrow(message);
  });

  describe('that a person asked for', () => {
    const COUNT = 450;
    const lines = Array.from({ length: COUNT }, (_, index) => `云河职院（示例）,K${String(index)},学生${String(index)},,STUDENT,2024-09-01,APPRENTICE`);
    let superuser: pg.Client;
    beforeAll(async () => {
      const [school] = await rows<{ id: string }>(`select id from organizations where legal_name = '云河职院（示例）'`);
      await makePerson(world, alliance, school?.id ?? '', { name: '管理员（示例）', login: 'manager', roles: ['ALLIANCE_ADMIN'] });
      superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
      await superuser.connect();
    });
    afterAll(() => superuser.end());

    async function ask(mode: string, content: string): Promise<string> {
      const client = await world.as('manager', 'yunhe');
      await client.data('mutation ($input: ImportStartInput!) { importStart(input: $input) { import { id } } }', { input: { kind: 'people', fileName: 'people.csv', content: Buffer.from(content).toString('base64'), mode } });
      const [made] = await rows<{ id: string }>('select id from imports order by created_at desc, id desc limit 1');
      return made?.id ?? '';
    }
    const stateOf = async (id: string) => (await superuser.query<Record<string, unknown>>('select state, total, done, added, unchanged, attempts, problems from imports where id = $1', [id])).rows[0];
    const students = async (letter: string): Promise<number> => Number((await superuser.query<{ n: string }>('select count(*) as n from participants p join affiliations f using (person_id, organization_id) where f.member_number like $1', [`${letter}%`])).rows[0]?.n);
    /** Cuts the connections that are in a transaction, until the work notices. */
    async function killedWhile(work: Promise<void>): Promise<string> {
      let answer: string | undefined;
      const watched = work.then(() => { answer = 'ended'; }, () => { answer = 'killed'; });
      while (answer === undefined) {
        await superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'quadhelix_app' and xact_start is not null`);
      }
      await watched;
      return answer;
    }

    it.each(['STRICT', 'LENIENT'])('shows its progress, and after its worker was killed in the middle brings in each row once: %s', async (mode) => {
      const letter = `K${mode.slice(0, 1)}`;
      const id = await ask(mode, ['organization,memberNumber,name,birthDate,kind,validFrom,roles', ...lines.map((line) => line.replace(',K', `,${letter}`))].join('\n'));
      const running = product.get(ImportRunner).run(alliance.id, id);
      const seen: unknown[] = [];
      for (let state = await stateOf(id); Number(state?.['done']) === 0; state = await stateOf(id)) seen.push(state?.['state']);
      expect(await stateOf(id)).toMatchObject({ state: 'RUNNING', total: COUNT, attempts: 1 });
      expect(await killedWhile(running)).toBe('killed');
      const after = await students(letter);
      expect([0, 200, 400]).toContain(after);
      if (mode === 'STRICT') expect(after).toBe(0);
      await product.get(ImportRunner).run(alliance.id, id);
      expect(await stateOf(id)).toMatchObject({ state: 'WRITTEN', total: COUNT, done: COUNT, added: COUNT - after, unchanged: after, attempts: 2, problems: [] });
      await product.get(ImportRunner).run(alliance.id, id);
      expect(await students(letter)).toBe(COUNT);
      expect(await rows('select id from import_files')).toEqual([]);
    });

    it('is brought in once where two workers take it up at the same time', async () => {
      const id = await ask('STRICT', ['organization,memberNumber,name,birthDate,kind,validFrom,roles', ...lines.map((line) => line.replace(',K', ',KT'))].join('\n'));
      const run = () => product.get(ImportRunner).run(alliance.id, id);
      await Promise.allSettled([run(), run(), new Promise((resolve) => { setTimeout(resolve, 150); }).then(run)]);
      await run();
      expect(await stateOf(id)).toMatchObject({ state: 'WRITTEN', added: COUNT, unchanged: 0, problems: [] });
      expect(await students('KT')).toBe(COUNT);
    });

    it('ends without writing when its author has lost his seat since', async () => {
      const id = await ask('STRICT', `organization,memberNumber,name,kind,validFrom\n云河职院（示例）,Z1,某人（示例）,STAFF,2024-09-01`);
      await superuser.query(`update seats set valid_until = '2026-01-01' where role = 'ALLIANCE_ADMIN'`);
      await product.get(ImportRunner).run(alliance.id, id);
      expect(await stateOf(id)).toMatchObject({ state: 'FAILED', problems: [{ code: 'AFFILIATION_EXPIRED' }] });
      expect(await students('Z')).toBe(0);
    });
  });
});
