import { ChangeType, CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, getNamedType, isAbstractType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';

/** Days between the edition that first says that something will leave and the day it may. */
export const WINDOW_DAYS = 180;

/** Removals that a deprecation can announce; any other breaking change never is. */
const ANNOUNCED = new Set([ChangeType.FieldRemoved, ChangeType.FieldArgumentRemoved, ChangeType.EnumValueRemoved, ChangeType.InputFieldRemoved]);

/**
 * What of the difference between the newest published edition and a schema breaks the word given to clients: a line each, empty where nothing does.
 * `editions` are { date, sdl }, oldest first; `today` is a date, yyyy-mm-dd. A member may go after the day in its reason, and not before an edition
 * that is at least 180 days old has said so; a type may go with the last member that leads to it.
 */
export async function brokenPromises(editions, sdl, today) {
  const newest = editions.at(-1);
  if (newest === undefined) return [];
  const [before, after] = [buildSchema(newest.sdl), buildSchema(sdl)];
  const changes = await diff(before, after);
  const said = editions.map(({ date, sdl: each }) => ({ date, days: announcements(buildSchema(each)) }));
  const due = (path) => isDue(path, said, today);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const left = typesReached(before, due);
  const excused = ({ type, path }) => (type === ChangeType.TypeRemoved ? !left.has(path) : ANNOUNCED.has(type) && due(path));
  return [
    ...breaking.filter((change) => !excused(change)).map(({ path, message }) => `${path ?? 'schema'}: ${plain(message)}`),
    ...[...announcements(after)].filter(([path, day]) => !(said.at(-1).days.get(path) <= day) && day < daysAfter(newest.date, WINDOW_DAYS))
      .map(([path, day]) => `${path}: may leave after ${day}, which is less than ${WINDOW_DAYS} days after the edition of ${newest.date}`),
  ];
}

/** What changed between two schemas, for people: { added, deprecated, changed, removed }, each sorted lines without the marks of the differ. */
export async function changesBetween(before, after) {
  const changes = await diff(buildSchema(before), buildSchema(after));
  const whole = new Set(changes.filter(({ type }) => type === ChangeType.TypeAdded || type === ChangeType.TypeRemoved).map(({ path }) => path));
  const kinds = { added: [], deprecated: [], changed: [], removed: [] };
  for (const { type, message, path } of changes) {
    // The differ tells the members of a type that came or went one by one, and a deprecation several times.
    if (/DESCRIPTION|DIRECTIVE_USAGE|DEPRECATION_REASON_ADDED/.test(type) || (path?.includes('.') && whole.has(path.split('.')[0]))) continue;
    const kind = /DEPRECATION/.test(type) ? 'deprecated' : /ADDED/.test(type) ? 'added' : /REMOVED/.test(type) ? 'removed' : 'changed';
    kinds[kind].push(path === undefined ? plain(message) : `\`${path}\`: ${plain(message)}`);
  }
  return Object.fromEntries(Object.entries(kinds).map(([kind, lines]) => [kind, [...new Set(lines)].sort()]));
}

const plain = (message) => message.replaceAll("'", '`').replace(/\s+/g, ' ').trim();

/** Was it said in an edition that is old enough, and has the day come that is named there? */
function isDue(path, said, today) {
  const first = said[said.findLastIndex(({ days }) => !days.has(path)) + 1];
  return first !== undefined && today > said.at(-1).days.get(path) && today >= daysAfter(first.date, WINDOW_DAYS);
}

/** Everything that is deprecated with a day: path → day. */
function announcements(schema) {
  return new Map(membersOf(schema).flatMap(({ path, member }) => {
    const day = /\bREMOVE_AFTER=(\d{4}-\d{2}-\d{2})\b/.exec(member.deprecationReason ?? '')?.[1];
    return day === undefined ? [] : [[path, day]];
  }));
}

/** Fields, arguments, input fields and enum values, with the path that the differ gives them. */
function membersOf(schema, only) {
  const types = only === undefined ? Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__')) : [only];
  return types.flatMap((type) => {
    if (isEnumType(type)) return type.getValues().map((member) => ({ path: `${type.name}.${member.name}`, member }));
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((member) => [
      { path: `${type.name}.${member.name}`, member },
      ...('args' in member ? member.args.map((arg) => ({ path: `${type.name}.${member.name}.${arg.name}`, member: arg })) : []),
    ]);
  });
}

/** Names of the types that an operation can still reach when the members that are due have gone. */
function typesReached(schema, due) {
  const reached = new Set();
  const waiting = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter((type) => type != null);
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (reached.has(type.name)) continue;
    reached.add(type.name);
    if (isAbstractType(type)) waiting.push(...schema.getPossibleTypes(type));
    waiting.push(...membersOf(schema, type).filter(({ path, member }) => 'type' in member && !due(path)).map(({ member }) => getNamedType(member.type)));
  }
  return reached;
}

/** A date some days later. */
export function daysAfter(date, days) {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
