import fc from 'fast-check';
import { Lane } from './lane.js';
import type { LogEntry } from './log-entry.js';

const entryAt = (xid: number): LogEntry => ({ xid, id: 1, topic: 't', lane: 0, target: null, json: '{}' });

describe('Lane', () => {
  it('advances its offset over finished entries only, whatever order they finish in', () => {
    const order = fc.integer({ min: 1, max: 20 }).chain((count) =>
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, index) => index + 1),
        { minLength: count },
      ),
    );
    fc.assert(
      fc.property(order, (finishing) => {
        const lane = new Lane('t', 0, { xid: 0, id: 0 });
        const entries = finishing.map((_, index) => entryAt(index + 1));
        for (const entry of entries) expect(lane.take(entry)).toBe(true);
        const done = new Set<number>();
        for (const xid of finishing) {
          lane.finish(entries[xid - 1]!);
          done.add(xid);
          let expected = 0;
          while (done.has(expected + 1)) expected += 1;
          expect(lane.offset({ xid: 0, id: 0 }).xid).toBe(expected);
        }
        expect(lane.offset({ xid: 99, id: 0 }).xid).toBe(99);
      }),
    );
  });

  it('takes no entry twice', () => {
    const lane = new Lane('t', 0, { xid: 5, id: 1 });
    expect(lane.take(entryAt(5))).toBe(false);
    expect(lane.take(entryAt(6))).toBe(true);
    expect(lane.take(entryAt(6))).toBe(false);
  });
});
