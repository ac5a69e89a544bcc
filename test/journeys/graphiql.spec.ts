import type { Browser, Page } from 'playwright-core';
import { PASSWORD, twoAlliances, World } from '@quadhelix/testing';
import { openBrowser } from './browser.js';

const CLIENT = 'console-in-a-browser';

describe('GraphiQL in a browser', () => {
  let world: World;
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    world = await World.start({ env: { QUADHELIX_CONSOLE_CLIENT: CLIENT } });
    await twoAlliances(world);
    url = await world.api.listen(0);
    const settings = (await (await fetch(`${url}/console/settings.json`)).json()) as { scopes: string[] };
    await world.identity.registerClient({
      id: CLIENT, name: 'Console', type: 'public', grantTypes: ['authorization_code'], scopes: ['openid', 'profile', ...settings.scopes], redirectUris: [`${url}/callback`], firstParty: true,
    });
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  async function signedIn(locale: string): Promise<{ page: Page; complaints: string[]; hosts: Set<string> }> {
    const page = await (await browser.newContext({ locale, viewport: { width: 1400, height: 800 } })).newPage();
    page.setDefaultTimeout(90_000);
    const complaints: string[] = [];
    const hosts = new Set<string>();
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => { if (/^http/.test(request.url())) hosts.add(new URL(request.url()).origin); });
    await page.goto(`${url}/graphiql`);
    await page.fill('input[name=login]', 'liaison');
    await page.fill('input[name=password]', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForSelector('.graphiql-editors');
    return { page, complaints, hosts };
  }

  it('signs a person in, asks for him in his alliance, calls no other origin and keeps no token', async () => {
    const { page, complaints, hosts } = await signedIn('en-US');
    await page.waitForSelector('option[value=alliance-a]', { state: 'attached' });
    await page.selectOption('select >> nth=0', 'alliance-a');
    await page.selectOption('select >> nth=1', { label: 'Bureau' });
    await page.click('.graphiql-execute-button');
    await page.locator('.graphiql-response', { hasText: 'GOVERNMENT_LIAISON' }).waitFor();
    expect(page.url()).toBe(`${url}/graphiql`);
    expect([...hosts].sort()).toEqual([url, new URL(world.identity.url).origin].sort());
    const kept = await page.evaluate<string>('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])');
    expect(kept).not.toContain('access_token');
    expect(complaints).toEqual([]);
  }, 180_000);

  it('speaks Chinese to who reads Chinese', async () => {
    const { page } = await signedIn('zh-CN');
    expect(await page.textContent('h1')).toBe('GraphQL 调试台');
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
  }, 180_000);

  it('runs no script that is not the product\'s own', async () => {
    const answer = await fetch(`${url}/graphiql`);
    const words = answer.headers.get('content-security-policy')?.split('; ') ?? [];
    expect(words).toEqual(expect.arrayContaining(["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]));
    expect(await answer.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=/);
    expect((await fetch(`${url}/assets/../index.html`)).status).toBe(404);
    expect((await fetch(`${url}/assets/%2e%2e/package.json`)).status).toBe(404);
  });
});
