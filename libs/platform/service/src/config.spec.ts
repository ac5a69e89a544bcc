import { z } from 'zod';
import { ConfigError, databaseUrl, loadConfig, logLevel, port, secret } from './config.js';

const schema = z.object({ DATABASE_URL: databaseUrl(), API_PORT: port().default(4000), QUADHELIX_SECRET: secret(), LOG_LEVEL: logLevel() });
const good = { DATABASE_URL: 'postgresql://a:b@localhost:5432/q', QUADHELIX_SECRET: 's'.repeat(32) };

describe('configuration', () => {
  it('reads, converts and fills in defaults', () => {
    expect(loadConfig(schema, { ...good, API_PORT: '8080', HOME: '/root' })).toEqual({ ...good, API_PORT: 8080, LOG_LEVEL: 'info' });
  });

  it('takes an empty variable for an unset one', () => {
    expect(loadConfig(schema, { ...good, API_PORT: '' }).API_PORT).toBe(4000);
  });

  it('names every wrong variable at once, what is wrong and what to do', () => {
    const problems = problemsOf({ QUADHELIX_SECRET: 'short', API_PORT: '70000' });
    expect(problems.map(({ variable, wrong }) => [variable, wrong]).sort()).toEqual([
      ['API_PORT', 'is above 65535'],
      ['DATABASE_URL', 'is not set'],
      ['QUADHELIX_SECRET', 'is shorter than 32 characters'],
    ]);
    expect(problems.every(({ todo }) => todo.startsWith('set it to '))).toBe(true);
  });

  it.each([
    ['DATABASE_URL', 'mysql://a/b', 'is not a PostgreSQL address'],
    ['DATABASE_URL', 'postgresql://hostonly', 'is not a PostgreSQL address'],
    ['API_PORT', 'http', 'is not a number'],
    ['API_PORT', '1.5', 'is not a whole number'],
    ['API_PORT', '-1', 'is below 0'],
    ['LOG_LEVEL', 'loud', 'is not a log level'],
  ])('refuses %s=%s', (variable, value, wrong) => {
    expect(problemsOf({ ...good, [variable]: value })).toEqual([expect.objectContaining({ variable, wrong })]);
  });

  it('never shows a value in the message', () => {
    expect(messageOf({ ...good, QUADHELIX_SECRET: 'hunter2' })).not.toContain('hunter2');
  });
});

function failure(env: Record<string, string>): ConfigError {
  try {
    loadConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('expected a ConfigError');
}
const problemsOf = (env: Record<string, string>) => failure(env).problems;
const messageOf = (env: Record<string, string>) => failure(env).message;
