import 'reflect-metadata';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { NodeKinds } from '@quadhelix/graphql';
import { ImportKinds } from '@quadhelix/importing';
import { NoticeKinds } from '@quadhelix/mail';
import { Background, EventKinds, Jobs } from '@quadhelix/outbox';
import { PersonalDataKinds } from '@quadhelix/personal-data';
import { FigureKinds, WorkKinds } from '@quadhelix/readers';
import { SearchKinds } from '@quadhelix/search';
import { LinkKinds } from '@quadhelix/single-use-links';
import { CLOCK, type Clock } from './clock.js';
import { SETTINGS, type Settings } from '@quadhelix/database';
import type { AnyClass, Get, Slice } from './slice.js';

export interface SliceModuleOptions {
  slices: readonly Slice[];
  clock: Clock;
  settings: Settings;
  /** Further providers: the database, the jobs. */
  more?: readonly Provider[];
}

/** Nest module with the providers and resolvers of all slices. */
@Module({})
export class SliceModule {
  static of({ slices, clock, settings, more = [] }: SliceModuleOptions): DynamicModule {
    const classes = slices.flatMap((slice) => [...slice.providers, ...slice.resolvers]);
    const kinds: Provider = {
      provide: ImportKinds, inject: [ModuleRef],
      useFactory: (ref: ModuleRef) => new ImportKinds(() => slices.flatMap((slice) => slice.imports.map((make) => make(getFrom(ref))))),
    };
    const registries: Provider[] = [
      { provide: CLOCK, useValue: clock },
      { provide: SETTINGS, useValue: settings },
      { provide: NodeKinds, useValue: new NodeKinds(slices.flatMap(({ nodes }) => nodes)) },
      { provide: SearchKinds, useValue: new SearchKinds(slices.flatMap(({ search }) => search)) },
      { provide: WorkKinds, useValue: new WorkKinds(slices.flatMap(({ work }) => work)) },
      { provide: EventKinds, useValue: new EventKinds(slices.flatMap(({ events }) => events)) },
      { provide: FigureKinds, useValue: new FigureKinds(slices.flatMap(({ figures }) => figures)) },
      { provide: NoticeKinds, useValue: new NoticeKinds(slices.flatMap(({ notices }) => notices)) },
      { provide: LinkKinds, inject: [ModuleRef], useFactory: (ref: ModuleRef) => new LinkKinds(() => slices.flatMap((slice) => slice.links.map((make) => make(getFrom(ref))))) },
      { provide: Background, inject: [ModuleRef], useFactory: (ref: ModuleRef) => backgroundOf(slices, getFrom(ref), ref.get(Jobs, { strict: false })) },
      {
        provide: PersonalDataKinds, inject: [ModuleRef],
        useFactory: (ref: ModuleRef) => new PersonalDataKinds(() => slices.flatMap(({ personalData, personalDataWith }) => [...personalData, ...personalDataWith.map((make) => make(getFrom(ref)))])),
      },
    ];
    return { module: SliceModule, providers: [...(classes as unknown as Provider[]), kinds, ...registries, ...more] };
  }
}

/** What happens by itself, of all slices. */
const backgroundOf = (slices: readonly Slice[], get: Get, queues: Jobs): Background => new Background(() => ({
  handlers: slices.flatMap((slice) => slice.handlers.flatMap((make) => make(get))),
  dueKinds: slices.flatMap((slice) => slice.dueKinds.map((make) => make(get))),
  projections: slices.flatMap((slice) => slice.projections.flatMap((make) => make(get))),
  jobs: slices.flatMap((slice) => slice.jobs),
  queues,
  get,
}));

/** Reads instances out of Nest's container. */
export const getFrom = (ref: Pick<ModuleRef, 'get'>): Get => (provider) => ref.get(provider as unknown as AnyClass, { strict: false }) as never;
