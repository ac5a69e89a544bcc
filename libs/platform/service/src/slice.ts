import type { ErrorCatalogue, StateTable, Action } from '@quadhelix/access';
import type { EntityClass } from '@quadhelix/database';
import type { LiveSource, NodeKind, Route } from '@quadhelix/graphql';
import type { ImportKind } from '@quadhelix/importing';
import type { NoticeKind } from '@quadhelix/mail';
import type { DailyTask, DueKind, EventHandler, EventKind, GetProvider, Job, Projection } from '@quadhelix/outbox';
import type { PersonalDataKind } from '@quadhelix/personal-data';
import type { FigureKind, WorkKind } from '@quadhelix/readers';
import type { SearchKind } from '@quadhelix/search';
import type { LinkKind } from '@quadhelix/single-use-links';
import type { Command } from './command.js';

/** A class, as Nest and type-graphql take it. */
export type AnyClass = new (...dependencies: never[]) => object;

/** Runs one statement as the owner of the tables, in the transaction of the installation. */
export type InstallSql = (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/** Data that comes with the product: brought in whenever the database is prepared, so a second run changes nothing. */
export type Install = (sql: InstallSql, at: Date) => Promise<void>;

/** Everything a slice brings: api and worker read it, nothing else is registered anywhere. */
export interface Slice {
  readonly name: string;
  /** Providers for Nest's container: services, queries, resolvers. */
  readonly providers: readonly AnyClass[];
  readonly resolvers: readonly AnyClass[];
  readonly entities: readonly EntityClass[];
  readonly nodes: readonly NodeKind[];
  readonly access: readonly Readonly<Record<string, Action>>[];
  readonly states: readonly StateTable<string, string>[];
  readonly errors: readonly ErrorCatalogue[];
  /** Every type of event that the slice records, with what it says: what webhooks offer. */
  readonly events: readonly EventKind[];
  /** Functions, so that a handler can be given services from the container. */
  readonly handlers: readonly ((get: Get) => EventHandler | readonly EventHandler[])[];
  readonly dueKinds: readonly ((get: Get) => DueKind)[];
  readonly jobs: readonly Job[];
  readonly imports: readonly ((get: Get) => ImportKind)[];
  /** One, or one for each kind of a registry. */
  readonly projections: readonly ((get: Get) => Projection | readonly Projection[])[];
  readonly installs: readonly Install[];
  readonly commands: readonly ((get: Get) => Command)[];
  /** Doors beside /graphql. */
  readonly routes: readonly ((get: Get) => Route)[];
  /** Where the answers to a field of Subscription come from. */
  readonly live: readonly ((get: Get) => LiveSource)[];
  /** What lower libraries ask every slice: what search finds, what waits for whom, numbers of an organization, what people are told, personal data. */
  readonly search: readonly SearchKind[];
  readonly work: readonly WorkKind[];
  readonly figures: readonly FigureKind[];
  readonly notices: readonly NoticeKind[];
  readonly personalData: readonly PersonalDataKind[];
  /** Kinds of personal data that need services from the container. */
  readonly personalDataWith: readonly ((get: Get) => PersonalDataKind)[];
  /** Decisions that people without an account take by a single-use link: what each shows, its outcomes, and how one is carried out. */
  readonly links: readonly ((get: Get) => LinkKind)[];
  /** What happens once on each day. */
  readonly daily: readonly ((get: Get) => DailyTask)[];
}

/** Gives the instance of a provider class. */
export type Get = GetProvider;

const empty = {
  providers: [], resolvers: [], entities: [], nodes: [], access: [], states: [], errors: [], events: [], handlers: [], dueKinds: [], jobs: [], imports: [],
  projections: [], installs: [], commands: [], routes: [], live: [], search: [], work: [], figures: [], notices: [], personalData: [], personalDataWith: [], links: [], daily: [],
};

/** Declares a slice; what it has none of may be left out. */
export const defineSlice = (slice: Partial<Slice> & { name: string }): Slice => ({ ...empty, ...slice });
