import fc from 'fast-check';
import { KeyedScheduler } from './keyed-scheduler.js';

interface Item {
  readonly key: string;
  readonly index: number;
  failures: number;
}

describe('KeyedScheduler', () => {
  it('finishes every item once, in the order of its key, within its bounds', async () => {
    const items = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), failures: fc.nat(2) }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 1, max: 4 }), async (given, maxInFlight) => {
        const running = new Set<string>();
        const finished: Item[] = [];
        await new Promise<void>((resolve) => {
          const scheduler = new KeyedScheduler<Item>(
            maxInFlight,
            async (item) => {
              expect(running.has(item.key)).toBe(false);
              running.add(item.key);
              expect(running.size).toBeLessThanOrEqual(maxInFlight);
              await new Promise((done) => setImmediate(done));
              running.delete(item.key);
              return item.failures-- > 0 ? { retryInMs: 1 } : 'done';
            },
            (item) => {
              finished.push(item);
              if (finished.length === given.length) resolve();
            },
          );
          given.forEach(({ key, failures }, index) => scheduler.add(key, { key, index, failures }));
          if (!given.length) resolve();
        });
        for (const key of ['a', 'b', 'c', 'd']) {
          const expected = given.flatMap((item, index) => (item.key === key ? [index] : []));
          expect(finished.filter((item) => item.key === key).map(({ index }) => index)).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves room for other keys while one rests, and forgets what rests when it stops', async () => {
    const scheduler = new KeyedScheduler<number>(
      2,
      async () => ({ retryInMs: 60_000 }),
      () => undefined,
    );
    for (let index = 0; index < 4; index++) scheduler.add('resting', index);
    await new Promise((done) => setImmediate(done));
    expect(scheduler.room).toBe(4);
    await scheduler.stop();
    expect(scheduler.room).toBe(0);
  });
});
