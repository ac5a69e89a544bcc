import { accountabilitySlice } from '@quadhelix/accountability';
import { apprenticeshipsSlice } from '@quadhelix/apprenticeships';
import { stakeholdersSlice } from '@quadhelix/stakeholders';
import type { Slice } from '@quadhelix/service';

/** The one list of slices, lower ones first. The api and the worker both read it. */
export const slices: readonly Slice[] = [stakeholdersSlice, apprenticeshipsSlice, accountabilitySlice];
