const bounded = new Map<string, string>();

/** States why a list field that is not a connection is short. `type` and `field` as in the schema. A test refuses lists without it. */
export function Bounded(reason: string): PropertyDecorator & MethodDecorator {
  return (target: object, property: string | symbol) => {
    bounded.set(`${target.constructor.name}.${String(property)}`, reason);
  };
}

/** Why the list is short, by `<class>.<property>` of its declaration. */
export const boundedLists = (): ReadonlyMap<string, string> => bounded;
