import { Injectable } from '@nestjs/common';
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, Public } from '@quadhelix/graphql';
import { FigureKinds } from '@quadhelix/readers';
import { Alliance } from '../alliance/alliance.entity.js';
import { AllianceType } from '../alliance/alliance.type.js';
import { Organization } from '../organization/organization.entity.js';
import { OrganizationType } from '../organization/organization.type.js';
import { passportAccess } from '../stakeholders.access.js';
import { FigureKindType, figureKindType } from './figure.type.js';
import { figureHistory, openPassport, passportFigures, type FigureOfPassport, type Passport } from './passport.queries.js';
import { FigureDay, FigureHistoryArgs, PassportArgs, PassportFigure, PassportShare, PassportType } from './passport.type.js';

@Injectable()
@Resolver(() => PassportType)
export class PassportResolver {
  constructor(private readonly kinds: FigureKinds) {}

  @Action(passportAccess.read)
  @Query(() => PassportType, { description: 'An organization in figures. In an alliance: its share there. Without an alliance, with the organization in Quadhelix-Organization, by who speaks for it: over all its alliances.' })
  passport(@InScope() scope: Scope, @Args() { organizationId, on }: PassportArgs): Promise<Passport> {
    return openPassport(scope, organizationId ?? null, on ?? null);
  }

  @Public()
  @Bounded('as many as the slices register', 40)
  @Query(() => [FigureKindType], { description: 'All figures that are known of organizations. Works without an alliance.' })
  figureKinds(@Ctx('language') language: Language): FigureKindType[] {
    return this.kinds.all.map((kind) => figureKindType(kind, language));
  }

  @Public()
  @FieldResolver(() => OrganizationType, { description: 'The organization.' })
  organization(@InScope() scope: Scope, @Root() passport: Passport): Promise<Organization | null> {
    return scope.byId(Organization, passport.organizationId);
  }

  @Action(passportAccess.read)
  @Bounded('as many as the slices register', 40)
  @FieldResolver(() => [PassportFigure], { description: 'Its figures; one that it does not have anywhere is left out.' })
  figures(@InScope() scope: Scope, @Root() passport: Passport): Promise<FigureOfPassport[]> {
    return passportFigures(scope, passport, this.kinds.all);
  }
}

@Injectable()
@Resolver(() => PassportFigure)
export class PassportFigureResolver {
  @Public()
  @FieldResolver(() => FigureKindType, { description: 'Which figure.' })
  kind(@Ctx('language') language: Language, @Root() { figure }: FigureOfPassport): FigureKindType {
    return figureKindType(figure, language);
  }

  @Action(passportAccess.read)
  @Bounded('at most 100 days', 100)
  @FieldResolver(() => [FigureDay], { description: 'Day by day, as it stood at the end of each.' })
  history(@InScope() scope: Scope, @Root() figure: FigureOfPassport, @Args() { from, until }: FigureHistoryArgs): Promise<FigureDay[]> {
    return figureHistory(scope, figure, from, until);
  }
}

@Injectable()
@Resolver(() => PassportShare)
export class PassportShareResolver {
  @Public()
  @FieldResolver(() => AllianceType, { description: 'The alliance.' })
  alliance(@InScope() scope: Scope, @Root() { tenantId }: FigureOfPassport['shares'][number]): Promise<Alliance | null> {
    return scope.byId(Alliance, tenantId);
  }
}
