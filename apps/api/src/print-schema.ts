import { printSortedSchema } from '@quadhelix/graphql';
import { slices } from '@quadhelix/slices';
import { schemaOf } from './api.js';

// The contract as text, for libs/api-contract/schema.graphql. Needs neither database nor configuration.
process.stdout.write(printSortedSchema(await schemaOf(slices, () => ({}))));
