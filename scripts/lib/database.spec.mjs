import { urlsFromEnvironment, withUrls } from './database.mjs';

const URLS = { DATABASE_URL: 'postgresql://app', MIGRATOR_DATABASE_URL: 'postgresql://migrator', IDENTITY_DATABASE_URL: 'postgresql://identity' };

describe('the addresses of the database', () => {
  it('are taken from the environment where all three are set, and from the bundled server where none is', () => {
    expect(urlsFromEnvironment({ ...URLS, PATH: '/bin' })).toEqual(URLS);
    expect(urlsFromEnvironment({ PATH: '/bin', DATABASE_URL: '' })).toBeUndefined();
  });

  it.each(Object.keys(URLS))('are refused, with the names of the missing ones, where only %s is set', (name) => {
    const missing = Object.keys(URLS).filter((other) => other !== name);
    expect(() => urlsFromEnvironment({ [name]: 'postgresql://x' })).toThrow(`Missing: ${missing.join(', ')}`);
  });

  it('reach an app only where it has a use for them', () => {
    const env = withUrls(URLS, ['DATABASE_URL'], { MIGRATOR_DATABASE_URL: 'left over' });
    expect(env).toMatchObject({ DATABASE_URL: URLS.DATABASE_URL });
    expect(env).not.toHaveProperty('MIGRATOR_DATABASE_URL');
    expect(env).not.toHaveProperty('IDENTITY_DATABASE_URL');
  });
});
