import { accountabilitySlice } from '@quadhelix/accountability';
import { apprenticeshipsSlice } from '@quadhelix/apprenticeships';
import { documentsSlice } from '@quadhelix/documents';
import { importingSlice } from '@quadhelix/importing';
import { defineSlice, type Slice } from '@quadhelix/service';
import { stakeholdersSlice } from '@quadhelix/stakeholders';

/** The one list of slices, lower ones first. The api and the worker both read it. */
export const slices: readonly Slice[] = [defineSlice(importingSlice), defineSlice(documentsSlice), stakeholdersSlice, apprenticeshipsSlice, accountabilitySlice];
