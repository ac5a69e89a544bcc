import { bootstrap } from './lib/bootstrap.mjs';
import { holderOf } from './lib/lock.mjs';
import { inState } from './lib/places.mjs';
import { giveUp } from './lib/say.mjs';
import { alreadyRunning } from './lib/supervise.mjs';

const holder = holderOf(inState('start.lock'));
if (holder !== undefined) giveUp(alreadyRunning(holder));
await bootstrap('supervise.mjs');
