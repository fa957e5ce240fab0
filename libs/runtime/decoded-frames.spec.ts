import { DecodedFrames } from './decoded-frames.js';
import type { Pixels } from './model-runtime.port.js';

const pixels = (bytes: number): Pixels => ({ data: new SharedArrayBuffer(bytes), width: bytes, height: 1, channels: 1 });
const framesWithTaker = (maxBytes: number): DecodedFrames => {
  const frames = new DecodedFrames(maxBytes);
  frames.expectTaker();
  return frames;
};

describe('DecodedFrames', () => {
  it('gives each frame to one taker', () => {
    const frames = framesWithTaker(100);
    const frame = pixels(10);
    frames.put('a', frame);
    expect(frames.take('a')).toBe(frame);
    expect(frames.take('a')).toBeNull();
    expect(frames.bytes).toBe(0);
  });

  it('keeps nothing where nobody takes', () => {
    const frames = new DecodedFrames(100);
    frames.put('a', pixels(10));
    expect(frames.bytes).toBe(0);
  });

  it('makes a stage that runs ahead wait until a frame is taken', async () => {
    const frames = framesWithTaker(20);
    frames.put('a', pixels(10));
    frames.put('b', pixels(10));
    const order: string[] = [];
    const waiting = frames.room().then(() => order.push('room'));
    await new Promise(setImmediate);
    order.push('taken');
    frames.take('a');
    await waiting;
    expect(order).toEqual(['taken', 'room']);
    expect(frames.take('b')).not.toBeNull();
  });

  it('frees the room when what it holds is judged elsewhere', async () => {
    const frames = framesWithTaker(10);
    frames.put('a', pixels(10));
    await frames.room();
    expect(frames.bytes).toBe(0);
  });

  it('never holds more than twice its room, nor a frame larger than it', () => {
    const frames = framesWithTaker(100);
    frames.put('huge', pixels(101));
    for (let i = 0; i < 50; i++) frames.put(String(i), pixels(30));
    expect(frames.bytes).toBeLessThanOrEqual(200);
    expect(frames.take('huge')).toBeNull();
    expect(frames.take('49')).not.toBeNull();
  });
});
