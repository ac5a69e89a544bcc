import { Injectable } from '@nestjs/common';
import { Arg, Field, FieldResolver, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { defineAccess, DomainError, platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, Public } from '@quadhelix/graphql';
import { defineSlice } from '@quadhelix/service';
import { slices } from '@quadhelix/slices';
import { AppConsent } from '@quadhelix/stakeholders';
import { twoAlliances, World } from '@quadhelix/testing';

const trialAccess = defineAccess('stakeholders', 'trial', { write: { ALLIANCE_ADMIN: 'alliance' } });

@ObjectType({ description: 'What a trial wrote.' })
class Trial {
  @Field({ description: 'Client id that was written.' })
  clientId!: string;
}
@InputType({ description: 'How the trial ends.' })
class TrialInput {
  @Field({ description: 'Client id to write.' })
  clientId!: string;
  @Field({ description: 'At which step it fails.' })
  fails!: string;
}

/** Writes a row, and then goes wrong in the ways that lose writes elsewhere. */
@Injectable()
@Resolver(() => Trial)
class TrialResolver {
  @Action(trialAccess.write)
  @Mutation(() => Trial, { description: 'Writes.' })
  async trialWrite(@InScope() scope: Scope, @Arg('input', { description: 'How.' }) input: TrialInput): Promise<Trial> {
    scope.authorize(trialAccess.write);
    await scope.insert(Object.assign(new AppConsent(), {
      tenantId: scope.tenantId, id: scope.newId(), clientId: input.clientId, scopes: [], grantedAt: scope.now, grantedBy: null, withdrawnAt: null, createdAt: scope.now, version: 1,
    }));
    if (input.fails === 'root') throw platformErrors.STATE_FORBIDS({ params: { from: 'X', possible: 'Y' } });
    if (input.fails === 'quietly') await scope.sql('select 1 / 0').catch(() => undefined);
    if (input.fails === 'expected') await scope.savepoint(() => scope.sql('select 1 / 0')).catch(() => undefined);
    return { clientId: input.clientId };
  }

  @Public()
  @FieldResolver(() => String, { nullable: true, description: 'Fails in SQL.' })
  async brokenSql(@InScope() scope: Scope, @Root() trial: Trial): Promise<string> {
    await scope.sql('select no_such_column from seats');
    return trial.clientId;
  }

  @Public()
  @FieldResolver(() => String, { nullable: true, description: 'Is refused.' })
  refused(@Root() trial: Trial): string {
    throw platformErrors.FORBIDDEN({ params: { action: trial.clientId } });
  }

  @Public()
  @Query(() => String, { nullable: true, description: 'Throws something that is nobody else\'s business.' })
  trialSecret(): string {
    throw new Error('password=hunter2 in table seats');
  }
}

const trialSlice = defineSlice({ name: 'trial', resolvers: [TrialResolver], access: [trialAccess] });
const WRITE = (fields: string) => `mutation($input: TrialInput!) { trialWrite(input: $input) { ${fields} } }`;

describe('a mutation happens whole or not at all', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ slices: [...slices, trialSlice] });
    await twoAlliances(world);
  });
  afterAll(() => world.stop());

  const written = async (clientId: string): Promise<number> => {
    const data = await (await world.as('admin', 'alliance-a')).data<{ appConsents: { nodes: { clientId: string }[] } }>('{ appConsents(first: 100) { nodes { clientId } } }');
    return data.appConsents.nodes.filter((each) => each.clientId === clientId).length;
  };
  const write = async (clientId: string, fails: string, fields = 'clientId') => (await world.as('admin', 'alliance-a')).request(WRITE(fields), { input: { clientId, fails } });

  it('answers what it wrote', async () => {
    expect(await write('fine', 'not')).toMatchObject({ data: { trialWrite: { clientId: 'fine' } }, errors: [] });
    expect(await written('fine')).toBe(1);
  });

  it('writes nothing where the root field fails', async () => {
    expect(await write('root', 'root')).toMatchObject({ data: null, errors: [{ extensions: { code: 'STATE_FORBIDS' } }] });
    expect(await written('root')).toBe(0);
  });

  it('writes nothing, and says so, where SQL fails in a nullable field', async () => {
    const answer = await write('nullable', 'not', 'clientId brokenSql');
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL' } }] });
    expect(JSON.stringify(answer)).not.toContain('no_such_column');
    expect(await written('nullable')).toBe(0);
  });

  it('writes nothing, and says so, where a resolver swallowed an SQL error', async () => {
    expect(await write('swallowed', 'quietly')).toMatchObject({ data: null, errors: [{ extensions: { code: 'TRANSACTION_FAILED' } }] });
    expect(await written('swallowed')).toBe(0);
  });

  it('keeps the effect where a rule expected the SQL error', async () => {
    expect(await write('expected', 'expected')).toMatchObject({ data: { trialWrite: { clientId: 'expected' } }, errors: [] });
    expect(await written('expected')).toBe(1);
  });

  it('keeps the effect where only a selected field is refused', async () => {
    expect(await write('field', 'not', 'clientId refused')).toMatchObject({ data: { trialWrite: { clientId: 'field', refused: null } }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(await written('field')).toBe(1);
  });

  it('answers an error where the commit itself is rolled back', async () => {
    const database = world.api.database;
    const scope = await database.beginSystem(null, 'test');
    await scope.sql('select 1 / 0').catch(() => undefined);
    await expect(database.commit(scope)).rejects.toMatchObject({ code: 'TRANSACTION_FAILED' });
    await expect(database.commit(scope)).rejects.not.toBeInstanceOf(DomainError);
  });

  it('lets nothing internal out', async () => {
    const answer = await (await world.as('admin', 'alliance-a')).request('{ trialSecret }');
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|seats|stack/);
  });

  it('leaves an audit entry and an event with each change, and none with a refused one', async () => {
    const [counts] = await world.api.database.system((await alliance(world)).id, 'test', (scope) => scope.sql<{ entries: number; personal: number }>(
      `select count(*) filter (where action = 'trial.write') as entries, 0 as personal from audit_entries`));
    expect(counts?.entries).toBe(3);
  });
});

async function alliance(world: World): Promise<{ id: string }> {
  const data = await (await world.as('admin', 'alliance-a')).data<{ viewer: { alliance: { id: string } } }>('{ viewer { alliance { id } } }');
  return { id: Buffer.from(data.viewer.alliance.id, 'base64url').toString().split(':')[1] ?? '' };
}
