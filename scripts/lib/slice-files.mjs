const camel = (name) => name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => camel(`-${name}`);
const plural = (name) => (name.endsWith('y') ? `${name.slice(0, -1)}ies` : `${name}s`);

/** The files of a new slice with one noun: every role of a slice once, compiling, with one verb to begin with. */
export function sliceFiles(slice, noun) {
  const Noun = pascal(noun);
  const nounCamel = camel(noun);
  const table = plural(noun.replaceAll('-', '_'));
  const words = noun.replaceAll('-', ' ');
  return {
    'README.md': `# ${slice}

What it is for, in a sentence. Words, rules and why: 30 lines at most.

The table of its first noun:

    create table ${table} (
      tenant_id uuid not null references alliances (id),
      id uuid not null,
      organization_id uuid not null references organizations (id),
      title text not null check (title <> ''),
      created_at timestamptz not null,
      version integer not null default 1,
      primary key (tenant_id, id)
    );
    create index ${table}_list on ${table} (tenant_id, created_at, id);
    call declare_alliance_table('${table}', 'select, insert, update');
`,
    'package.json': `${JSON.stringify({
      name: `@quadhelix/${slice}`, version: '0.1.0', private: true, type: 'module',
      exports: { '.': { source: './src/index.ts', types: './src/index.ts', default: './dist/index.js' } },
      nx: { tags: ['type:domain', `scope:${slice}`], targets: { build: {} } },
    }, null, 2)}\n`,
    'tsconfig.json': '{ "extends": "../../tsconfig.base.json", "include": ["src/**/*.ts"] }\n',
    'src/index.ts': `export { ${camel(slice)}Slice } from './${slice}.slice.js';\nexport { ${Noun} } from './${noun}.entity.js';\nexport { ${Noun}Service } from './${noun}.service.js';\n`,
    [`src/${slice}.slice.ts`]: `import { defineSlice } from '@quadhelix/service';
import { ${nounCamel}Access } from './${noun}.access.js';
import { ${Noun} } from './${noun}.entity.js';
import { ${nounCamel}Errors } from './${noun}.errors.js';
import { ${Noun}Resolver } from './${noun}.resolver.js';
import { ${Noun}Service } from './${noun}.service.js';

/** What this slice brings. */
export const ${camel(slice)}Slice = defineSlice({
  name: '${slice}',
  entities: [${Noun}],
  providers: [${Noun}Service],
  resolvers: [${Noun}Resolver],
  nodes: [{ type: '${Noun}', entity: ${Noun}, read: ${nounCamel}Access.read }],
  access: [${nounCamel}Access],
  errors: [${nounCamel}Errors.catalogue()],
});
`,
    [`src/${noun}.entity.ts`]: `import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a ${words} is. Methods that change it, and so the rules, live here. */
@Entity('${table}')
export class ${Noun} {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') organizationId!: string;
  @Column('text') title!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { organization: string } {
    return { organization: this.organizationId };
  }

  rename(title: string): void {
    this.title = title;
  }
}
`,
    [`src/${noun}.access.ts`]: `import { defineAccess } from '@quadhelix/access';

export const ${nounCamel}Access = defineAccess('${slice}', '${nounCamel}', {
  read: { ALLIANCE_ADMIN: 'alliance', GOVERNMENT_LIAISON: 'alliance', SCHOOL_COORDINATOR: 'organization', INDUSTRY_COORDINATOR: 'organization' },
  rename: { SCHOOL_COORDINATOR: 'organization', INDUSTRY_COORDINATOR: 'organization' },
});
`,
    [`src/${noun}.errors.ts`]: `import { defineErrors } from '@quadhelix/access';

export const ${nounCamel}Errors = defineErrors({});
`,
    [`src/${noun}.events.ts`]: `import type { DomainEvent } from '@quadhelix/database';
import type { ${Noun} } from './${noun}.entity.js';

/** The ${words} has another title. */
export const ${nounCamel}Renamed = (it: ${Noun}): DomainEvent => ({ type: '${nounCamel}.renamed', subjectType: '${Noun}', subjectId: it.id, payload: {} });
`,
    [`src/${noun}.service.ts`]: `import { Injectable } from '@nestjs/common';
import type { Scope } from '@quadhelix/database';
import { ${nounCamel}Access } from './${noun}.access.js';
import { ${Noun} } from './${noun}.entity.js';
import { ${nounCamel}Renamed } from './${noun}.events.js';

@Injectable()
export class ${Noun}Service {
  /** Gives it another title. Throws NOT_FOUND, FORBIDDEN, STALE_VERSION. */
  async rename(scope: Scope, id: string, title: string): Promise<${Noun}> {
    const it = await scope.forUpdate(${Noun}, id, ${nounCamel}Access.rename);
    it.rename(title);
    await scope.save(it);
    scope.record(${nounCamel}Renamed(it));
    return it;
  }
}
`,
    [`src/${noun}.queries.ts`]: `import type { Scope } from '@quadhelix/database';
import { paginate, type Connection, type PageArgs } from '@quadhelix/graphql';
import { ${nounCamel}Access } from './${noun}.access.js';
import { ${Noun} } from './${noun}.entity.js';

/** Those that the actor may see, oldest first. */
export function list${pascal(plural(noun))}(scope: Scope, args: PageArgs): Promise<Connection<${Noun}>> {
  const all = scope.reach(${nounCamel}Access.read).includes('alliance');
  return paginate(scope, {
    entity: ${Noun}, name: '${camel(plural(noun))}',
    terms: ['tenant_id = $1', ...(all ? [] : ['organization_id = $2'])], values: [scope.tenantId, ...(all ? [] : [scope.actor.organizationId])],
    order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' },
  }, args);
}
`,
    [`src/${noun}.type.ts`]: `import { Field, Int, ObjectType } from 'type-graphql';
import { connectionOf, Node, type Ref } from '@quadhelix/graphql';

@ObjectType('${Noun}', { implements: Node, description: 'What a ${words} is.' })
export class ${Noun}Type extends Node {
  @Field({ description: 'Title for people.' })
  title!: string;
  @Field(() => Int, { description: 'Version.' })
  version!: number;
}

export const ${Noun}Connection = connectionOf(${Noun}Type, '${Noun}');

@ObjectType({ description: 'Result of a change to a ${words}.' })
export class ${Noun}Payload {
  @Field(() => ${Noun}Type, { description: 'The ${words} after the change.' })
  ${nounCamel}!: Ref<${Noun}Type>;
}
`,
    [`src/${noun}.inputs.ts`]: `import { Field, InputType } from 'type-graphql';
import { Length } from 'class-validator';
import { IdField } from '@quadhelix/graphql';

@InputType({ description: 'Another title for a ${words}.' })
export class ${Noun}RenameInput {
  @IdField('${Noun}', { description: 'The ${words}.' })
  id!: string;
  @Field({ description: 'Title for people.' })
  @Length(1, 200)
  title!: string;
}
`,
    [`src/${noun}.resolver.ts`]: `import { Injectable } from '@nestjs/common';
import { Arg, Args, Mutation, Query, Resolver } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, PageArgs, type Connection } from '@quadhelix/graphql';
import { ${nounCamel}Access } from './${noun}.access.js';
import type { ${Noun} } from './${noun}.entity.js';
import { ${Noun}RenameInput } from './${noun}.inputs.js';
import { list${pascal(plural(noun))} } from './${noun}.queries.js';
import { ${Noun}Service } from './${noun}.service.js';
import { ${Noun}Connection, ${Noun}Payload, ${Noun}Type } from './${noun}.type.js';

@Injectable()
@Resolver(() => ${Noun}Type)
export class ${Noun}Resolver {
  constructor(private readonly service: ${Noun}Service) {}

  @Action(${nounCamel}Access.read)
  @Query(() => ${Noun}Connection, { description: 'Those that you may see, oldest first.' })
  ${camel(plural(noun))}(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<${Noun}>> {
    return list${pascal(plural(noun))}(scope, args);
  }

  @Action(${nounCamel}Access.rename)
  @Mutation(() => ${Noun}Payload, { description: 'Gives it another title.' })
  async ${nounCamel}Rename(@InScope() scope: Scope, @Arg('input', { description: 'Which, and the title.' }) input: ${Noun}RenameInput): Promise<${Noun}Payload> {
    return { ${nounCamel}: await this.service.rename(scope, input.id, input.title) };
  }
}
`,
    [`src/${noun}.spec.ts`]: `import { can, systemActor } from '@quadhelix/access';
import { ${nounCamel}Access } from './${noun}.access.js';
import { ${Noun} } from './${noun}.entity.js';

describe('a ${words}', () => {
  it('is renamed by its own organization only', () => {
    const it = Object.assign(new ${Noun}(), { organizationId: 'own' });
    const actor = { ...systemActor('alliance', ''), kind: 'PERSON' as const, roles: ['SCHOOL_COORDINATOR' as const], scopes: ['${slice}:write', '${slice}:read'] };
    expect([can({ ...actor, organizationId: 'own' }, ${nounCamel}Access.rename, it), can({ ...actor, organizationId: 'other' }, ${nounCamel}Access.rename, it)]).toEqual([true, false]);
  });
});
`,
  };
}
