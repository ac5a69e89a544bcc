import { Injectable } from '@nestjs/common';
import { Arg, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, encodeId, InScope, Public } from '@quadhelix/graphql';
import { AllianceType, type Alliance } from '@quadhelix/stakeholders';
import { sandboxAccess } from './sandbox.access.js';
import type { Sandbox } from './sandbox.entity.js';
import { SandboxService } from './sandbox.service.js';
import { KEPT_UNUSED_DAYS } from './sandbox.settings.js';
import { SandboxActAsInput, SandboxActAsPayload, SandboxClockAdvanceInput, SandboxCreateInput, SandboxInput, SandboxPayload, SandboxType } from './sandbox.type.js';

const DAY = 86_400_000;

const shown = ({ tenantId, clock, advanceFrom, advanceTo, advanceDone, advanceFailed, usedAt, ...rest }: Sandbox): SandboxType => ({
  ...rest, id: encodeId('Sandbox', tenantId), now: clock, removedAfter: new Date(usedAt.getTime() + KEPT_UNUSED_DAYS * DAY),
  advance: advanceFrom && advanceTo ? { from: advanceFrom, to: advanceTo, done: advanceDone, failed: advanceFailed } : null,
});

@Injectable()
@Resolver(() => SandboxType)
export class SandboxResolver {
  constructor(private readonly service: SandboxService) {}

  @Public()
  @Bounded('an account has a handful')
  @Query(() => [SandboxType], { description: 'Your sandboxes, oldest first; for an app, the one that it works in. Needs the scope integrations:read.' })
  async sandboxes(@InScope() scope: Scope): Promise<SandboxType[]> {
    return (await this.service.list(scope)).map(shown);
  }

  @Public()
  @Mutation(() => SandboxPayload, { description: 'Makes a sandbox: an alliance of your own with invented organizations of all four sectors, people, placements, weeks and commitments. Works without an alliance; any account may. Needs the scope integrations:write.' })
  async sandboxCreate(@InScope() scope: Scope, @Arg('input', { description: 'What it is called.' }) input: SandboxCreateInput): Promise<SandboxPayload> {
    return { sandbox: shown(await this.service.create(scope, input.name)) };
  }

  @Public()
  @Mutation(() => SandboxPayload, { description: 'Empties a sandbox and fills it anew; its clock shows the real time again. Apps that its organizations registered are gone.' })
  async sandboxReset(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: SandboxInput): Promise<SandboxPayload> {
    return { sandbox: shown(await this.service.reset(scope, input.id ?? null)) };
  }

  @Public()
  @Mutation(() => SandboxPayload, { description: 'Removes a sandbox with all that is in it. From now on it is not there for anybody.' })
  async sandboxDelete(@InScope() scope: Scope, @Arg('input', { description: 'Which.' }) input: SandboxInput): Promise<SandboxPayload> {
    return { sandbox: shown(await this.service.remove(scope, input.id ?? null)) };
  }

  @Public()
  @Mutation(() => SandboxPayload, { description: 'Moves the clock of a sandbox forward. All that falls due on the way happens, in its order and with its dates: reminders, events, notifications, webhooks. Goes on in the background; "advance" tells how far it is.' })
  async sandboxClockAdvance(@InScope() scope: Scope, @Arg('input', { description: 'Where to.' }) input: SandboxClockAdvanceInput): Promise<SandboxPayload> {
    return { sandbox: shown(await this.service.advance(scope, input.id ?? null, input.to)) };
  }

  @Action(sandboxAccess.actAs)
  @Mutation(() => SandboxActAsPayload, { description: 'Chooses as whom you act for an organization of the sandbox of this request, from the next request on. Before, it is who speaks for it.' })
  async sandboxActAs(@InScope() scope: Scope, @Arg('input', { description: 'For which, as whom.' }) input: SandboxActAsInput): Promise<SandboxActAsPayload> {
    await this.service.actAs(scope, input.organizationId, input.personId);
    return { personId: encodeId('Person', input.personId) };
  }
}

const KNOWN = Symbol('which alliances are sandboxes');

@Injectable()
@Resolver(() => AllianceType)
export class SandboxAllianceResolver {
  @Public()
  @FieldResolver(() => Boolean, { description: 'Is it a sandbox: invented, of one developer, with a clock of its own?' })
  sandbox(@InScope() scope: Scope, @Root() alliance: Alliance): Promise<boolean> {
    return scope.loader<string, boolean>(KNOWN, async (ids) => {
      const rows = await scope.sql<{ id: string; sandbox: boolean }>('select id, is_sandbox(id) as sandbox from unnest($1::uuid[]) as asked (id)', [ids]);
      return ids.map((id) => rows.some((row) => row.id === id && row.sandbox));
    }).load(alliance.id);
  }
}
