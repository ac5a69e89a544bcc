import { Injectable } from '@nestjs/common';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, encodeId, InScope } from '@quadhelix/graphql';
import { timesheetAccess } from '../apprenticeships.access.js';
import type { ApprovalStep } from './timesheet.approval.js';
import { TimesheetsApprovalPayload, TimesheetsApproveInput } from './timesheet.approval.type.js';
import { TimesheetStepInput } from './timesheet.inputs.js';
import { TimesheetService } from './timesheet.service.js';
import { TimesheetPayload, TimesheetType } from './timesheet.type.js';

@Injectable()
@Resolver(() => TimesheetType)
export class TimesheetApprovalResolver {
  constructor(private readonly service: TimesheetService) {}

  @Action(timesheetAccess.mentorApprove)
  @Mutation(() => TimesheetPayload, { description: 'Approves a submitted week for the host. Nobody approves his own.' })
  async timesheetMentorApprove(@InScope() scope: Scope, @Arg('input', { description: 'Which week.' }) input: TimesheetStepInput): Promise<TimesheetPayload> {
    return { timesheet: await this.service.approveOne(scope, input, 'MENTOR') };
  }

  @Action(timesheetAccess.teacherApprove)
  @Mutation(() => TimesheetPayload, { description: 'Approves a week for the school, after the host. Nobody approves his own, and nobody one week twice.' })
  async timesheetTeacherApprove(@InScope() scope: Scope, @Arg('input', { description: 'Which week.' }) input: TimesheetStepInput): Promise<TimesheetPayload> {
    return { timesheet: await this.service.approveOne(scope, input, 'TEACHER') };
  }

  @Action(timesheetAccess.mentorApprove)
  @Mutation(() => TimesheetsApprovalPayload, { description: 'Approves several submitted weeks for the host; answers for each.' })
  timesheetsMentorApprove(
    @InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'Which weeks.' }) input: TimesheetsApproveInput,
  ): Promise<TimesheetsApprovalPayload> {
    return this.approve(scope, language, input, 'MENTOR');
  }

  @Action(timesheetAccess.teacherApprove)
  @Mutation(() => TimesheetsApprovalPayload, { description: 'Approves several weeks for the school; answers for each.' })
  timesheetsTeacherApprove(
    @InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'Which weeks.' }) input: TimesheetsApproveInput,
  ): Promise<TimesheetsApprovalPayload> {
    return this.approve(scope, language, input, 'TEACHER');
  }

  private async approve(scope: Scope, language: Language, input: TimesheetsApproveInput, step: ApprovalStep): Promise<TimesheetsApprovalPayload> {
    const answers = await this.service.approve(scope, input.weeks, step);
    const rows = answers.map(({ id, timesheet, error }) => ({
      id: encodeId('Timesheet', id), timesheet, error: error && { code: error.code, message: error.messageIn(language) },
    }));
    return { rows, approved: new Set(rows.filter((row) => row.timesheet).map(({ id }) => id)).size };
  }
}
