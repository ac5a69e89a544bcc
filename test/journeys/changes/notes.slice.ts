import pg from 'pg';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { defineAccess } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, InScope, Node } from '@quadhelix/graphql';
import { defineSlice } from '@quadhelix/service';
import { inAlliance, type TestAlliance, type World } from '@quadhelix/testing';

export const noteAccess = defineAccess('stakeholders', 'note', {
  read: { GOVERNMENT_LIAISON: 'alliance', ALLIANCE_ADMIN: 'alliance', INDUSTRY_COORDINATOR: 'owner', SCHOOL_COORDINATOR: 'owner', API_CLIENT: 'alliance' },
  readSecret: { GOVERNMENT_LIAISON: 'alliance', SCHOOL_COORDINATOR: 'owner' },
  write: {},
});

/** The smallest object that can be made, changed, handed over and removed. Only for tests. */
@Entity('trial_notes')
export class Note {
  @PrimaryColumn('uuid') tenantId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') ownerOrganizationId!: string;
  @Column('text') title!: string;
  @Column('timestamptz') createdAt!: Date;
  @Column('integer') version!: number;

  parties(): { owner: string } {
    return { owner: this.ownerOrganizationId };
  }
}

@ObjectType('Note', { implements: Node, description: 'A note.' })
class NoteType extends Node {
  @Field({ description: 'Title.' })
  title!: string;
}

@Resolver(() => NoteType)
class NoteResolver {
  @Action(noteAccess.read)
  @FieldResolver(() => String, { nullable: true, description: 'For few.' })
  secret(@InScope() scope: Scope, @Ctx('requestId') requestId: string, @Root() note: Note): string | null {
    scope.authorize(noteAccess.readSecret, note);
    return requestId === '' ? null : `secret of ${note.title}`;
  }
}

export const notesSlice = defineSlice({
  name: 'notes', entities: [Note], resolvers: [NoteResolver], access: [noteAccess], nodes: [{ type: 'Note', entity: Note, read: noteAccess.read }],
});

/** Makes the table of notes in the database of a world. */
export async function makeNotesTable(world: World): Promise<void> {
  const superuser = new pg.Client({ connectionString: world.copy.url('postgres') });
  await superuser.connect();
  await superuser.query(`set role quadhelix_owner; create table trial_notes (tenant_id uuid not null, id uuid not null, owner_organization_id uuid not null, title text not null,
    created_at timestamptz(3) not null, version integer not null, primary key (tenant_id, id)); call declare_alliance_table('trial_notes', 'select, insert, update, delete')`);
  await superuser.end();
}

/** Writes notes as the product itself. */
export class Notes {
  constructor(private readonly world: World, private readonly alliance: TestAlliance) {}

  add(owner: string, title: string, count = 1): Promise<string[]> {
    return inAlliance(this.world, this.alliance, (scope) => this.insert(scope, owner, Array.from({ length: count }, () => title)));
  }

  async insert(scope: Scope, owner: string, titles: readonly string[]): Promise<string[]> {
    scope.authorize(noteAccess.write);
    const notes = titles.map((title) => Object.assign(new Note(), { tenantId: scope.tenantId, id: scope.newId(), ownerOrganizationId: owner, title, createdAt: scope.now, version: 1 }));
    await scope.insert(notes);
    return notes.map(({ id }) => id);
  }

  change(id: string, facts: { title?: string; ownerOrganizationId?: string }): Promise<boolean> {
    return inAlliance(this.world, this.alliance, async (scope) => {
      scope.authorize(noteAccess.write);
      const [note] = await scope.manyForUpdate(Note, [id]);
      if (note) await scope.save(Object.assign(note, facts));
      return note !== undefined;
    });
  }

  remove(id: string): Promise<boolean> {
    return inAlliance(this.world, this.alliance, async (scope) => {
      scope.authorize(noteAccess.write);
      const found = await scope.manyForUpdate(Note, [id]);
      await scope.remove(found);
      return found.length > 0;
    });
  }
}
