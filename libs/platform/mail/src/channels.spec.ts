import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderChannel } from './folder.channel.js';
import { messageVariables, openChannels } from './message.config.js';
import type { Message } from './message.js';
import { SmsChannel } from './sms.channel.js';
import { SmtpChannel } from './smtp.channel.js';
import { FakeSms, FakeSmtp, FakeWecom } from './testing.servers.js';
import { WecomChannel } from './wecom.channel.js';

const message = (more: Partial<Message> = {}): Message => ({
  id: '00000000-0000-7000-8000-000000000001', to: 'wei@example.org', language: 'zh-CN', subject: '周报待批', text: '请在周五前审批。\n', short: { template: 'NOTICE', value: '周报待批' },
  at: new Date('2026-03-02T01:00:00Z'), ...more,
});
const soon = (milliseconds = 5_000): AbortSignal => AbortSignal.timeout(milliseconds);

describe('the folder', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'quadhelix-mail-')); });
  afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

  it('takes a message twice as one, byte for byte', async () => {
    const channel = new FolderChannel('MAIL', join(folder, 'mail'), 'Quadhelix <no-reply@example.org>');
    expect(await channel.send(message())).toEqual({ outcome: 'SENT', reference: `${message().id}.eml` });
    const first = readFileSync(join(folder, 'mail', `${message().id}.eml`), 'utf8');
    await channel.send(message());
    expect(readdirSync(join(folder, 'mail'))).toEqual([`${message().id}.eml`]);
    expect(readFileSync(join(folder, 'mail', `${message().id}.eml`), 'utf8')).toBe(first);
    expect(first).toContain(`Message-ID: <${message().id}@example.org>`);
    expect(first).toContain('To: wei@example.org');
    expect(first).toContain('Date: Mon, 02 Mar 2026 01:00:00 +0000');
  });

  it('lets no id leave it, and no address add a header', async () => {
    const channel = new FolderChannel('MAIL', folder, 'a@example.org');
    await expect(channel.send(message({ id: '../x' }))).rejects.toThrow(RangeError);
    await channel.send(message({ to: 'a@example.org\r\nBcc: b@example.org', subject: 'x\r\nBcc: c@example.org' }));
    const head = readFileSync(join(folder, readdirSync(folder)[0] ?? ''), 'utf8').split('\r\n\r\n')[0] ?? '';
    expect(head).not.toMatch(/^Bcc:/im);
  });

  it('says that it could not write', async () => {
    writeFileSync(join(folder, 'file'), '');
    expect(await new FolderChannel('SMS', join(folder, 'file'), 'a@example.org').send(message())).toMatchObject({ outcome: 'REFUSED', again: true });
  });
});

describe('a mail server', () => {
  let server: FakeSmtp;
  beforeEach(async () => { server = await FakeSmtp.start(); });
  afterEach(() => server.close());
  const channel = (port = server.port): SmtpChannel => new SmtpChannel({ host: '127.0.0.1', port, security: 'none', from: 'Quadhelix <no-reply@example.org>' });

  it('gets the message with its id', async () => {
    expect(await channel().send(message(), soon())).toMatchObject({ outcome: 'SENT' });
    expect(server.taken).toMatchObject([{ to: ['wei@example.org'], id: message().id }]);
  });

  it.each([
    ['says no for ever', 550, { outcome: 'REFUSED', again: false, code: 'SMTP_550' }, 0],
    ['says not now', 451, { outcome: 'REFUSED', again: true, code: 'SMTP_451' }, 0],
    ['breaks off before the message', 'CUT_BEFORE', { outcome: 'REFUSED', again: true }, 0],
    ['takes the message and breaks off', 'CUT_AFTER', { outcome: 'UNCERTAIN' }, 1],
  ] as const)('%s', async (_name, way, outcome, taken) => {
    server.next.push(way);
    expect(await channel().send(message(), soon())).toMatchObject(outcome);
    expect(server.taken).toHaveLength(taken);
  });

  it('is not there', async () => {
    const { port } = server;
    await server.close();
    expect(await channel(port).send(message(), soon())).toMatchObject({ outcome: 'REFUSED', again: true });
    server = await FakeSmtp.start();
  });

  it('keeps silent until the deadline, after the message or before', async () => {
    server.next.push('SILENT');
    expect(await channel().send(message(), soon(500))).toEqual({ outcome: 'UNCERTAIN', code: 'DEADLINE' });
    expect(await channel().send(message(), AbortSignal.abort())).toEqual({ outcome: 'REFUSED', again: true, code: 'DEADLINE' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.taken).toHaveLength(1);
  });

  it('must speak TLS where that is asked for', async () => {
    const strict = new SmtpChannel({ host: '127.0.0.1', port: server.port, security: 'starttls', from: 'a@example.org' });
    expect(await strict.send(message(), soon())).toMatchObject({ outcome: 'REFUSED' });
    expect(server.taken).toHaveLength(0);
  });
});

describe('WeCom', () => {
  let server: FakeWecom;
  let seconds = 0;
  let channel: WecomChannel;
  beforeEach(async () => {
    server = await FakeWecom.start();
    seconds = 0;
    channel = new WecomChannel({ url: server.url, corpId: 'corp', corpSecret: 'secret', agentId: 7 }, () => seconds);
  });
  afterEach(() => server.close());
  const send = (to = 'liwei') => channel.send(message({ to }), soon());

  it('gets one token for many messages, and another before it runs out', async () => {
    expect(await send()).toEqual({ outcome: 'SENT', reference: 'm1' });
    await send();
    expect(server.tokens).toBe(1);
    seconds = 7200 - 119;
    await send();
    expect([server.tokens, server.sent.length]).toEqual([2, 3]);
  });

  it('gets a new token where the old one ended early, and sends once', async () => {
    await send();
    server.revoke();
    expect(await send()).toMatchObject({ outcome: 'SENT' });
    expect([server.tokens, server.sent.length]).toEqual([2, 2]);
  });

  it.each([
    [45009, { outcome: 'REFUSED', again: true, code: 'WECOM_45009', waitSeconds: 300 }],
    [-1, { outcome: 'REFUSED', again: true, code: 'WECOM_-1', waitSeconds: 60 }],
    [81013, { outcome: 'REFUSED', again: false, code: 'WECOM_81013' }],
  ])('answers %d', async (errcode, outcome) => {
    server.next.push({ errcode, errmsg: 'x' });
    expect(await send()).toEqual(outcome);
  });

  it('tells a user whom it does not know, and what nobody can tell', async () => {
    expect(await send('nobody')).toEqual({ outcome: 'REFUSED', again: false, code: 'WECOM_UNKNOWN_USER' });
    server.next.push('CUT', 'BAD_GATEWAY');
    expect(await send()).toMatchObject({ outcome: 'UNCERTAIN' });
    expect(await send()).toEqual({ outcome: 'UNCERTAIN', code: 'HTTP_502' });
  });

  it('is told the wrong secret', async () => {
    channel = new WecomChannel({ url: server.url, corpId: 'corp', corpSecret: 'wrong', agentId: 7 });
    expect(await send()).toMatchObject({ outcome: 'REFUSED', again: true, code: 'WECOM_40001' });
  });

  it('cuts a long text at a character', async () => {
    await channel.send(message({ text: '字'.repeat(2000) }), soon());
    expect(Buffer.byteLength(server.sent[0]?.content ?? '')).toBeLessThanOrEqual(2048);
    expect(server.sent[0]?.content).not.toContain('\uFFFD');
  });
});

describe('short messages', () => {
  let server: FakeSms;
  beforeEach(async () => { server = await FakeSms.start(); });
  afterEach(() => server.close());
  const channel = (keySecret = 'secret'): SmsChannel => new SmsChannel(
    { url: server.url, keyId: 'key', keySecret, signName: '云河产教', templates: { NOTICE: 'SMS_1', CODE: 'SMS_2' } }, () => new Date('2026-03-02T01:00:00Z'));
  const send = (more: Partial<Message> = {}, secret?: string) => channel(secret).send(message({ to: '+8613800000000', ...more }), soon());

  it('are signed, and filled into a template', async () => {
    expect(await send()).toEqual({ outcome: 'SENT', reference: 'b1' });
    expect(await send({ short: { template: 'CODE', value: '012345' } })).toMatchObject({ outcome: 'SENT' });
    expect(server.sent).toMatchObject([
      { PhoneNumbers: '13800000000', SignName: '云河产教', TemplateCode: 'SMS_1', TemplateParam: '{"title":"周报待批"}', OutId: message().id },
      { TemplateCode: 'SMS_2', TemplateParam: '{"code":"012345"}' },
    ]);
  });

  it('are refused with another key', async () => {
    expect(await send({}, 'other')).toEqual({ outcome: 'REFUSED', again: false, code: 'SMS_SignatureDoesNotMatch' });
    expect(server.sent).toHaveLength(0);
  });

  it('wait where there are too many, and are given up where the number is none', async () => {
    server.next.push({ status: 200, Code: 'isv.BUSINESS_LIMIT_CONTROL' }, { status: 429, Code: 'Throttling.User' }, { status: 200, Code: 'isv.MOBILE_NUMBER_ILLEGAL' }, 'CUT');
    expect(await send()).toEqual({ outcome: 'REFUSED', again: true, code: 'SMS_isv.BUSINESS_LIMIT_CONTROL', waitSeconds: 3600 });
    expect(await send()).toEqual({ outcome: 'REFUSED', again: true, code: 'SMS_Throttling.User', waitSeconds: 30 });
    expect(await send()).toEqual({ outcome: 'REFUSED', again: false, code: 'SMS_isv.MOBILE_NUMBER_ILLEGAL' });
    expect(await send()).toMatchObject({ outcome: 'UNCERTAIN' });
  });
});

describe('the variables', () => {
  const open = (env: Record<string, string>) => openChannels(messageVariables.parse(env), { stateFolder: '/nowhere', now: () => new Date(0) });

  it('are not needed for a first look', () => {
    expect([...open({}).keys()]).toEqual(['MAIL']);
    expect([...open({ SMS_DRIVER: 'folder', WECOM_DRIVER: 'folder' }).keys()]).toEqual(['MAIL', 'SMS', 'WECOM']);
  });

  it('name what a driver lacks', () => {
    expect(() => open({ MAIL_DRIVER: 'smtp' })).toThrow('set SMTP_HOST');
    expect(() => open({ SMS_DRIVER: 'aliyun', SMS_KEY_ID: 'x' })).toThrow('set SMS_KEY_SECRET, SMS_SIGN_NAME, SMS_TEMPLATE_NOTICE, SMS_TEMPLATE_CODE');
    expect(() => open({ WECOM_DRIVER: 'wecom' })).toThrow('set WECOM_CORP_ID, WECOM_CORP_SECRET, WECOM_AGENT_ID');
  });
});
