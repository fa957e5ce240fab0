import fc from 'fast-check';
import { inOrder } from './in-order.js';

describe('inOrder', () => {
  it('hands results on in order whatever ends first, with no more in work than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), async (turns, atOnce) => {
        const results: number[] = [];
        let inWork = 0;
        await inOrder(
          turns,
          atOnce,
          async (wait, index) => {
            expect(++inWork).toBeLessThanOrEqual(atOnce);
            for (let turn = 0; turn < wait; turn++) await new Promise(setImmediate);
            inWork--;
            return index;
          },
          (result) => void results.push(result),
        );
        expect(results).toEqual([...turns.keys()]);
      }),
      { numRuns: 50 },
    );
  });

  it('throws the first error in the items’ order', async () => {
    const work = async (item: number): Promise<number> => {
      if (item > 1) throw new Error(`item ${item}`);
      return item;
    };
    await expect(inOrder([0, 1, 2, 3], 4, work, () => undefined)).rejects.toThrow('item 2');
  });
});
