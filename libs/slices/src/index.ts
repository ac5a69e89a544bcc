import { accountabilitySlice } from '@quadhelix/accountability';
import { apprenticeshipsSlice } from '@quadhelix/apprenticeships';
import { filesSlice } from '@quadhelix/files';
import { importingSlice } from '@quadhelix/importing';
import { defineSlice, type Slice } from '@quadhelix/service';
import { stakeholdersSlice } from '@quadhelix/stakeholders';

/** The one list of slices, lower ones first. The api and the worker both read it. */
export const slices: readonly Slice[] = [defineSlice(importingSlice), filesSlice, stakeholdersSlice, apprenticeshipsSlice, accountabilitySlice];
