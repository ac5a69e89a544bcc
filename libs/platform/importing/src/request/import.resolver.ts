import { Injectable } from '@nestjs/common';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Language } from '@quadhelix/access';
import type { Scope } from '@quadhelix/database';
import { Action, Bounded, InScope, PageArgs, paginate, type Connection } from '@quadhelix/graphql';
import { type FileFormat, templateFor } from '../template.js';
import { exampleText } from '../value.format.js';
import { expectationOf } from '../value.parse.js';
import { importAccess } from './import.access.js';
import { Import } from './import.entity.js';
import { ImportKinds } from './import-kinds.js';
import { ImportService } from './import.service.js';
import { ImportConnection, ImportFileFormatEnum, ImportKindType, ImportLanguageEnum, ImportPayload, ImportStartInput, ImportTemplate, ImportType } from './import.type.js';

@Injectable()
@Resolver(() => ImportType)
export class ImportResolver {
  constructor(
    private readonly service: ImportService,
    private readonly kinds: ImportKinds,
  ) {}

  @Action(importAccess.read)
  @Query(() => ImportConnection, { description: 'Imports, newest first: all for administrators, else those of the organization you act for.' })
  imports(@InScope() scope: Scope, @Args() args: PageArgs): Promise<Connection<Import>> {
    const all = scope.reach(importAccess.read).includes('alliance');
    return paginate(scope, {
      entity: Import, name: 'imports', terms: ['tenant_id = $1', ...(all ? [] : ['organization_id = $2'])], values: [scope.tenantId, ...(all ? [] : [scope.actor.organizationId])],
      order: { column: 'created_at', property: 'createdAt', type: 'timestamptz', descending: true },
    }, args);
  }

  @Action(importAccess.read)
  @Bounded('each slice declares a handful')
  @Query(() => [ImportKindType], { description: 'What files can bring into this alliance, and with which columns. In the language of Accept-Language.' })
  importKinds(@Ctx('language') language: Language): ImportKindType[] {
    return this.kinds.ofAlliances().map((kind) => ({
      name: kind.name, title: kind.title[language],
      columns: kind.columns.map((column) => ({
        key: column.key, header: column.header[language], description: column.description[language], takes: expectationOf(column)[language],
        example: exampleText(column, language), required: column.required ?? false,
      })),
    }));
  }

  @Action(importAccess.read)
  @Query(() => ImportTemplate, { description: 'A file to fill in, with headers, explanations and an example.' })
  async importTemplate(
    @Arg('kind', { description: 'Kind of import, see importKinds.' }) kind: string,
    @Arg('language', () => ImportLanguageEnum, { description: 'Language of headers and explanations.' }) language: Language,
    @Arg('format', () => ImportFileFormatEnum, { description: 'Format.' }) format: FileFormat,
  ): Promise<ImportTemplate> {
    const { name, mediaType, bytes } = await templateFor(this.kinds.offered(kind), language, format);
    return { fileName: name, mediaType, contentBase64: Buffer.from(bytes).toString('base64') };
  }

  @Action(importAccess.start)
  @Mutation(() => ImportPayload, { description: 'Imports a file into this alliance, with your rights: rows that you may not write are reported as such. Answers at once; the worker does the rest.' })
  async importStart(
    @InScope() scope: Scope, @Ctx('language') language: Language, @Arg('input', { description: 'What to import, and how.' }) input: ImportStartInput,
  ): Promise<ImportPayload> {
    return { import: (await this.service.start(scope, { ...input, dryRun: input.dryRun ?? false, language })) as unknown as ImportType };
  }
}
