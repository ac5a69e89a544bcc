import { readAddress } from './contact.rules.js';

describe('addresses', () => {
  it.each([
    ['MAIL', ' Wei.Li@Example.ORG ', 'Wei.Li@example.org'], ['MAIL', 'a+b@sub.example.cn', 'a+b@sub.example.cn'], ['MAIL', 'a@b', null], ['MAIL', 'a b@example.org', null], ['MAIL', 'a@example.org\nBcc: x@example.org', null],
    ['MAIL', 'a@@example.org', null], ['MAIL', '.a@example.org', null], ['MAIL', 'a..b@example.org', null], ['MAIL', `${'a'.repeat(65)}@example.org`, null], ['MAIL', '<a@example.org>', null], ['MAIL', 'a@example.org,b@example.org', null],
    ['SMS', '138 0000 0000', '+8613800000000'], ['SMS', '+86-13800000000', '+8613800000000'], ['SMS', '008613800000000', '+8613800000000'], ['SMS', '+86 2345', null], ['SMS', '12800000000', null], ['SMS', '+49 170 1234567', '+491701234567'], ['SMS', '0170', null],
    ['WECOM', 'li.wei@hengchi', 'li.wei@hengchi'], ['WECOM', '@all', null], ['WECOM', 'a|b', null],
  ] as const)('%s %j is %j', (channel, given, kept) => {
    if (kept === null) expect(() => readAddress(channel, given)).toThrow('CONTACT_ADDRESS_INVALID');
    else expect(readAddress(channel, given)).toBe(kept);
  });
});
