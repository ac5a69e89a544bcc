import { accountabilitySlice } from '@quadhelix/accountability';
import { apprenticeshipsSlice } from '@quadhelix/apprenticeships';
import { importingSlice } from '@quadhelix/importing';
import { readersSlice } from '@quadhelix/readers';
import { defineSlice, type Slice } from '@quadhelix/service';
import { stakeholdersSlice } from '@quadhelix/stakeholders';
import { standardsSlice } from '@quadhelix/standards';

/** The one list of slices, lower ones first. The api and the worker both read it. */
export const slices: readonly Slice[] = [defineSlice(importingSlice), defineSlice(readersSlice), stakeholdersSlice, standardsSlice, apprenticeshipsSlice, accountabilitySlice];
