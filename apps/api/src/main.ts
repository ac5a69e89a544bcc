import { z } from 'zod';
import { createLogger, databaseUrl, gracefulStop, loadConfig, logLevel, port, secret } from '@quadhelix/service';
import { createApi } from './api.js';

const config = loadConfig(z.object({ DATABASE_URL: databaseUrl(), API_PORT: port(), QUADHELIX_SECRET: secret(), LOG_LEVEL: logLevel() }));
const logger = createLogger('api', { level: config.LOG_LEVEL });
const api = await createApi({ databaseUrl: config.DATABASE_URL, secret: config.QUADHELIX_SECRET, logger });
gracefulStop({ health: api.health, logger, hooks: [{ name: 'api', run: () => api.close() }] });
logger.info({ url: `${await api.listen(config.API_PORT)}/graphql` }, 'serving');
