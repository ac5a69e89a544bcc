import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { DateTime } from 'luxon';
import { GraphQLError } from 'graphql';

type Parse<T> = (value: unknown) => T | null;

function scalar<T>(name: string, description: string, parse: Parse<T>, serialize: (value: unknown) => unknown, expects: string): GraphQLScalarType {
  const read = (value: unknown): T => {
    const parsed = parse(value);
    if (parsed === null) throw new GraphQLError(`${name} expects ${expects}`, { extensions: { code: 'INPUT_INVALID' } });
    return parsed;
  };
  const literal = (node: ValueNode): unknown => {
    if (node.kind === Kind.STRING) return node.value;
    return node.kind === Kind.INT ? Number(node.value) : null;
  };
  return new GraphQLScalarType({ name, description, serialize, parseValue: read, parseLiteral: (node) => read(literal(node)) });
}

const integer = (min: number, max: number): Parse<number> => (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? value : null;

/** A calendar date without time, `yyyy-mm-dd`, in the alliance's time zone. */
export const LocalDate = scalar<string>(
  'LocalDate', 'A calendar date without time, `2026-03-31`, in the time zone of the alliance; from 1900 to 2199.',
  (value) => (typeof value === 'string' && /^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(value) && DateTime.fromISO(value, { zone: 'utc' }).isValid ? value : null),
  String, 'a date as yyyy-mm-dd',
);

/** An instant, ISO 8601 with offset; answered in UTC. */
export const Instant = scalar<Date>(
  'Instant', 'An instant as ISO 8601 with offset, `2026-03-31T22:30:00+08:00`; answers are in UTC.',
  (value) => {
    if (typeof value !== 'string' || !/^(19|20|21)\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)) return null;
    const parsed = DateTime.fromISO(value);
    return parsed.isValid ? parsed.toJSDate() : null;
  },
  (value) => (value instanceof Date ? value.toISOString() : String(value)), 'an instant with offset, e.g. 2026-03-31T22:30:00+08:00',
);

/** A duration in whole minutes. */
export const Minutes = scalar<number>('Minutes', 'A duration in whole minutes.', integer(0, 5_256_000), Number, 'a whole number of minutes, 0 or more');

/** Money in fen (1/100 yuan). */
export const Fen = scalar<number>('Fen', 'Money in fen, a hundredth of a yuan (CNY), as an integer.', integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER), Number, 'an integer number of fen');

/** A share in basis points: 10,000 is the whole. */
export const BasisPoints = scalar<number>('BasisPoints', 'A share in basis points: 10,000 is the whole, 5,000 a half.', integer(0, 10_000), Number, 'an integer from 0 to 10000');
