import { Field, InputType, registerEnumType, type ClassType } from 'type-graphql';
import type { ListSpec } from './paginate.js';

export const OrderDirectionEnum = { ASC: 'ASC', DESC: 'DESC' } as const;
export type OrderDirection = keyof typeof OrderDirectionEnum;
registerEnumType(OrderDirectionEnum, {
  name: 'OrderDirection', description: 'Which end of a list comes first.',
  valuesConfig: { ASC: { description: 'The smallest or oldest first.' }, DESC: { description: 'The largest or newest first.' } },
});

/** An order by which somebody asks for a list. */
export interface ListOrder<K extends string> {
  by: K;
  direction: OrderDirection;
}

type Order<T extends object> = Omit<ListSpec<T>['order'], 'descending'>;

/**
 * Declares by what a list can be ordered: the input type `<name>Order`, and what turns it into the order of `paginate`. The first choice, ascending, is the
 * order where none is asked for. Each needs an index over (…, column, id).
 */
export function orderOf<T extends object, K extends string>(
  name: string, choices: Readonly<Record<K, Order<T> & { description: string }>>,
): { readonly Input: ClassType<ListOrder<K>>; pick(order: ListOrder<K> | null | undefined): ListSpec<T>['order'] } {
  const keys = Object.keys(choices) as K[];
  const By = Object.fromEntries(keys.map((key) => [key, key]));
  registerEnumType(By, {
    name: `${name}OrderBy`, description: `By what ${name} entries can be ordered.`,
    valuesConfig: Object.fromEntries(keys.map((key) => [key, { description: choices[key].description }])),
  });
  @InputType(`${name}Order`, { description: `An order of ${name} entries.` })
  class Input implements ListOrder<K> {
    @Field(() => By, { description: 'By what.' })
    by!: K;
    @Field(() => OrderDirectionEnum, { description: 'From which end.' })
    direction!: OrderDirection;
  }
  return {
    Input,
    pick(order) {
      const { column, property, type } = choices[order?.by ?? (keys[0] as K)];
      return { column, property, type, descending: order?.direction === 'DESC' };
    },
  };
}
