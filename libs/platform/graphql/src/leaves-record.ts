import { Extensions } from 'type-graphql';
import { selectsMarked } from './marked-fields.js';

const MARK = 'leavesRecord';

/**
 * Marks a field whose reading leaves a record of who read it. A query that selects it runs in a transaction that may write, and its answer
 * goes out only when the record is committed; every other query stays read-only.
 */
export const LeavesRecord = (): MethodDecorator => Extensions({ [MARK]: true });

/** Does an operation select such a field? */
export const leavesRecord = selectsMarked(MARK);
