import { Injectable } from '@nestjs/common';
import { Arg, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { IsInt } from 'class-validator';
import { platformErrors } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, IdField, InScope, ShownOnce, type Ref } from '@quadhelix/graphql';
import { SingleUseLinks, SingleUseLinkType } from '@quadhelix/single-use-links';
import { timesheetAccess } from '../apprenticeships.access.js';
import { apprenticeshipErrors } from '../apprenticeships.errors.js';
import { expectVersion } from '../outcome.js';
import { Placement } from '../placement/placement.entity.js';
import { Timesheet } from './timesheet.entity.js';
import { TimesheetType } from './timesheet.type.js';

@InputType({ description: 'A week for which its mentor is sent a link.' })
export class TimesheetLinkCreateInput {
  @IdField('Timesheet', { description: 'The week; it must have been handed in.' })
  id!: string;
  @Field(() => Int, { description: 'Version that was read.' })
  @IsInt()
  version!: number;
}

@ObjectType({ description: 'A link for the mentor of a week.' })
export class TimesheetLinkPayload {
  @Field(() => SingleUseLinkType, { description: 'The link.' })
  link!: Ref<SingleUseLinkType>;
  @ShownOnce()
  @Field({ description: 'Its address, to be sent to the mentor. Shown this once and kept nowhere; make a new link where it is lost.' })
  url!: string;
}

@Injectable()
@Resolver(() => TimesheetType)
export class TimesheetLinkResolver {
  constructor(private readonly links: SingleUseLinks) {}

  @Action(timesheetAccess.createLink)
  @Mutation(() => TimesheetLinkPayload, { description: 'Makes a link by which the mentor of the placement, without an account, approves or returns this week: once, within 48 hours, as it stands now. Whoever makes it does not approve the week for the school.' })
  async timesheetLinkCreate(@InScope() scope: Scope, @Arg('input', { description: 'Which week.' }) input: TimesheetLinkCreateInput): Promise<TimesheetLinkPayload> {
    const sheet = await scope.forUpdate(Timesheet, input.id, timesheetAccess.createLink);
    expectVersion(sheet, input.version);
    const placement = await scope.byId(Placement, sheet.placementId);
    if (!placement) throw platformErrors.NOT_FOUND({ field: 'id' });
    if (placement.mentorPersonId === null) throw apprenticeshipErrors.TIMESHEET_WITHOUT_MENTOR({ field: 'id' });
    const order = { kind: 'timesheet.mentorDecision', subject: sheet, personId: placement.mentorPersonId, organizationId: sheet.hostOrganizationId };
    const { link, url } = await this.links.create(scope, timesheetAccess.createLink, order);
    return { link: link as unknown as SingleUseLinkType, url };
  }
}
