export { ConfigError, databaseUrl, logLevel, port, secret, loadConfig } from './config.js';
export { CLOCK, TestClock, systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { createLogger } from './logger.js';
export type { Logger, LoggerOptions } from './logger.js';
export { Health, healthListener, serveHealth } from './health.js';
export type { HealthAnswer, ReadinessCheck } from './health.js';
export { gracefulStop } from './graceful-stop.js';
export type { GracefulStop, GracefulStopOptions, StopHook } from './graceful-stop.js';
