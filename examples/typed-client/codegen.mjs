// What graphql-codegen makes of the schema and of the documents in src: their types, in src/gql.
export default {
  schema: '../../libs/api-contract/schema.graphql',
  documents: ['src/*.ts'],
  generates: {
    'src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string', useTypeImports: true, enumsAsTypes: true, strictScalars: true, importExtension: '.ts', onlyOperationTypes: true,
        scalars: { LocalDate: 'string', Instant: 'string', Minutes: 'number', Fen: 'number', BasisPoints: 'number' },
      },
    },
  },
};
