import { z } from 'zod';
import { createLogger, databaseUrl, gracefulStop, loadConfig, logLevel, port, secret, serveHealth } from '@quadhelix/service';
import { createWorker } from './worker.js';

const config = loadConfig(z.object({ DATABASE_URL: databaseUrl(), WORKER_PORT: port(), QUADHELIX_SECRET: secret(), LOG_LEVEL: logLevel() }));
const logger = createLogger('worker', { level: config.LOG_LEVEL });
const worker = await createWorker({ databaseUrl: config.DATABASE_URL, secret: config.QUADHELIX_SECRET, logger });
const server = await serveHealth(worker.health, config.WORKER_PORT);
gracefulStop({
  health: worker.health, logger,
  hooks: [{ name: 'worker', run: () => worker.close() }, { name: 'health', run: () => { server.close(); server.closeAllConnections(); } }],
});
logger.info('working');
