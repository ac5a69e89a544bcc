import { Extensions } from 'type-graphql';
import { selectsMarked } from './marked-fields.js';

const MARK = 'shownOnce';

/**
 * Marks a field whose value is shown once and kept nowhere, as the token of a link. A mutation that selects it and was sent with an Idempotency-Key is done
 * once like any other, but its answer is not kept: the same key again is answered IDEMPOTENCY_ANSWER_ERASED.
 */
export const ShownOnce = (): PropertyDecorator & MethodDecorator => Extensions({ [MARK]: true });

/** Does an operation select such a field? */
export const showsOnce = selectsMarked(MARK);
