/**
 * What one request may ask for. Far above what a client needs (the deepest tool question, GraphiQL's introspection, has 15 levels and 700 tokens),
 * and low enough that finding out costs a few milliseconds. Refused before any field runs and before a transaction is opened.
 */
export const LIMITS = {
  /** Characters of the document. Long texts belong in variables. */
  characters: 100_000,
  /** Words and signs of the document. Parsing and validating grow faster than the text does. */
  tokens: 5_000,
  /** Brackets and fragments within each other: what reads a document calls itself once for each. */
  nesting: 64,
  /** Levels of fields with fragments expanded. A hop along a list takes three (edges, node, the next). */
  depth: 20,
  /** Fields with fragments expanded. A fragment bomb doubles them with every line. */
  fields: 2_000,
  /** Fields under another name: a way to run one field many times. `nodes(ids)` reads many objects without. */
  aliases: 50,
  /** The same field again at the same place. Screens made of fragments repeat an id; a hundred times only an attack does. */
  duplicates: 50,
  /** Uses of directives in the document. */
  directives: 50,
  /** Definitions of fragments: validation compares them in pairs. */
  fragments: 100,
  /** Fields of the operation itself. A mutation has one. */
  rootFields: 30,
  /** Texts, numbers, lists and objects in the variables, counted one by one. */
  variableValues: 20_000,
  /** Lists and objects of the variables within each other. */
  variableNesting: 32,
  /** Characters of all texts in the variables of a query. A mutation may carry a file; the server's limit on the body binds it. */
  variableCharacters: 100_000,
  /** Objects that an operation may answer. Some 20,000 a second are read, and an operation has ten seconds. */
  cost: 10_000,
  /** Charged for a change beside what it answers. */
  mutation: 10,
  /** Charged for a total count: it reads up to 10,000 entries of an index, some 5 ms. */
  totalCount: 100,
  /** Entries charged for a list that is neither a page nor asked for by ids: they are stated to be short. */
  shortList: 10,
} as const;
