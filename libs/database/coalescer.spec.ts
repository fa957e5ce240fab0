import fc from 'fast-check';
import { Coalescer } from './coalescer.js';

const pause = (ticks: number): Promise<void> =>
  new Promise((resolve) => (ticks ? setImmediate(() => resolve(pause(ticks - 1))) : resolve()));

describe('Coalescer', () => {
  it('gives every call its own result, keeps the order, and lets poison fail alone', async () => {
    const calls = fc.array(fc.record({ value: fc.nat(), poison: fc.boolean(), after: fc.nat(3) }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(calls, fc.integer({ min: 1, max: 8 }), async (items, maxItems) => {
        const done: number[] = [];
        let running = 0;
        const coalescer = new Coalescer<{ index: number; poison: boolean; value: number }, number>(
          async (batch) => {
            expect(batch.length).toBeLessThanOrEqual(maxItems);
            expect(++running).toBe(1);
            await pause(1);
            running -= 1;
            if (batch.some(({ poison }) => poison)) throw new Error('poison');
            done.push(...batch.map(({ index }) => index));
            return batch.map(({ value }) => value + 1);
          },
          { maxItems },
        );
        const results = items.map(async ({ value, poison, after }, index) => {
          await pause(after);
          return coalescer.add({ index, value, poison });
        });
        const settled = await Promise.allSettled(results);
        settled.forEach((result, index) => {
          const { value, poison } = items[index]!;
          expect(result.status).toBe(poison ? 'rejected' : 'fulfilled');
          if (result.status === 'fulfilled') expect(result.value).toBe(value + 1);
        });
        const inOrder = items
          .map((item, index) => ({ ...item, index }))
          .filter(({ poison }) => !poison)
          .sort((a, b) => a.after - b.after || a.index - b.index);
        expect(done).toEqual(inOrder.map(({ index }) => index));
      }),
      { numRuns: 60 },
    );
  });

  it('rejects a whole batch without trying again when the way to the database failed', async () => {
    let runs = 0;
    const coalescer = new Coalescer<number, number>(() => {
      runs += 1;
      return Promise.reject(Object.assign(new Error('gone'), { canRetry: true }));
    });
    const settled = await Promise.allSettled([coalescer.add(1), coalescer.add(2)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toBe(1);
  });
});
