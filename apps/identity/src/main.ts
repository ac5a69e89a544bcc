import { z } from 'zod';
import { messageVariables, openChannels } from '@quadhelix/mail';
import { ConfigError, createLogger, databaseUrl, gracefulStop, loadConfig, logLevel, port, secret, systemClock } from '@quadhelix/service';
import { startIdentity } from './start-identity.js';

const schema = z.object({
  IDENTITY_DATABASE_URL: databaseUrl(),
  IDENTITY_PORT: port(),
  IDENTITY_ISSUER: z
    .url({ protocol: /^https?$/, error: 'is not an http or https address' })
    .optional()
    .describe('set it to what browsers call, for example https://id.example.org, or leave it unset for http://localhost:<port>'),
  QUADHELIX_SECRET: secret(),
  IDENTITY_SECOND_FACTOR_ROLES: z
    .string()
    .regex(/^[A-Z_]+(,[A-Z_]+)*$/, 'is no list of roles')
    .optional()
    .describe('set it to roles such as ALLIANCE_ADMIN,GOVERNMENT_AUDITOR, or leave it unset'),
  QUADHELIX_STATE_DIR: z.string().default('.quadhelix').describe('set it to a folder that may be written'),
  IDENTITY_UPSTREAM_INSIDE: z
    .string()
    .regex(/^https?:\/\/[^/,\s]+(,https?:\/\/[^/,\s]+)*$/, 'is no list of origins')
    .optional()
    .describe('set it to origins inside your own network such as https://id.school.lan, separated by commas, or leave it unset'),
  LOG_LEVEL: logLevel(),
  IDENTITY_SIGN_UP: z.enum(['open', 'closed'], 'is neither open nor closed').default('open').describe('set it to open or closed: may anybody make an account of his own?'),
  ...messageVariables.shape,
});

async function main(): Promise<void> {
  const config = loadConfig(schema);
  const logger = createLogger('identity', { level: config.LOG_LEVEL });
  const identity = await startIdentity({
    databaseUrl: config.IDENTITY_DATABASE_URL,
    port: config.IDENTITY_PORT,
    secret: config.QUADHELIX_SECRET,
    logger,
    channels: openChannels(config, { stateFolder: config.QUADHELIX_STATE_DIR, now: () => systemClock.now() }),
    upstream: { inside: config.IDENTITY_UPSTREAM_INSIDE?.split(',') ?? [] },
    secondFactorRoles: config.IDENTITY_SECOND_FACTOR_ROLES?.split(',') ?? [],
    signUp: config.IDENTITY_SIGN_UP === 'open',
    ...(config.IDENTITY_ISSUER === undefined ? {} : { issuer: config.IDENTITY_ISSUER }),
  });
  gracefulStop({ health: identity.health, logger, hooks: [{ name: 'identity', run: () => identity.close() }] });
  logger.info({ issuer: identity.url }, 'ready');
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else createLogger('identity').fatal({ err: error }, 'not started');
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 200).unref();
});
