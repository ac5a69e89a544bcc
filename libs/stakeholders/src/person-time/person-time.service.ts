import { Injectable } from '@nestjs/common';
import { platformErrors, type Action } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { stakeholderErrors } from '../stakeholders.errors.js';

/** Time of a person that an activity binds. Half-open: the day `endsBefore` is free again. */
export interface Booking {
  personId: string;
  sourceType: string;
  sourceId: string;
  startsOn: string;
  endsBefore: string;
  /** Basis points of full time. */
  loadBp: number;
}

const HOUR = 3_600_000;
/** More refused bookings than this in an hour, and an organization has to wait: each answer tells something about other alliances. */
const REFUSALS_AN_HOUR = 20;

type Answer = 'BOOKED' | 'OVERLAPPING_PERIOD' | 'NOT_FOUND';

/** The ledger over the whole platform: no person is ever booked above 100 % at any instant, whichever alliances book. */
@Injectable()
export class PersonTimeService {
  /** Books all or throws OVERLAPPING_PERIOD / NOT_A_PARTICIPANT for the first that can't be; refusals go to the security log, since the answer says something about others. */
  async book(scope: Scope, action: Action, bookings: readonly Booking[]): Promise<void> {
    const answers = await this.ask(scope, bookings);
    for (const answer of answers) {
      if (answer === 'OVERLAPPING_PERIOD') throw scope.refuse(stakeholderErrors.OVERLAPPING_PERIOD({ field: 'startsOn' }), action);
      if (answer === 'NOT_FOUND') throw stakeholderErrors.NOT_A_PARTICIPANT({ field: 'personId' });
    }
  }

  /** Books what can be booked and answers for each, in order. Throws TOO_MANY_ATTEMPTS after 20 refusals in an hour. */
  async ask(scope: Scope, bookings: readonly Booking[]): Promise<Answer[]> {
    const [row] = await scope.sql<{ answers: Answer[]; refused: number }>('select book_person_time($1) as answers, refused_bookings_since($2) as refused', [
      JSON.stringify(bookings.map((booking) => ({ ...booking, id: scope.newId(), at: scope.now }))), new Date(scope.now.getTime() - HOUR),
    ]);
    if (!row) return [];
    if (scope.actor.kind !== 'SYSTEM' && row.refused >= REFUSALS_AN_HOUR) throw platformErrors.TOO_MANY_ATTEMPTS({ params: { minutes: 60 } });
    return row.answers;
  }

  /** Gives the time back from a day on. Answers whether anything was booked. */
  async release(scope: Scope, sourceType: string, sourceId: string, fromDay: string): Promise<boolean> {
    const [row] = await scope.sql<{ released: boolean }>('select release_person_time($1, $2, $3, $4) as released', [sourceType, sourceId, fromDay, scope.now]);
    return row?.released ?? false;
  }
}
