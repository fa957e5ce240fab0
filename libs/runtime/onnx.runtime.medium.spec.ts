import type { ModelContract } from '@sightline/contracts';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InputError, PermanentError } from '@sightline/platform';
import { decodeImage } from './image.decoder.js';
import type { Pixels } from './model-runtime.port.js';
import { OnnxRuntime } from './onnx.runtime.js';

const root = path.resolve(import.meta.dirname, '../..');
const file = path.join(root, 'models/pcb-defects/model.onnx');
const board = path.join(root, 'samples/pcb/00041006_test.jpg');
const labels = ['open', 'short', 'mousebite', 'spur', 'copper', 'pin-hole'];

describe('OnnxRuntime', () => {
  let runtime: OnnxRuntime;
  let contract: ModelContract;
  let pixels: Pixels;
  let scratch: string;
  let sha256: string;
  const run = (over: Partial<Parameters<OnnxRuntime['run']>[1]> = {}) =>
    runtime.run(sha256, { pixels, region: null, minScore: 0.001, ...over });

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'sightline-runtime-'));
    runtime = new OnnxRuntime({ workers: 2 });
    await runtime.init();
    contract = await runtime.inspect(file);
    pixels = await decodeImage(await readFile(board), { maxPixels: 1e7 });
    sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    await runtime.load({ sha256, file, contract });
  });

  afterAll(async () => {
    await runtime.destroy();
    await rm(scratch, { recursive: true });
  });

  it('finds the contract of the bundled model', () => {
    expect(contract).toEqual({
      contract: 'ultralytics-detect',
      task: 'detect',
      labels,
      input: { name: 'images', width: 640, height: 640, batch: null },
      outputs: ['output0'],
    });
  });

  it('finds boxes inside the frame, best first', async () => {
    const { detections, runMs, queueMs } = await run();
    expect(detections.length).toBeGreaterThan(0);
    expect(detections.map(({ score }) => score)).toEqual(detections.map(({ score }) => score).sort((a, b) => b - a));
    for (const { label, box } of detections) {
      expect(labels).toContain(label);
      expect(box[0]).toBeGreaterThanOrEqual(0);
      expect(box[1] + box[3]).toBeLessThanOrEqual(640.001);
    }
    expect(runMs).toBeGreaterThan(0);
    expect(queueMs).toBeGreaterThanOrEqual(0);
  });

  it('sees the same in a grey image and its RGB copy', async () => {
    const grey = new Uint8Array(pixels.data);
    const data = new SharedArrayBuffer(grey.length * 3);
    const rgb = new Uint8Array(data);
    grey.forEach((value, index) => rgb.fill(value, index * 3, index * 3 + 3));
    const colour = await run({ pixels: { ...pixels, data, channels: 3 } });
    expect(colour.detections).toEqual((await run()).detections);
  });

  it('keeps boxes of a region in source pixels', async () => {
    const { detections } = await run({ region: [320, 0, 320, 320] });
    for (const { box } of detections) {
      expect(box[0] + box[2]).toBeGreaterThan(320);
      expect(box[1]).toBeLessThan(320);
    }
  });

  it('answers eight requests at once, each with the same detections', async () => {
    const alone = await run();
    const results = await Promise.all(Array.from({ length: 8 }, () => run()));
    for (const { detections } of results) expect(detections).toEqual(alone.detections);
  });

  it('replaces a worker that dies and tries what it worked on again', async () => {
    const runs = Array.from({ length: 8 }, () => run());
    await runtime.crashWorker(0);
    const results = await Promise.all([...runs, run(), run()]);
    expect(new Set(results.map(({ detections }) => JSON.stringify(detections))).size).toBe(1);
  });

  it('survives the death of every worker', async () => {
    const runs = Array.from({ length: 4 }, () => run());
    await Promise.all([runtime.crashWorker(0), runtime.crashWorker(1)]);
    expect(await Promise.all(runs)).toHaveLength(4);
  });

  it('refuses a file that is no ONNX model', async () => {
    const text = path.join(scratch, 'text.onnx');
    await writeFile(text, 'this is no model at all, it is text'.repeat(100));
    await expect(runtime.inspect(text)).rejects.toMatchObject({ status: 422, code: 'model-not-onnx' });
    await expect(runtime.inspect(text)).rejects.toBeInstanceOf(InputError);
  });

  it('refuses a model that was cut off', async () => {
    const cut = path.join(scratch, 'cut.onnx');
    await writeFile(cut, (await readFile(file)).subarray(0, 1_000_000));
    await expect(runtime.inspect(cut)).rejects.toMatchObject({ status: 422, code: 'model-not-onnx' });
  });

  it('says what a model without names lacks', async () => {
    const nameless = path.join(scratch, 'nameless.onnx');
    const bytes = await readFile(file);
    const at = bytes.lastIndexOf('names');
    bytes.write('nomen', at);
    await writeFile(nameless, bytes);
    await expect(runtime.inspect(nameless)).rejects.toMatchObject({
      status: 422,
      code: 'model-contract-unknown',
      message: expect.stringContaining('"names"'),
    });
  });

  it('isolates a model that fails and names it', async () => {
    const broken = { ...contract, input: { ...contract.input, name: 'nothing-of-this-name' } };
    await expect(runtime.load({ sha256: 'b'.repeat(64), file, contract: broken })).rejects.toMatchObject({
      code: 'model-load-failed',
      canRetry: false,
    });
    await expect(run()).resolves.toBeDefined();
  });

  it('does not run a model that is not loaded', async () => {
    await expect(runtime.run('c'.repeat(64), { pixels, region: null, minScore: 0.5 })).rejects.toThrow(PermanentError);
  });

  it('unloads and loads again, one load for many callers', async () => {
    const other = { sha256: 'd'.repeat(64), file, contract };
    const [first, second] = await Promise.all([runtime.load(other), runtime.load(other)]);
    expect(first).toBe(second);
    await expect(runtime.run(other.sha256, { pixels, region: null, minScore: 0.5 })).resolves.toBeDefined();
    await runtime.unload(other.sha256);
    await expect(runtime.run(other.sha256, { pixels, region: null, minScore: 0.5 })).rejects.toMatchObject({ code: 'model-not-loaded' });
    await expect(runtime.load(other)).resolves.toBeDefined();
  });
});
