import { Injectable } from '@nestjs/common';
import type { Action } from '@quadhelix/access';
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

  /** Books what can be booked and answers for each, in order. */
  async ask(scope: Scope, bookings: readonly Booking[]): Promise<Answer[]> {
    const [row] = await scope.sql<{ answers: Answer[] }>('select book_person_time($1) as answers', [
      JSON.stringify(bookings.map((booking) => ({ ...booking, id: scope.newId(), at: scope.now }))),
    ]);
    return row?.answers ?? [];
  }

  /** Gives the time back from a day on. Answers whether anything was booked. */
  async release(scope: Scope, sourceType: string, sourceId: string, fromDay: string): Promise<boolean> {
    const [row] = await scope.sql<{ released: boolean }>('select release_person_time($1, $2, $3, $4) as released', [sourceType, sourceId, fromDay, scope.now]);
    return row?.released ?? false;
  }
}
