import { Extensions } from 'type-graphql';

const bounded = new Map<string, string>();

/**
 * States why a list field that is not a connection is short. `type` and `field` as in the schema. A test refuses lists without it.
 * `entries`: how many it may have, where that is more than the ten that are charged for a short list of objects; so many are charged then.
 */
export function Bounded(reason: string, entries?: number): PropertyDecorator & MethodDecorator {
  return (target: object, property: string | symbol, descriptor?: PropertyDescriptor) => {
    bounded.set(`${target.constructor.name}.${String(property)}`, reason);
    if (entries !== undefined) (Extensions({ entries }) as (...declared: unknown[]) => void)(target, property, descriptor);
  };
}

/** Why the list is short, by `<class>.<property>` of its declaration. */
export const boundedLists = (): ReadonlyMap<string, string> => bounded;

/** States that a field costs so many points beside what it answers, because it reads or computes far more than that. */
export const Costs = (points: number): MethodDecorator & PropertyDecorator => Extensions({ points });

type Told = { readonly extensions: Readonly<Record<string, unknown>> } | undefined;

/** Entries charged for a list that says so; null where it does not. */
export const entriesOf = (field: Told): number | null => (field?.extensions['entries'] as number | undefined) ?? null;

/** Points that a field costs by itself. */
export const pointsOf = (field: Told): number => (field?.extensions['points'] as number | undefined) ?? 0;
