import { accountabilitySlice } from '@quadhelix/accountability';
import { apprenticeshipsSlice } from '@quadhelix/apprenticeships';
import { changesSlice } from '@quadhelix/changes';
import { documentsSlice } from '@quadhelix/documents';
import { filesSlice } from '@quadhelix/files';
import { importingSlice } from '@quadhelix/importing';
import { notificationsSlice } from '@quadhelix/notifications';
import { personalDataSlice } from '@quadhelix/personal-data';
import { readersSlice } from '@quadhelix/readers';
import { searchSlice } from '@quadhelix/search';
import { sandboxSlice } from '@quadhelix/sandbox';
import { defineSlice, type Slice } from '@quadhelix/service';
import { singleUseLinksSlice } from '@quadhelix/single-use-links';
import { stakeholdersSlice } from '@quadhelix/stakeholders';
import { standardsSlice } from '@quadhelix/standards';
import { webhooksSlice } from '@quadhelix/webhooks';

/** The one list of slices, lower ones first. The api and the worker both read it. */
export const slices: readonly Slice[] = [
  defineSlice(importingSlice), defineSlice(documentsSlice), defineSlice(readersSlice), defineSlice(searchSlice), defineSlice(personalDataSlice), changesSlice, filesSlice, stakeholdersSlice, standardsSlice, apprenticeshipsSlice, accountabilitySlice,
  notificationsSlice, webhooksSlice, defineSlice(singleUseLinksSlice), sandboxSlice,
];
