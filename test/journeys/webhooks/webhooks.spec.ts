import { deliveryStories } from './deliveries.stories.js';
import { endpointStories } from './endpoints.stories.js';
import { guardStories } from './guards.stories.js';
import { WebhookWorld } from './webhooks.world.js';

// One world for all: each story removes what it made.
describe('webhooks', () => {
  let at: WebhookWorld;
  beforeAll(async () => { at = await WebhookWorld.start(); });
  afterAll(() => at.stop());
  endpointStories(() => at);
  guardStories(() => at);
  deliveryStories(() => at);
});
