import { createServer, type Server } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { request } from 'undici';
import { guardedAgent, guardedFetch, mayCall, OutgoingRefused, outgoingUrl, type Lookup, type UrlFault } from '@quadhelix/service';

const STRICT = { loopback: false };
const LENIENT = { loopback: true };
const PUBLIC = '93.184.215.14';

/** What happens to an address as it is written, where nothing inside may be called. */
const WRITTEN: readonly [name: string, url: string, fault: UrlFault | null][] = [
  ['a public name', 'https://hooks.example.com/in', null],
  ['a public name on 8443', 'https://hooks.example.com:8443/in?token=x', null],
  ['a public IPv4 address', `https://${PUBLIC}/`, null],
  ['a public IPv6 address', 'https://[2606:4700::1111]/', null],
  ['http', 'http://hooks.example.com/', 'SCHEME'],
  ['another scheme', 'file:///etc/passwd', 'SCHEME'],
  ['gopher', 'gopher://127.0.0.1:6379/_x', 'SCHEME'],
  ['no URL', 'hooks.example.com', 'NOT_A_URL'],
  ['a tab in the host', 'https://127.0\t.0.1/', 'NOT_A_URL'],
  ['backslashes', 'https:\\\\evil.com\\@127.0.0.1/', 'NOT_A_URL'],
  ['full-width digits', 'https://\uff11\uff12\uff17.0.0.1/', 'NOT_A_URL'],
  ['circled letters', 'https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/', 'NOT_A_URL'],
  ['too long', `https://hooks.example.com/${'a'.repeat(2000)}`, 'TOO_LONG'],
  ['a user name', 'https://user@hooks.example.com/', 'USERINFO'],
  ['a password', 'https://user:secret@hooks.example.com/', 'USERINFO'],
  ['an empty user', 'https://@hooks.example.com/', 'USERINFO'],
  ['a name before the true host', 'https://hooks.example.com@127.0.0.1/', 'USERINFO'],
  ['a fragment', 'https://hooks.example.com/#@127.0.0.1', 'FRAGMENT'],
  ['the port of a database', 'https://hooks.example.com:5432/', 'PORT'],
  ['the port of ssh', 'https://hooks.example.com:22/', 'PORT'],
  ['port 80', 'https://hooks.example.com:80/', 'PORT'],
  ['localhost', 'https://localhost/', 'HOST'],
  ['localhost with a dot', 'https://localhost./', 'HOST'],
  ['a name below localhost', 'https://api.localhost/', 'HOST'],
  ['a name without a dot', 'https://database/', 'HOST'],
  ['the metadata name of a cloud', 'https://metadata.google.internal/', 'HOST'],
  ['a name of the local network', 'https://printer.local/', 'HOST'],
  ['a name of a router', 'https://nas.home.arpa/', 'HOST'],
  ['loopback', 'https://127.0.0.1/', 'ADDRESS'],
  ['loopback elsewhere in its net', 'https://127.9.8.7/', 'ADDRESS'],
  ['unspecified', 'https://0.0.0.0/', 'ADDRESS'],
  ['private 10', 'https://10.0.0.1/', 'ADDRESS'],
  ['private 172.16', 'https://172.16.0.1/', 'ADDRESS'],
  ['private 172.31', 'https://172.31.255.255/', 'ADDRESS'],
  ['private 192.168', 'https://192.168.1.1/', 'ADDRESS'],
  ['link-local, metadata', 'https://169.254.169.254/latest/meta-data/', 'ADDRESS'],
  ['shared space of carriers', 'https://100.64.0.1/', 'ADDRESS'],
  ['metadata in the space of carriers', 'https://100.100.100.200/', 'ADDRESS'],
  ['services of the host', 'https://168.63.129.16/', 'ADDRESS'],
  ['multicast', 'https://224.0.0.1/', 'ADDRESS'],
  ['broadcast', 'https://255.255.255.255/', 'ADDRESS'],
  ['reserved', 'https://240.0.0.1/', 'ADDRESS'],
  ['benchmarking', 'https://198.18.0.1/', 'ADDRESS'],
  ['documentation', 'https://192.0.2.1/', 'ADDRESS'],
  ['IPv6 loopback', 'https://[::1]/', 'ADDRESS'],
  ['IPv6 unspecified', 'https://[::]/', 'ADDRESS'],
  ['IPv6 link-local', 'https://[fe80::1]/', 'ADDRESS'],
  ['IPv6 unique local', 'https://[fd00:ec2::254]/', 'ADDRESS'],
  ['IPv6 site-local', 'https://[fec0::1]/', 'ADDRESS'],
  ['IPv6 multicast', 'https://[ff02::1]/', 'ADDRESS'],
  ['IPv4 mapped', 'https://[::ffff:127.0.0.1]/', 'ADDRESS'],
  ['IPv4 mapped in hex', 'https://[::ffff:7f00:1]/', 'ADDRESS'],
  ['a public IPv4 mapped', `https://[::ffff:${PUBLIC}]/`, 'ADDRESS'],
  ['IPv4 compatible', 'https://[::7f00:1]/', 'ADDRESS'],
  ['IPv4 compatible with dots', 'https://[::127.0.0.1]/', 'NOTATION'],
  ['IPv4 translated', 'https://[::ffff:0:127.0.0.1]/', 'ADDRESS'],
  ['NAT64', 'https://[64:ff9b::127.0.0.1]/', 'ADDRESS'],
  ['local NAT64', 'https://[64:ff9b:1::10.0.0.1]/', 'ADDRESS'],
  ['6to4', 'https://[2002:7f00:1::]/', 'ADDRESS'],
  ['Teredo', 'https://[2001::1]/', 'ADDRESS'],
  ['IPv6 documentation', 'https://[2001:db8::1]/', 'ADDRESS'],
  ['outside of what IANA gives out', 'https://[4000::1]/', 'ADDRESS'],
  ['octal', 'https://0177.0.0.1/', 'NOTATION'],
  ['octal of a public address', 'https://0135.184.215.14/', 'NOTATION'],
  ['hex', 'https://0x7f.0.0.1/', 'NOTATION'],
  ['one hex number', 'https://0x7f000001/', 'NOTATION'],
  ['one decimal number', 'https://2130706433/', 'NOTATION'],
  ['short', 'https://127.1/', 'NOTATION'],
  ['shorter', 'https://0/', 'NOTATION'],
  ['a dot at the end', 'https://127.0.0.1./', 'NOTATION'],
  ['percent signs', 'https://%31%32%37.0.0.1/', 'NOTATION'],
];

/** What a name may resolve to. */
const ANSWERS: readonly [name: string, addresses: readonly string[]][] = [
  ['loopback', ['127.0.0.1']], ['a private address', ['10.0.0.8']], ['metadata', ['169.254.169.254']], ['IPv6 loopback', ['::1']], ['a mapped address', ['::ffff:10.0.0.8']],
  ['a public and a private address', [PUBLIC, '192.168.0.1']], ['a private and a public one', ['192.168.0.1', PUBLIC]], ['public IPv4 and local IPv6', [PUBLIC, 'fd00::1']], ['something that is no address', ['localhost']],
];

describe('server-side request forgery', () => {
  let inside: Server;
  let port = 0;
  let reached = 0;
  beforeAll(async () => {
    inside = createServer((incoming, answer) => {
      reached += 1;
      if (incoming.url === '/moved') answer.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
      else answer.end('inside');
    }).listen(0, '127.0.0.1');
    await once(inside, 'listening');
    port = (inside.address() as AddressInfo).port;
  });
  beforeEach(() => { reached = 0; });
  afterAll(() => { inside.closeAllConnections(); inside.close(); });

  const codeOf = async (url: string, options: { loopback: boolean; lookup?: Lookup }): Promise<string> => {
    const agent = guardedAgent({ ...options, connectTimeout: 500 });
    try {
      const { statusCode, body } = await request(url, { dispatcher: agent });
      await body.dump();
      return `HTTP_${String(statusCode)}`;
    } catch (error) {
      return error instanceof OutgoingRefused ? error.code : ((error as { code?: string }).code ?? 'unknown');
    } finally {
      await agent.destroy();
    }
  };

  it.each(WRITTEN)('an address as it is written: %s', (_name, url, fault) => {
    const looked = outgoingUrl(url, STRICT);
    expect('fault' in looked ? looked.fault : null).toBe(fault);
  });

  it.each([
    ['http to loopback on any port', 'http://127.0.0.1:4400/in', null], ['http to localhost', 'http://localhost:4400/in', null], ['http to IPv6 loopback', 'http://[::1]:4400/in', null],
    ['http elsewhere', 'http://hooks.example.com/', 'SCHEME'], ['a name that only looks like loopback', 'http://127.evil.com:5432/', 'SCHEME'], ['its port', 'https://127.evil.com:5432/', 'PORT'],
    ['a private address', 'https://10.0.0.1/', 'ADDRESS'], ['an odd notation of loopback', 'http://0x7f.1/', 'NOTATION'], ['unspecified', 'http://0.0.0.0:4400/', 'ADDRESS'], ['mapped loopback', 'http://[::ffff:127.0.0.1]:4400/', 'ADDRESS'],
  ] as const)('where the operator allows loopback: %s', (_name, url, fault) => {
    const looked = outgoingUrl(url, LENIENT);
    expect('fault' in looked ? looked.fault : null).toBe(fault);
  });

  it.each(ANSWERS)('a public name that leads to %s is not connected to', async (_name, addresses) => {
    expect(await codeOf(`http://hooks.attacker.net:${String(port)}/`, { ...STRICT, lookup: () => Promise.resolve(addresses) })).toBe('ADDRESS_FORBIDDEN');
    expect(reached).toBe(0);
  });

  it('a public name never leads to this machine, even where loopback itself may be called', async () => {
    expect(await codeOf(`http://hooks.attacker.net:${String(port)}/`, { ...LENIENT, lookup: () => Promise.resolve(['127.0.0.1']) })).toBe('ADDRESS_FORBIDDEN');
    expect(await codeOf(`http://127.0.0.1:${String(port)}/`, LENIENT)).toBe('HTTP_200');
    expect(reached).toBe(1);
  });

  it('DNS rebinding: a name is resolved once, and what was looked at is what is connected to', async () => {
    let asked = 0;
    // Public at the first question, inside at each later one.
    const lookup: Lookup = () => Promise.resolve([(asked += 1) === 1 ? PUBLIC : '127.0.0.1']);
    const { connect } = net;
    const hosts: unknown[] = [];
    // Nothing leaves this machine: what would be connected to is noted.
    net.connect = ((options: net.TcpNetConnectOpts) => { hosts.push(options.host); return connect({ port, host: '127.0.0.1' }); }) as typeof net.connect;
    try {
      expect(await codeOf(`http://rebind.attacker.net:${String(port)}/`, { ...STRICT, lookup })).toBe('HTTP_200');
    } finally {
      net.connect = connect;
    }
    expect([asked, hosts]).toEqual([1, [PUBLIC]]);
  });

  it('an address without a name is looked at as well, also by whoever did not look at it before', async () => {
    for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0']) expect(await codeOf(`http://${host}:${String(port)}/`, STRICT)).toBe('ADDRESS_FORBIDDEN');
    expect(reached).toBe(0);
  });

  it('redirects are answered, not followed', async () => {
    expect(await codeOf(`http://127.0.0.1:${String(port)}/moved`, LENIENT)).toBe('HTTP_302');
    const answer = await guardedFetch(LENIENT)(`http://127.0.0.1:${String(port)}/moved`);
    expect([answer.status, reached]).toEqual([302, 2]);
  });

  it('a name that nobody knows, or a resolver that does not answer, is no connection', async () => {
    expect(await codeOf('http://hooks.attacker.net/', { ...STRICT, lookup: () => Promise.resolve([]) })).toBe('NAME_UNKNOWN');
    expect(await codeOf('http://hooks.attacker.net/', { ...STRICT, lookup: () => Promise.reject(new Error('ENOTFOUND')) })).toBe('NAME_UNKNOWN');
    expect(await codeOf('http://hooks.attacker.net/', { ...STRICT, lookup: () => new Promise<never>(() => undefined) })).toMatch(/NAME_UNKNOWN|TIMEOUT/);
  });

  it('fetch for discovery has the same guard', async () => {
    for (const url of [`http://127.0.0.1:${String(port)}/`, 'https://169.254.169.254/', 'https://0x7f.1/', 'http://hooks.example.com/']) {
      await expect(guardedFetch(STRICT)(url)).rejects.toMatchObject({ code: 'ADDRESS_FORBIDDEN' });
    }
    await expect(guardedFetch({ ...STRICT, lookup: () => Promise.resolve(['10.0.0.1']) })('https://login.attacker.net/')).rejects.toMatchObject({ code: 'ADDRESS_FORBIDDEN' });
    expect(reached).toBe(0);
  });

  it('knows public addresses as such', () => {
    expect(['8.8.8.8', PUBLIC, '2606:4700::1111', '2001:4860:4860::8888'].filter((address) => !mayCall(address, STRICT))).toEqual([]);
  });
});
