import { createLogger } from './logger.js';

function capture(log: (logger: ReturnType<typeof createLogger>) => void): { text: string; entry: Record<string, unknown> } {
  let text = '';
  log(createLogger('test', { level: 'debug', destination: { write: (line: string) => void (text += line) } }));
  return { text, entry: JSON.parse(text) as Record<string, unknown> };
}

describe('logger', () => {
  it('writes one line of JSON with level, name and time', () => {
    const { entry } = capture((logger) => logger.info({ cost: 3 }, 'answered'));
    expect(entry).toMatchObject({ level: 'info', name: 'test', msg: 'answered', cost: 3, time: expect.stringMatching(/Z$/) as string });
  });

  it.each([
    ['a header', { req: { headers: { Authorization: 'needle' } } }],
    ['a cookie', { headers: { 'set-cookie': ['needle'] } }],
    ['a password', { input: { newPassword: 'needle' } }],
    ['a token in camel case', { accessToken: 'needle' }],
    ['a token in snake case', { a: { b: { c: { refresh_token: 'needle' } } } }],
    ['a client secret', { list: [{ client_secret: 'needle' }] }],
    ['a number under a secret key', { secret: 'needle' }],
    ['an e-mail address', { account: { email: 'needle' } }],
    ['a login', { login: 'needle' }],
    ['what lies too deep to look at', { a: { a: { a: { a: { a: { a: { a: { a: { token: 'needle' } } } } } } } } }],
  ])('hides %s', (_, entry) => {
    expect(capture((logger) => logger.info(entry, 'x')).text).not.toContain('needle');
  });

  it.each([
    ['a bearer token', 'sent Bearer needle-needle'],
    ['the password of an address', 'at postgresql://app:needle@localhost/q'],
    ['a code in an address', 'GET /cb?code=needle&state=1'],
  ])('cuts %s out of a text', (_, text) => {
    expect(capture((logger) => logger.warn(text)).text).not.toContain('needle');
    expect(capture((logger) => logger.warn({ err: new Error(text) }, 'failed')).text).not.toContain('needle');
  });

  it('keeps the type, code and message of an error, and nothing a database error quotes', () => {
    const error = Object.assign(new TypeError('duplicate key'), { code: '23505', detail: 'Key (email)=(needle) exists' });
    const { text, entry } = capture((logger) => logger.error({ err: error }, 'failed'));
    expect(text).not.toContain('needle');
    expect(entry.err).toMatchObject({ type: 'TypeError', code: '23505', message: 'duplicate key' });
  });

  it('hides secrets bound to a child logger', () => {
    expect(capture((logger) => logger.child({ token: 'needle' }).info('x')).text).not.toContain('needle');
  });
});
