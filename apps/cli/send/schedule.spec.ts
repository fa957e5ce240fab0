import { playLoad } from './schedule.js';

const never = new AbortController().signal;

describe('playLoad', () => {
  it('with a rate sends frames at their moment although none was answered', async () => {
    const { promise: lastSent, resolve } = Promise.withResolvers<void>();
    const moments: number[] = [];
    await playLoad({ rate: 500, connections: 1, count: 20, seconds: null, signal: never }, async (index, since) => {
      moments[index] = since;
      if (index === 19) resolve();
      await lastSent;
    });
    expect(moments).toHaveLength(20);
    moments.forEach((moment, index) => expect(Math.abs(moment - moments[0]! - index * 2)).toBeLessThanOrEqual(1));
  });

  it('turns seconds and rate into a number of frames', async () => {
    let frames = 0;
    await playLoad({ rate: 400, connections: 1, count: null, seconds: 0.05, signal: never }, async () => void frames++);
    expect(frames).toBe(20);
  });

  it('without a rate keeps every connection busy and no more', async () => {
    let inWork = 0;
    let most = 0;
    const seen: number[] = [];
    await playLoad({ rate: null, connections: 3, count: 50, seconds: null, signal: never }, async (index) => {
      seen.push(index);
      most = Math.max(most, ++inWork);
      await new Promise(setImmediate);
      inWork--;
    });
    expect(most).toBe(3);
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('ends when it is told to', async () => {
    const ended = new AbortController();
    let frames = 0;
    await playLoad({ rate: null, connections: 2, count: null, seconds: null, signal: ended.signal }, async () => {
      if (++frames === 10) ended.abort();
      await new Promise(setImmediate);
    });
    expect(frames).toBeLessThan(13);
  });
});
