import iconv from 'iconv-lite';
import { writeXlsx } from '@quadhelix/importing';
import { inAlliance, twoAlliances, World, type GraphqlClient, type TwoAlliances } from '@quadhelix/testing';

interface Problem { row: number | null; column: string | null; field: string | null; code: string; message: string; value: string | null }
interface Import { id: string; state: string; total: number; done: number; added: number; updated: number; unchanged: number; failed: number; problemCount: number; problems: Problem[] }

const FIELDS = 'id state total done added updated unchanged failed problemCount problems { row column field code message value }';
const START = `mutation ($input: ImportStartInput!) { importStart(input: $input) { import { ${FIELDS} } } }`;
const WATCH = `query ($id: ID!) { node(id: $id) { ... on Import { ${FIELDS} } } }`;

const base64 = (content: string | Uint8Array): string => Buffer.from(content).toString('base64');
const order = (kind: string, content: string | Uint8Array, options: Record<string, unknown> = {}) => ({ input: { kind, fileName: `${kind}.csv`, content: base64(content), mode: 'STRICT', ...options } });

describe('importing', () => {
  let world: World;
  let all: TwoAlliances;
  let admin: GraphqlClient;
  beforeAll(async () => {
    world = await World.start({ worker: true });
    all = await twoAlliances(world);
    admin = await world.as('admin', 'alliance-a');
  });
  afterAll(() => world.stop());

  async function ended(client: GraphqlClient, id: string): Promise<Import> {
    for (let tries = 0; tries < 200; tries += 1) {
      const { node } = await client.data<{ node: Import }>(WATCH, { id });
      if (!['QUEUED', 'RUNNING'].includes(node.state)) return node;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('The import did not end');
  }

  async function imported(client: GraphqlClient, kind: string, content: string | Uint8Array, options: Record<string, unknown> = {}): Promise<Import> {
    const { importStart } = await client.data<{ importStart: { import: Import } }>(START, order(kind, content, options));
    expect(importStart.import.state).toBe('QUEUED');
    return ended(client, importStart.import.id);
  }

  const count = (table: string): Promise<number> =>
    inAlliance(world, all.a, async (scope) => Number((await scope.sql<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n));

  const PEOPLE = 'organization,memberNumber,name,birthDate,kind,validFrom,roles';
  const person = (number: number, more: Partial<{ organization: string; birthDate: string; roles: string }> = {}): string =>
    `${more.organization ?? 'College'},S${String(number)},学生${String(number)},${more.birthDate ?? '2008-01-15'},学生,2024-09-01,${more.roles ?? '学徒'}`;
  const threeBad = [PEOPLE, person(1), person(2, { birthDate: '2008-02-30' }), person(3, { organization: 'Nowhere' }), person(4), person(5, { roles: 'King' })].join('\n');
  const theThree = [
    { row: 3, column: 'D', field: 'birthDate', code: 'IMPORT_VALUE_INVALID', value: null },
    { row: 4, column: 'A', field: 'organization', code: 'ORGANIZATION_UNKNOWN', value: 'Nowhere' },
    { row: 6, column: 'G', field: 'roles', code: 'ROLE_UNKNOWN', value: 'King' },
  ].map((each) => expect.objectContaining({ ...each, message: expect.stringMatching(/.{10}/) as string }) as Problem);

  it('reports exactly the three bad rows of a file, and in strict mode writes nothing', async () => {
    const before = await count('participants');
    const result = await imported(admin, 'people', threeBad);
    expect(result).toMatchObject({ state: 'REFUSED', total: 5, done: 5, added: 0, failed: 3, problemCount: 3 });
    expect(result.problems).toEqual(theThree);
    expect(await count('participants')).toBe(before);
  });

  it('says in a dry run what would happen, and writes nothing', async () => {
    const before = [await count('participants'), await count('seats')];
    expect(await imported(admin, 'people', threeBad, { mode: 'LENIENT', dryRun: true })).toMatchObject({ state: 'CHECKED', added: 2, failed: 3, problems: theThree });
    expect([await count('participants'), await count('seats')]).toEqual(before);
  });

  it('in lenient mode writes the good rows; the same file again adds nothing', async () => {
    const before = await count('participants');
    expect(await imported(admin, 'people', threeBad, { mode: 'LENIENT' })).toMatchObject({ state: 'WRITTEN', added: 2, failed: 3, problems: theThree });
    expect(await imported(admin, 'people', threeBad, { mode: 'LENIENT' })).toMatchObject({ state: 'WRITTEN', added: 0, unchanged: 2, failed: 3 });
    expect(await count('participants')).toBe(before + 2);
  });

  it('reads the same rows as UTF-8, GB18030 and workbook', async () => {
    const lines = ['单位,编号,姓名,身份,开始日期,角色', 'College,G1,龘一,学生,2024-09-01,学徒', 'College,G2,䶮二,学生,2024-09-01,学徒'];
    expect(await imported(admin, 'people', iconv.encode(lines.join('\r\n'), 'gb18030'))).toMatchObject({ state: 'WRITTEN', added: 2, problems: [] });
    const workbook = await writeXlsx([{ name: '人员', rows: lines.map((line) => line.split(',')) }]);
    expect(await imported(admin, 'people', workbook, { fileName: 'people.xlsx' })).toMatchObject({ state: 'WRITTEN', added: 0, unchanged: 2 });
    expect(await imported(admin, 'people', `\u{FEFF}${lines.join('\n')}`)).toMatchObject({ state: 'WRITTEN', added: 0, unchanged: 2 });
  });

  it('tells an unknown column, in the language of the one who asks', async () => {
    const result = await imported(admin.inLanguage('zh-CN'), 'people', `${PEOPLE},星座\n${person(9)},狮子座`);
    expect(result).toMatchObject({ state: 'REFUSED', problems: [{ row: 1, column: 'H', field: '星座', code: 'UNKNOWN_COLUMN', message: expect.stringContaining('无法识别的列') as string }] });
  });

  it('invites organizations, whose consent only they can give', async () => {
    const file = (accepted: string): string => `legalName,sector,regionCode,staffCount,staffCountOn,acceptedOn\n锐芯电池（示例）,企业,320100,480,2026-01-01,${accepted}`;
    expect(await imported(admin, 'organizations', file('2026-01-02'))).toMatchObject({ state: 'REFUSED', problems: [{ row: 2, column: 'F', code: 'CONSENT_NOT_YOURS' }] });
    expect(await imported(admin, 'organizations', file(''))).toMatchObject({ state: 'WRITTEN', added: 1, problems: [] });
    expect(await imported(admin, 'organizations', file(''))).toMatchObject({ state: 'WRITTEN', added: 0, unchanged: 1 });
    const data = await admin.data<{ memberships: { nodes: { state: string; organization: { legalName: string; staffCount: number } }[] } }>('{ memberships(last: 1) { nodes { state organization { legalName staffCount } } } }');
    expect(data.memberships.nodes).toEqual([{ state: 'INVITED', organization: { legalName: '锐芯电池（示例）', staffCount: 480 } }]);
  });

  it('gives out a template that imports as nothing but its rows', async () => {
    const { importTemplate } = await admin.data<{ importTemplate: { fileName: string; contentBase64: string } }>('{ importTemplate(kind: "people", language: ZH_CN, format: CSV) { fileName mediaType contentBase64 } }');
    expect(importTemplate.fileName).toBe('people.csv');
    const template = Buffer.from(importTemplate.contentBase64, 'base64').toString('utf8');
    const width = template.split('\r\n')[0]?.split(',').length ?? 0;
    const row = ['College', 'T1', '学生', '', '学生', '', '', '2024-09-01'];
    const filled = `${template.trimEnd()}\r\n${[...row, ...Array<string>(width - row.length).fill('')].join(',')}`;
    expect(await imported(admin, 'people', filled)).toMatchObject({ state: 'WRITTEN', total: 1, added: 1 });
  });

  it('names its kinds and columns to clients', async () => {
    const { importKinds } = await admin.data<{ importKinds: { name: string; columns: { key: string; header: string; required: boolean }[] }[] }>('{ importKinds { name columns { key header description takes example required } } }');
    expect(importKinds.map(({ name }) => name)).toEqual(expect.arrayContaining(['organizations', 'people']));
    expect(importKinds.find(({ name }) => name === 'people')?.columns[0]).toMatchObject({ key: 'organization', header: 'Organization', required: true });
  });

  it('writes with the rights of the person who asks: a coordinator brings people of his own school only', async () => {
    const school = await world.as('school', 'alliance-a');
    const rows = [PEOPLE, person(20), person(21, { organization: 'Factory' })].join('\n');
    expect(await imported(school, 'people', rows, { mode: 'LENIENT' })).toMatchObject({ state: 'WRITTEN', added: 1, failed: 1, problems: [{ row: 3, code: 'FORBIDDEN' }] });
    const [entry] = await inAlliance(world, all.a, (scope) => scope.sql(`select actor_kind, organization_id, request_id from audit_entries where subject_type = 'Participant' order by at desc, id desc limit 1`));
    expect(entry).toEqual({ actor_kind: 'PERSON', organization_id: all.college, request_id: expect.stringMatching(/^import-/) as string });
  });

  it.each([
    ['a mentor', 'mentor', 'people', [], 'FORBIDDEN', undefined],
    ['a coordinator whose role never invites', 'school', 'organizations', [], 'FORBIDDEN', undefined],
    ['a token without the scope of the kind', 'admin', 'people', ['importing:write'], 'SCOPE_MISSING', undefined],
    ['a kind that does not exist', 'admin', 'spaceships', [], 'IMPORT_KIND_UNKNOWN', 'kind'],
    ['a public directory', 'admin', 'colleges', [], 'IMPORT_KIND_UNKNOWN', 'kind'],
  ])('refuses %s at once', async (_name, login, kind, scopes, code, field) => {
    const client = await world.as(login, 'alliance-a', scopes.length > 0 ? { scopes } : {});
    expect(await client.refusal(START, order(kind, 'x'))).toEqual({ code, field });
  });

  it.each([['no base64', '§§'], ['nothing', '']])('refuses a content that is %s', async (_name, content) => {
    expect(await admin.refusal(START, { input: { ...order('people', 'x').input, content } })).toEqual({ code: 'IMPORT_CONTENT_INVALID', field: 'content' });
  });

  it("shows an import to its organization and the administrators; another alliance's answers like absent", async () => {
    const coordinator = await world.as('coordinator', 'alliance-a');
    const { id } = await imported(coordinator, 'people', `${PEOPLE}\n${person(30, { organization: 'Factory', roles: '' })}`);
    const strangers = [await world.as('adminB', 'alliance-b'), await world.as('school', 'alliance-a')];
    for (const stranger of strangers) expect(await stranger.refusal(WATCH, { id })).toEqual({ code: 'NOT_FOUND', field: 'id' });
    const list = '{ imports(first: 50) { nodes { id } } }';
    const listed = async (client: GraphqlClient): Promise<string[]> => (await client.data<{ imports: { nodes: { id: string }[] } }>(list)).imports.nodes.map((each) => each.id);
    expect(await listed(coordinator)).toEqual([id]);
    expect(await listed(admin)).toContain(id);
    for (const stranger of strangers) expect(await listed(stranger)).not.toContain(id);
  });

  it('keeps no file and no identity number once it is done', async () => {
    const number = '11010519491231002X';
    expect(await imported(admin, 'people', `${PEOPLE},idNumber\n${person(40, { birthDate: '1949-12-31' })},${number}`)).toMatchObject({ added: 1 });
    expect(await imported(admin, 'people', `${PEOPLE},idNumber\n${person(41)},110105194912310021`)).toMatchObject({ state: 'REFUSED', problems: [{ code: 'INVALID_IDENTITY_NUMBER', value: null }] });
    expect(await count('import_files')).toBe(0);
    const [kept] = await inAlliance(world, all.a, (scope) => scope.sql<{ bytes: number; row: string }>('select octet_length(id_number_hmac) as bytes, p::text as row from people p where id_number_hmac is not null'));
    expect(kept).toEqual({ bytes: 32, row: expect.not.stringContaining(number) as string });
  });
});
