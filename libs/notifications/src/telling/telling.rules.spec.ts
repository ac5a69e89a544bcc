import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { CHANNEL_KINDS } from '@quadhelix/mail';
import { afterQuiet, DEFAULT_SETTINGS, FREQUENCIES, frequencyOf, nextDigestAt, type Frequency } from './telling.rules.js';

interface Vector { what: string; now: string; frequency: Frequency; hour: string; weekday: string; quiet: string; zone: string; at: string }
const vectors = parse<Vector>(readFileSync(new URL('telling.vectors.csv', import.meta.url)), { columns: true });

describe('when somebody is told', () => {
  it.each(vectors.map((vector): [string, Vector] => [vector.what, vector]))('%s', (_what, { now, frequency, hour, weekday, quiet, zone, at }) => {
    const [from, until] = quiet === '' ? [null, null] : quiet.split('-').map(Number);
    const settings = { ...DEFAULT_SETTINGS, digestHour: Number(hour), digestWeekday: Number(weekday), quietFrom: from ?? null, quietUntil: until ?? null };
    const told = frequency === 'DAILY' || frequency === 'WEEKLY' ? nextDigestAt(new Date(now), frequency, settings, zone) : afterQuiet(new Date(now), settings, zone);
    expect(told.toISOString()).toBe(new Date(at).toISOString());
  });

  const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
  const zones = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC');
  const hours = fc.integer({ min: 0, max: 23 });

  it('a digest comes after now, within its period, at the hour or at the first instant after a missing one', () => {
    fc.assert(fc.property(instants, zones, hours, fc.integer({ min: 1, max: 7 }), fc.constantFrom('DAILY' as const, 'WEEKLY' as const), (now, zone, digestHour, digestWeekday, frequency) => {
      const at = nextDigestAt(now, frequency, { ...DEFAULT_SETTINGS, digestHour, digestWeekday }, zone);
      const local = DateTime.fromJSDate(at, { zone });
      const days = (at.getTime() - now.getTime()) / 86_400_000;
      return days > 0 && days <= (frequency === 'DAILY' ? 1.05 : 7.05) && (local.hour === digestHour || local.hour === digestHour + 1) && (frequency === 'DAILY' || local.weekday === digestWeekday);
    }));
  });

  it('quiet hours never bring anything forward, never keep it longer than a day, and end outside themselves', () => {
    fc.assert(fc.property(instants, zones, hours, hours, (now, zone, quietFrom, quietUntil) => {
      fc.pre(quietFrom !== quietUntil);
      const settings = { ...DEFAULT_SETTINGS, quietFrom, quietUntil };
      const at = afterQuiet(now, settings, zone);
      return at >= now && at.getTime() - now.getTime() <= 25 * 3_600_000 && afterQuiet(at, settings, zone).getTime() === at.getTime();
    }));
  });
});

describe('how somebody is told', () => {
  it.each([
    [{ by: 'AT_ONCE' as const }, undefined, 'AT_ONCE'], [{ by: 'DIGEST' as const }, undefined, 'DAILY'], [{ by: 'DIGEST' as const }, 'OFF' as const, 'OFF'], [{ by: 'AT_ONCE' as const }, 'WEEKLY' as const, 'WEEKLY'],
    [{ by: 'AT_ONCE' as const, mandatory: true }, 'OFF' as const, 'AT_ONCE'], [{ by: 'DIGEST' as const, mandatory: true }, 'WEEKLY' as const, 'DAILY'], [{ by: 'AT_ONCE' as const, mandatory: true }, 'DAILY' as const, 'DAILY'],
  ])('by mail, %j and his choice %s is %s', (kind, chosen, frequency) => { expect(frequencyOf(kind, 'MAIL', chosen)).toBe(frequency); });

  it('what must be told is never off by mail, and nothing comes by phone unless he wants it', () => {
    for (const by of ['AT_ONCE', 'DIGEST'] as const) {
      for (const chosen of FREQUENCIES) expect(frequencyOf({ by, mandatory: true }, 'MAIL', chosen)).not.toMatch(/OFF|WEEKLY/);
      for (const channel of CHANNEL_KINDS.filter((each) => each !== 'MAIL')) expect(frequencyOf({ by, mandatory: true }, channel, undefined)).toBe('OFF');
    }
  });
});
