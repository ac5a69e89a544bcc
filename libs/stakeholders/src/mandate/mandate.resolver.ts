import { Injectable } from '@nestjs/common';
import { Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, encodeId, InScope, LeavesRecord, PageArgs, paginate, Public, type Connection } from '@quadhelix/graphql';
import { FigureKinds } from '@quadhelix/readers';
import { FigureKindType, figureKindType } from '../passport/figure.type.js';
import { mandateAccess, mandateReadAccess } from '../stakeholders.access.js';
import type { ToldCell } from './mandate.cells.js';
import { OversightMandate } from './mandate.entity.js';
import { mandatedFigures, mandatedOrganizations, type NamedFigure } from './mandate.queries.js';
import { MandateConnection, MandateReadConnection, MandateReadType, MandateType } from './mandate.type.js';
import { MandatedFigureConnection, MandatedFigureType, MandatedFiguresArgs, MandatedOrganizationConnection, MandatedOrganizationsArgs, MandatedOrganizationType } from './mandated.type.js';
import { MandateRead } from './mandate-read.entity.js';

@Injectable()
@Resolver(() => MandateType)
export class MandateResolver {
  constructor(private readonly kinds: FigureKinds) {}

  @Action(mandateAccess.read)
  @Query(() => MandateConnection, { description: 'Mandates of the authority acted for, oldest first. Without an alliance, with the organization in Quadhelix-Organization.' })
  mandates(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<OversightMandate>> {
    return paginate(scope, {
      entity: OversightMandate, name: 'mandates', terms: ['authority_organization_id = $1'], values: [scope.actor.organizationId], order: { column: 'created_at', property: 'createdAt', type: 'timestamptz' },
    }, args);
  }

  @Public()
  @FieldResolver(() => Boolean, { description: 'Can it be read under today?' })
  holds(@InScope() scope: Scope, @Root() mandate: OversightMandate): boolean {
    return mandate.holdsOn(scope.today);
  }

  @LeavesRecord()
  @Action(mandateAccess.read)
  @Query(() => MandatedFigureConnection, { description: 'Figures added up over all alliances of a mandate. Each read leaves a record that those alliances see. A mandate that does not hold answers like one that does not exist.' })
  mandatedFigures(@InScope() scope: Scope, @Args() args: MandatedFiguresArgs): Promise<Connection<ToldCell>> {
    return mandatedFigures(scope, this.kinds.all, args);
  }

  @LeavesRecord()
  @Action(mandateAccess.read)
  @Query(() => MandatedOrganizationConnection, { description: 'One figure of each organization by name, under a mandate of level COMMITMENT (what was promised) or CASE (any). Each read leaves a record that the alliances see.' })
  mandatedOrganizations(@InScope() scope: Scope, @Args() args: MandatedOrganizationsArgs): Promise<Connection<NamedFigure>> {
    return mandatedOrganizations(scope, this.kinds.all, args);
  }

  @Action(mandateReadAccess.read)
  @Query(() => MandateReadConnection, { description: 'Which authority looked at the figures of this alliance, newest first.' })
  mandateReads(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<MandateRead>> {
    return paginate(scope, { entity: MandateRead, name: 'mandateReads', terms: ['tenant_id = $1'], values: [scope.tenantId], order: { column: 'at', property: 'at', type: 'timestamptz', descending: true } }, args);
  }
}

@Injectable()
@Resolver(() => MandateReadType)
export class MandateReadResolver {
  @Action(mandateReadAccess.read)
  @FieldResolver(() => String, { description: 'What it was narrowed to, as JSON.' })
  filters(@Root() read: MandateRead): string {
    return JSON.stringify(read.filters);
  }
}

@Injectable()
@Resolver(() => MandatedFigureType)
export class MandatedFigureResolver {
  @Public()
  @FieldResolver(() => FigureKindType, { description: 'Which figure.' })
  kind(@Ctx('language') language: Language, @Root() { figure }: ToldCell): FigureKindType {
    return figureKindType(figure, language);
  }
}

@Injectable()
@Resolver(() => MandatedOrganizationType)
export class MandatedOrganizationResolver {
  constructor(private readonly kinds: FigureKinds) {}

  @Public()
  @FieldResolver(() => ID, { description: 'Id of the organization.' })
  organizationId(@Root() row: NamedFigure): string {
    return encodeId('Organization', row.organizationId);
  }

  @Public()
  @Bounded('at most 100 cases are kept')
  @FieldResolver(() => [ID], { description: 'Ids of the single cases that it counts, at most 100; empty unless the mandate is of level CASE.' })
  subjectIds(@Root() row: NamedFigure): string[] {
    const type = this.kinds.all.find(({ name }) => name === row.figure)?.subjectType;
    return type === undefined ? [] : (row.subjectIds ?? []).map((id) => encodeId(type, id));
  }
}
