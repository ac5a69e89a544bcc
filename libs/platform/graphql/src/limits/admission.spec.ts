import { Admission } from './admission.js';

const stays = new AbortController().signal;
const codeOf = (asked: Promise<unknown>): Promise<string> => asked.then(() => 'admitted', (error: { code?: string; message: string }) => error.code ?? error.message);
const place = (more: Partial<ConstructorParameters<typeof Admission>[0]> = {}): Admission => new Admission({ running: 1, waiting: 2, patience: 10_000, load: 100, ...more });

describe('the queue before the database', () => {
  it('admits as many as there are places, and the rest in order of arrival', async () => {
    const admission = place();
    const order: string[] = [];
    const first = await admission.enter(1, stays);
    const later = ['second', 'third'].map(async (name) => { const leave = await admission.enter(1, stays); order.push(name); leave(); });
    expect(order).toEqual([]);
    first();
    await Promise.all(later);
    expect(order).toEqual(['second', 'third']);
  });

  it('refuses at once where too many wait', async () => {
    const admission = place();
    await admission.enter(1, stays);
    const waiting = [admission.enter(1, stays), admission.enter(1, stays)];
    expect(await codeOf(admission.enter(1, stays))).toBe('OVERLOADED');
    expect(await Promise.race([...waiting, Promise.resolve('they wait')])).toBe('they wait');
  });

  it('refuses who waited too long, and keeps no place for him', async () => {
    const admission = place({ patience: 20 });
    const leave = await admission.enter(1, stays);
    expect(await codeOf(admission.enter(1, stays))).toBe('OVERLOADED');
    leave();
    expect(await codeOf(admission.enter(1, stays))).toBe('admitted');
  });

  it('bounds what all cost together; a single one always fits', async () => {
    const admission = place({ running: 5 });
    const large = await admission.enter(1_000, stays);
    expect(await codeOf(admission.enter(1, stays))).toBe('OVERLOADED');
    large();
    await admission.enter(60, stays);
    expect([await codeOf(admission.enter(41, stays)), await codeOf(admission.enter(40, stays))]).toEqual(['OVERLOADED', 'admitted']);
  });

  it('forgets who went away, and a place that is given back twice is one', async () => {
    const admission = place();
    const leave = await admission.enter(1, stays);
    const gone = new AbortController();
    const asked = codeOf(admission.enter(1, gone.signal));
    gone.abort();
    expect(await asked).toBe('The client went away');
    leave();
    leave();
    await admission.enter(1, stays);
    expect(await Promise.race([admission.enter(1, stays), Promise.resolve('waits')])).toBe('waits');
  });
});
