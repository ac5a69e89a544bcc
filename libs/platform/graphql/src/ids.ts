import 'reflect-metadata';
import { Field, getMetadataStorage, ID } from 'type-graphql';
import { platformErrors } from '@quadhelix/access';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Opaque global id of an object: tells its type to `node(id)`, nothing to people. */
export const encodeId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64url');

/** Type and row id of a global id; null where it is not one. */
export function parseId(globalId: string): { type: string; id: string } | null {
  const [type, id, rest] = Buffer.from(globalId, 'base64url').toString('utf8').split(':');
  if (!type || !id || rest !== undefined || !UUID.test(id) || encodeId(type, id) !== globalId) return null;
  return { type, id };
}

/** Row id of a global id of that type. Throws ID_INVALID with the field's name. */
export function decodeId(type: string, globalId: string, field: string): string {
  const parsed = parseId(globalId);
  if (parsed?.type !== type) throw platformErrors.ID_INVALID({ field, params: { type } });
  return parsed.id;
}

const idFields = new Map<object, Map<string, string>>();

/** Input field that takes the global id of an object of `type`; resolvers receive the row id. */
export function IdField(type: string, options: { description: string; nullable?: boolean; list?: boolean }): PropertyDecorator {
  return (target, property) => {
    const own = idFields.get(target) ?? new Map<string, string>();
    idFields.set(target, own.set(String(property), type));
    Field(() => (options.list ? [ID] : ID), { description: options.description, nullable: options.nullable ?? false })(target, property);
  };
}

/** Looks along the prototypes, so that an input may extend another. */
function idTypeOf(value: object, key: string): string | undefined {
  for (let prototype = Object.getPrototypeOf(value) as object | null; prototype; prototype = Object.getPrototypeOf(prototype) as object | null) {
    const type = idFields.get(prototype)?.get(key);
    if (type !== undefined) return type;
  }
  return undefined;
}

/** Replaces global ids by row ids in an input and everything below it. */
export function decodeIds(value: unknown, path = ''): void {
  if (Array.isArray(value)) value.forEach((entry, index) => { decodeIds(entry, `${path}[${String(index)}]`); });
  if (typeof value !== 'object' || value === null || value instanceof Date || Array.isArray(value)) return;
  const record = value as Record<string, unknown>;
  for (const [key, entry] of Object.entries(record)) {
    const field = path ? `${path}.${key}` : key;
    const type = idTypeOf(value, key);
    if (type === undefined) decodeIds(entry, field);
    else if (typeof entry === 'string') record[key] = decodeId(type, entry, field);
    else if (Array.isArray(entry)) record[key] = entry.map((id, index) => decodeId(type, String(id), `${field}[${String(index)}]`));
  }
}

/** Which type an id field of an input takes, by `<GraphQL input name>.<field>`: for tests that try every id argument. */
export function inputIdTypes(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { target, name } of getMetadataStorage().inputTypes) {
    for (let prototype = target.prototype as object | null; prototype; prototype = Object.getPrototypeOf(prototype) as object | null) {
      for (const [field, type] of idFields.get(prototype) ?? []) found.set(`${name}.${field}`, type);
    }
  }
  return found;
}
