import type { SightlineEvent } from '@sightline/contracts';
import { OperationalError, PermanentError } from '@sightline/platform';
import { TypescriptProcess } from '@sightline/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventBus } from './event-bus.port.js';

/** What an adapter offers the suite. */
export interface EventBusHarness {
  /** A bus as a process of its own would have it, on the same log. */
  join(): Promise<EventBus>;
  /** A consumer in a real process; see `event-consumer.child.ts`. */
  spawn(group: string, topic: string): TypescriptProcess;
  dispose(): Promise<void>;
}

export const fastRetry = { firstDelayMs: 5, maxDelayMs: 20 };
export const unique = (name: string): string => `sightline.${name}-${randomUUID().slice(0, 8)}.v1`;
export const eventOf = (type: string, key: string, data: unknown): SightlineEvent => ({
  id: randomUUID(),
  type,
  source: 'test',
  time: new Date().toISOString(),
  key,
  data,
});

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(5);
}

/** The behaviour that every adapter of the bus has. */
export function describeEventBus(name: string, makeHarness: () => Promise<EventBusHarness>): void {
  describe(`${name} as an event bus`, () => {
    let harness: EventBusHarness;
    let bus: EventBus;
    beforeAll(async () => {
      harness = await makeHarness();
      bus = await harness.join();
    });
    afterAll(() => harness.dispose());

    const publishNumbers = (topic: string, keys: readonly string[], count: number): Promise<void> =>
      bus.publish(Array.from({ length: count }, (_, index) => eventOf(topic, keys[index % keys.length]!, index)));

    it('delivers an event as it was published, once to each group', async () => {
      const topic = unique('plain');
      const got: [string, SightlineEvent][] = [];
      for (const group of ['a', 'b'])
        await bus.subscribe({ group, topics: [topic], handle: async (event) => void got.push([group, event]) });
      const event = eventOf(topic, 'schlüssel "\\ \n', { text: 'ü "\\ \n \u0001', list: [1, null] });
      await bus.publish([event]);
      await until(() => got.length >= 2);
      expect(got.sort()).toEqual([
        ['a', event],
        ['b', event],
      ]);
    });

    it('begins with the earliest event, or with the next one', async () => {
      const topic = unique('from');
      await publishNumbers(topic, ['k'], 3);
      const early: unknown[] = [];
      const late: unknown[] = [];
      await bus.subscribe({ group: 'early', topics: [topic], handle: async ({ data }) => void early.push(data) });
      await bus.subscribe({ group: 'late', topics: [topic], from: 'latest', handle: async ({ data }) => void late.push(data) });
      await bus.publish([eventOf(topic, 'k', 'new')]);
      await until(() => early.length === 4 && late.length === 1);
      expect([early, late]).toEqual([[0, 1, 2, 'new'], ['new']]);
    });

    it('keeps the order of a key while it is tried again, and other keys go on meanwhile', async () => {
      const topic = unique('retry');
      const order: string[] = [];
      let failures = 3;
      await bus.subscribe({
        group: 'g',
        topics: [topic],
        retry: { firstDelayMs: 60, maxDelayMs: 60 },
        handle: async ({ key, data }) => {
          if (key === 'slow' && failures-- > 0) throw new OperationalError('later', 'not yet');
          order.push(`${key}${String(data)}`);
        },
      });
      await bus.publish([eventOf(topic, 'slow', 1), eventOf(topic, 'slow', 2), eventOf(topic, 'quick', 1), eventOf(topic, 'quick', 2)]);
      await until(() => order.length === 4);
      expect(order).toEqual(['quick1', 'quick2', 'slow1', 'slow2']);
    });

    it('never runs two events of a key at once, nor more than maxInFlight', async () => {
      const topic = unique('flight');
      const active = new Map<string, number>();
      let done = 0;
      let most = 0;
      await bus.subscribe({
        group: 'g',
        topics: [topic],
        maxInFlight: 4,
        handle: async ({ key }) => {
          active.set(key, (active.get(key) ?? 0) + 1);
          expect(active.get(key)).toBe(1);
          most = Math.max(
            most,
            [...active.values()].reduce((sum, value) => sum + value, 0),
          );
          await delay(1);
          active.set(key, 0);
          done += 1;
        },
      });
      await publishNumbers(topic, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], 80);
      await until(() => done === 80);
      expect(most).toBe(4);
    });

    it('parks what cannot work, tells of it before it goes on, and replays it to that group alone', async () => {
      const topic = unique('park');
      const [good, other, told]: [unknown[], unknown[], string[]] = [[], [], []];
      let broken = true;
      await bus.subscribe({ group: 'other', topics: [topic], handle: async ({ data }) => void other.push(data) });
      const failing = `failing-${randomUUID()}`;
      await bus.subscribe({
        group: failing,
        topics: [topic],
        retry: fastRetry,
        handle: async ({ data }) => {
          if (broken && data === 'bad') throw new PermanentError('broken', 'it is broken');
          good.push(data);
        },
        onDeadLetter: async (_event, { code, attempts }) => void told.push(`${code} ${attempts} ${good.length}`),
      });
      await bus.publish([eventOf(topic, 'k', 'bad'), eventOf(topic, 'k', 'good')]);
      await until(() => good.length === 1 && other.length === 2);
      expect(told).toEqual(['broken 1 0']);
      const letter = (await bus.deadLetters({ limit: 50 })).items.find(({ group }) => group === failing)!;
      expect(letter).toMatchObject({
        topic,
        key: 'k',
        event: { data: 'bad' },
        reason: { code: 'broken', message: 'it is broken', attempts: 1 },
        replayedAt: null,
      });
      broken = false;
      expect((await bus.replay(letter.id)).replayedAt).not.toBeNull();
      await until(() => good.length === 2);
      await bus.publish([eventOf(topic, 'k', 'after')]);
      await until(() => good.length === 3 && other.length === 3);
      expect([good, other]).toEqual([
        ['good', 'bad', 'after'],
        ['bad', 'good', 'after'],
      ]);
      await expect(bus.replay(randomUUID())).rejects.toMatchObject({ status: 404 });
    });

    it('tries operational errors as often as the policy says, unknown ones three times', async () => {
      const topic = unique('tries');
      const attempts: Record<string, number> = {};
      const parked: string[] = [];
      await bus.subscribe({
        group: 'g',
        topics: [topic],
        retry: { ...fastRetry, maxAttempts: 5 },
        handle: async ({ key }, { attempt }) => {
          attempts[key] = attempt;
          throw key === 'operational' ? new OperationalError('down', 'down') : new TypeError('a bug');
        },
        onDeadLetter: async ({ key }) => void parked.push(key),
      });
      await bus.publish([eventOf(topic, 'operational', 1), eventOf(topic, 'unknown', 1)]);
      await until(() => parked.length === 2);
      expect(attempts).toEqual({ operational: 5, unknown: 3 });
    });

    it('pages through the dead letters, newest first', async () => {
      const topic = unique('pages');
      const group = `pages-${randomUUID()}`;
      let parked = 0;
      await bus.subscribe({
        group,
        topics: [topic],
        handle: () => Promise.reject(new PermanentError('no', 'no')),
        onDeadLetter: async () => void (parked += 1),
      });
      await publishNumbers(topic, ['k'], 5);
      await until(() => parked === 5);
      const found: unknown[] = [];
      for (let cursor: string | undefined; ;) {
        const { items, nextCursor } = await bus.deadLetters({ limit: 2, cursor });
        found.push(...items.filter((item) => item.group === group).map(({ event }) => event['data']));
        if (!nextCursor) break;
        cursor = nextCursor;
      }
      expect(found).toEqual([4, 3, 2, 1, 0]);
      await expect(bus.deadLetters({ limit: 2, cursor: 'nonsense' })).rejects.toMatchObject({ status: 400 });
    });

    it('gives every process a broadcast event, from now on', async () => {
      const topic = unique('broadcast');
      const second = await harness.join();
      await bus.publish([eventOf(topic, 'k', 'before')]);
      const got: string[] = [];
      for (const [index, one] of [bus, second].entries()) {
        await one.subscribe({
          group: 'g',
          topics: [topic],
          mode: 'broadcast',
          handle: async ({ data }) => void got.push(`${index} ${String(data)}`),
        });
      }
      await bus.publish([eventOf(topic, 'k', 'after')]);
      await until(() => got.length === 2);
      expect(got.sort()).toEqual(['0 after', '1 after']);
    });

    it('counts what a group has not finished', async () => {
      const topic = unique('lag');
      const group = `lag-${randomUUID()}`;
      let release!: () => void;
      const held = new Promise<void>((resolve) => (release = resolve));
      const lagOf = async (): Promise<number> => (await bus.lag()).find((one) => one.group === group)?.lag ?? -1;
      await bus.subscribe({ group, topics: [topic], handle: () => held });
      await publishNumbers(topic, ['a', 'b'], 10);
      await until(async () => (await lagOf()) === 10);
      release();
      await until(async () => (await lagOf()) === 0);
    });

    it('hands over without a gap when a consumer stops and another one starts', async () => {
      const topic = unique('handover');
      const got: unknown[] = [];
      const first = await bus.subscribe({ group: 'g', topics: [topic], handle: async ({ data }) => void got.push(data) });
      await publishNumbers(topic, ['a', 'b', 'c'], 30);
      await until(() => got.length >= 10);
      await first.stop();
      const taken = got.length;
      const second = await harness.join();
      await second.subscribe({ group: 'g', topics: [topic], handle: async ({ data }) => void got.push(data) });
      await until(() => got.length >= 30);
      expect(taken).toBeLessThanOrEqual(30);
      expect([...got].sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 30 }, (_, index) => index));
    });

    it('delivers again what a killed process had not finished, to the process that shares its group', async () => {
      const topic = unique('killed');
      const victim = harness.spawn('g', topic);
      try {
        await victim.line((line) => line === 'ready');
        await bus.publish([eventOf(topic, 'stuck', 1), eventOf(topic, 'stuck', 2), eventOf(topic, 'free', 1)]);
        await victim.line((line) => line === 'handled stuck 1');
        const got: string[] = [];
        const survivor = await harness.join();
        await survivor.subscribe({ group: 'g', topics: [topic], handle: async ({ key, data }) => void got.push(`${key} ${String(data)}`) });
        await victim.kill();
        await until(() => got.includes('stuck 2'));
        expect(got.filter((line) => line.startsWith('stuck'))).toEqual(['stuck 1', 'stuck 2']);
      } finally {
        await victim.kill();
      }
    });

    it('shares a group among processes, each event in one of them', async () => {
      const topic = unique('shared');
      const got: string[][] = [[], []];
      const second = await harness.join();
      for (const [index, one] of [bus, second].entries()) {
        await one.subscribe({
          group: 'g',
          topics: [topic],
          handle: async ({ key, data }) => void got[index]!.push(`${key} ${String(data)}`),
        });
      }
      const keys = Array.from({ length: 64 }, (_, index) => `key ${index}`);
      // Both get some once the lanes are shared out.
      for (let round = 0; !got.every((mine) => mine.length); round++) {
        await bus.publish(keys.map((key) => eventOf(topic, key, round)));
        await until(() => got[0]!.length + got[1]!.length >= (round + 1) * keys.length);
      }
      const all = got.flat();
      expect(new Set(all).size).toBe(all.length);
    });

    it('brings 10,000 events to three groups, each key in order, none twice', async () => {
      const topic = unique('many');
      const groups = ['a', 'b', 'c'];
      const last = new Map<string, number>();
      let wrong = 0;
      let handled = 0;
      for (const group of groups) {
        await bus.subscribe({
          group,
          topics: [topic],
          maxInFlight: 64,
          handle: async ({ key, data }) => {
            const before = last.get(`${group} ${key}`) ?? -1;
            if (Number(data) !== before + 1) wrong += 1;
            last.set(`${group} ${key}`, Number(data));
            handled += 1;
          },
        });
      }
      const publishers = Array.from({ length: 20 }, async (_, publisher) => {
        for (let index = 0; index < 500; index += 5) {
          const events = Array.from({ length: 5 }, (__, offset) => eventOf(topic, `key ${publisher}`, index + offset));
          await bus.publish(events, { durability: publisher % 2 ? 'ordered' : 'synced' });
        }
      });
      await Promise.all(publishers);
      await until(() => handled >= 30_000);
      expect({ wrong, handled }).toEqual({ wrong: 0, handled: 30_000 });
    });
  });
}
