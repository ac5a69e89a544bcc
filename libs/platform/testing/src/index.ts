export { runBackground } from './background.js';
export { CookieBrowser } from './cookie-browser.js';
export { signIn } from './sign-in.js';
export { copyDatabase, type DatabaseCopy } from './database-copy.js';
export { GraphqlClient, type Answer, type ApiError } from './graphql-client.js';
export { ALL_SCOPES, CONSOLE, PASSWORD, TEST_SECRET, World } from './world.js';
export { globalId, inAlliance, makeAlliance, makeMember, makePerson, twoAlliances, type TestAlliance, type TwoAlliances } from './two-alliances.js';
export { S3StandIn, type S3StandInOptions } from './s3-stand-in.js';
