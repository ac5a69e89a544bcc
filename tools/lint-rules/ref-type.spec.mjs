import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { refType } from './ref-type.mjs';

const imports = `import { Project } from './project.type.js'; import type { Ref } from '@quadhelix/graphql';`;
const field = (member, before = imports) => `${before} class Milestone { ${member} }`;
const bare = [{ messageId: 'bare', data: { name: 'Project' } }];

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('ref-type', refType, {
  valid: [
    { name: 'a field declared Ref<Project>', code: field('@Field(() => Project) project!: Ref<Project>;') },
    { name: 'a nullable field declared Ref<Project> | null', code: field('@Field(() => Project) project!: Ref<Project> | null;') },
    { name: 'an array, whose metadata is Array', code: field('@Field(() => [Project]) projects!: Project[];') },
    { name: 'a promise, whose metadata is Promise', code: field('@Field(() => Project) get project(): Promise<Project> { return 0; }') },
    { name: 'builtin types', code: field('@Field() a!: string; @Field() b!: Date | null; @Field() c!: number;') },
    { name: 'a type of an outside package', code: field('@Field() at!: DateTime;', `import { DateTime } from 'luxon';`) },
    { name: 'a class of the same file', code: field('@Field() project!: Project;', 'class Project {}') },
    { name: 'a name imported as type has no value to read', code: field('@Field() project!: Project;', `import type { Project } from './project.type.js';`) },
    { name: 'the same, inline', code: field('@Field() project!: Project;', `import { type Project } from './project.type.js';`) },
    { name: 'an undecorated property', code: field('project!: Project;') },
    { name: 'a constructor parameter, which injection reads', code: field('constructor(private readonly project: Project) {}') },
    { name: 'what a verb of a resolver returns: nobody imports resolvers', code: field('@Query(() => Project) project(): Project { return 0; }') },
  ],
  invalid: [
    { name: 'a bare class', code: field('@Field(() => Project) project!: Project;'), errors: bare },
    { name: 'a bare class in a union', code: field('@Field(() => Project, { nullable: true }) project!: Project | null;'), errors: bare },
    { name: 'an optional property', code: field('@Field(() => Project) project?: Project;'), errors: bare },
    { name: 'a column or relation', code: field('@ManyToOne(() => Project) project!: Project;'), errors: bare },
    { name: 'a getter', code: field('@Field(() => Project) get project(): Project { return 0; }'), errors: bare },
    { name: 'a method that is a field', code: field('@Field(() => Project) project(): Project { return 0; }'), errors: bare },
    { name: 'a class of another library', code: field('@Field(() => Project) project!: Project;', `import { Project } from '@quadhelix/projects';`), errors: bare },
  ],
});
