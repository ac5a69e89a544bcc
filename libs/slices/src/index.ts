import { accountabilitySlice } from '@quadhelix/accountability';
import { apprenticeshipsSlice } from '@quadhelix/apprenticeships';
import { documentsSlice } from '@quadhelix/documents';
import { filesSlice } from '@quadhelix/files';
import { importingSlice } from '@quadhelix/importing';
import { notificationsSlice } from '@quadhelix/notifications';
import { personalDataSlice } from '@quadhelix/personal-data';
import { readersSlice } from '@quadhelix/readers';
import { searchSlice } from '@quadhelix/search';
import { sandboxSlice } from '@quadhelix/sandbox';
import { defineSlice, type Slice } from '@quadhelix/service';
import { stakeholdersSlice } from '@quadhelix/stakeholders';
import { standardsSlice } from '@quadhelix/standards';

/** The one list of slices, lower ones first. The api and the worker both read it. */
export const slices: readonly Slice[] = [
  defineSlice(importingSlice), defineSlice(documentsSlice), defineSlice(readersSlice), defineSlice(searchSlice), defineSlice(personalDataSlice), filesSlice, stakeholdersSlice, standardsSlice, apprenticeshipsSlice, accountabilitySlice,
  notificationsSlice, sandboxSlice,
];
