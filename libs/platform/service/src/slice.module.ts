import 'reflect-metadata';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ImportKinds } from '@quadhelix/importing';
import { CLOCK, type Clock } from './clock.js';
import type { AnyClass, Get, Slice } from './slice.js';

/** Nest module with the providers and resolvers of all slices. */
@Module({})
export class SliceModule {
  static of(slices: readonly Slice[], clock: Clock, more: readonly Provider[] = []): DynamicModule {
    const classes = slices.flatMap((slice) => [...slice.providers, ...slice.resolvers]);
    const kinds: Provider = {
      provide: ImportKinds, inject: [ModuleRef],
      useFactory: (ref: ModuleRef) => new ImportKinds(() => slices.flatMap((slice) => slice.imports.map((make) => make(getFrom(ref))))),
    };
    return { module: SliceModule, providers: [...(classes as unknown as Provider[]), { provide: CLOCK, useValue: clock }, kinds, ...more] };
  }
}

/** Reads instances out of Nest's container. */
export const getFrom = (ref: Pick<ModuleRef, 'get'>): Get => (provider) => ref.get(provider as unknown as AnyClass, { strict: false }) as never;
