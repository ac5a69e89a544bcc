import { defaultFieldResolver, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { Extensions } from 'type-graphql';
import { platformErrors } from '@quadhelix/access';
import type { GraphqlContext } from './context.js';

/** From which apps a field is kept: from those that act for nobody, or from every one that is no part of the product, whoever signed in to it. */
export type KeptFrom = 'APPS_WITHOUT_A_PERSON' | 'ALL_APPS';

const MARK = 'personal';

/**
 * Marks a field that holds personal data: a name, a birthday, an address, or words about one person. It is refused to an app that acts for nobody, whatever
 * the access tables say; with ALL_APPS also to an app of somebody else that acts for a person. A test fails for a text that is neither marked nor stated to be none.
 */
export const Personal = (from: KeptFrom = 'APPS_WITHOUT_A_PERSON'): PropertyDecorator & MethodDecorator => Extensions({ [MARK]: from });

type SchemaField = GraphQLField<unknown, GraphqlContext>;

/** Every marked field of a schema, by `<type>.<field>`. */
export function personalFields(schema: GraphQLSchema): ReadonlyMap<string, KeptFrom> {
  return new Map(markedFields(schema).map(({ place, from }) => [place, from]));
}

function markedFields(schema: GraphQLSchema): { place: string; from: KeptFrom; field: SchemaField }[] {
  return Object.values(schema.getTypeMap()).filter(isObjectType).flatMap((type) => Object.values(type.getFields()).flatMap((field) => {
    const from = field.extensions[MARK] as KeptFrom | undefined;
    return from === undefined ? [] : [{ place: `${type.name}.${field.name}`, from, field: field as SchemaField }];
  }));
}

/** Puts the refusal before every marked field. */
export function guardPersonalFields(schema: GraphQLSchema): void {
  for (const { place, from, field } of markedFields(schema)) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context, info) => {
      const { scope } = context;
      if (!scope) throw platformErrors.UNAUTHENTICATED();
      const { kind, firstParty } = scope.actor;
      if (kind === 'APP' || (from === 'ALL_APPS' && !firstParty)) {
        const refused = platformErrors.FORBIDDEN({ params: { action: place } });
        scope.refusals.push({ code: refused.code, action: place });
        throw refused;
      }
      return resolve(source, args, context, info) as unknown;
    };
  }
}
