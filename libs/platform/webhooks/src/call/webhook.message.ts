import { encodeId } from '@quadhelix/graphql';

/** What an event says to the outside. */
export interface OutgoingEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly eventAt: Date;
  readonly subjectType: string;
  readonly subjectId: string;
}

/** The id that a receiver knows a message by; the same at each try and at each endpoint. */
export const messageId = ({ eventId }: Pick<OutgoingEvent, 'eventId'>): string => `evt_${eventId.replaceAll('-', '')}`;

/** The body: what happened, when, and to what. Nothing else leaves; whoever may read more asks the API by the id. The same bytes at each try. */
export const bodyOf = ({ eventType, eventAt, subjectType, subjectId }: OutgoingEvent): string =>
  JSON.stringify({ type: eventType, timestamp: eventAt.toISOString(), data: { id: encodeId(subjectType, subjectId), type: subjectType } });
