import {
  type CapturedFrame,
  type DataOf,
  type framePreprocessed,
  inferenceCompleted,
  type ModelVersion,
  type RecipeInput,
  recipeSchema,
  type SightlineEvent,
} from '@sightline/contracts';
import type { EventBus } from '@sightline/events';
import { Metrics, type ModelDirectory, Readiness } from '@sightline/platform';
import { DecodedFrames, OnnxRuntime } from '@sightline/runtime';
import { FileObjectStore } from '@sightline/storage';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChampionReadiness } from './champion.readiness.js';
import { InferenceMetrics } from './inference.metrics.js';
import { InferenceService } from './inference.service.js';
import { LoadedModels } from './loaded-models.js';

const root = path.resolve(import.meta.dirname, '../..');
const settings = { SIGHTLINE_INFERENCE_WORKERS: 1, SIGHTLINE_DECODED_MIB: 8, SIGHTLINE_MAX_FRAME_PIXELS: 1e8 };
const config = { SIGHTLINE_PRELOAD_MODELS: ['pcb@champion'], SIGHTLINE_UNLOAD_AFTER_MINUTES: 30 };

describe('inference', () => {
  let folder: string;
  let store: FileObjectStore;
  let runtime: OnnxRuntime;
  let models: LoadedModels;
  let service: InferenceService;
  let published: SightlineEvent[];
  let version: ModelVersion;
  let registered: Map<string, ModelVersion>;
  const decoded = new DecodedFrames(1 << 23);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sightline-inference-'));
    store = new FileObjectStore(folder);
    await store.init();
    runtime = new OnnxRuntime({ workers: 1 });
    await runtime.init();
    const file = path.join(root, 'models/pcb-defects/model.onnx');
    const { sha256, bytes } = await store.put('models/pcb', await readFile(file));
    version = {
      name: 'pcb',
      version: 3,
      sha256,
      bytes,
      key: 'models/pcb',
      contract: await runtime.inspect(file),
      card: {},
      createdAt: new Date().toISOString(),
      createdBy: 'test',
    };
  });

  afterAll(async () => {
    await runtime.destroy();
    await store.destroy();
    await rm(folder, { recursive: true });
  });

  beforeEach(() => {
    published = [];
    registered = new Map([['pcb@champion', version]]);
    const directory: ModelDirectory = { resolve: (reference) => Promise.resolve(registered.get(reference) ?? null) };
    const bus = { publish: (events: SightlineEvent[]) => Promise.resolve(void published.push(...events)) } as unknown as EventBus;
    models = new LoadedModels(directory, store, runtime, config);
    service = new InferenceService(bus, store, runtime, decoded, models, new InferenceMetrics(new Metrics()), settings);
  });

  afterEach(() => models.onApplicationShutdown());

  async function preprocessed(recipe: Partial<RecipeInput> = {}, stored = true): Promise<DataOf<typeof framePreprocessed>> {
    const image = await readFile(path.join(root, 'samples/pcb/00041006_test.jpg'));
    const id = randomUUID();
    if (stored) await store.put(`frames/${id}`, image);
    const now = new Date().toISOString();
    const frame: CapturedFrame = {
      ...{
        id,
        inspectionId: randomUUID(),
        key: `frames/${id}`,
        sha256: createHash('sha256').update(image).digest('hex'),
        mediaType: 'image/jpeg',
        bytes: image.length,
        width: 640,
        height: 640,
      },
      ...{ camera: 'cam', site: 'site', line: 'line', station: 'station', view: 'main', part: null, capturedAt: now, receivedAt: now },
      recipe: { name: 'recipe', version: 1, body: recipeSchema.parse({ model: 'pcb@champion', ...recipe }) },
    };
    const quality = { sharpness: 1, brightness: 1, clippedHighlights: 0, clippedShadows: 0 };
    return { frame, pixelsKey: frame.key, region: null, quality, timingsMs: { queue: 5, decode: 7 } };
  }
  const completed = (index = 0): DataOf<typeof inferenceCompleted> => inferenceCompleted.schema.parse(published[index]!.data);

  it('publishes what the model found, down to what the recipe can use', async () => {
    const low = { labels: { '*': { threshold: 0.01 } }, bands: { decide: 0.5, uncertain: 0.02 } };
    const data = await preprocessed(low);
    await service.infer(data, Date.now());
    await service.infer(await preprocessed({ bands: { decide: 0.9, uncertain: 0.5 } }), Date.now());
    expect(published[0]).toMatchObject({ type: inferenceCompleted.name, key: data.frame.inspectionId });
    expect(completed().model).toEqual({ name: 'pcb', version: 3, sha256: version.sha256 });
    expect(Math.min(...completed().detections.map(({ score }) => score))).toBeGreaterThanOrEqual(0.01);
    expect(completed(1).detections).toEqual(completed().detections.filter(({ score }) => score >= 0.5));
    expect(completed().timingsMs.decode).toBeGreaterThan(7);
    expect(completed().timingsMs.inference).toBeGreaterThan(0);
  });

  it('publishes the same event id when a frame is delivered twice', async () => {
    const data = await preprocessed();
    await service.infer(data, Date.now());
    await service.infer(data, Date.now());
    expect(published[0]!.id).toBe(published[1]!.id);
    expect(completed(1).detections).toEqual(completed().detections);
  });

  it('takes pixels that were decoded before, without reading the frame again', async () => {
    const data = await preprocessed({}, false);
    decoded.put(data.pixelsKey, { data: new SharedArrayBuffer(64 * 64), width: 64, height: 64, channels: 1 });
    await service.infer(data, Date.now());
    expect(completed().timingsMs.decode).toBe(7);
    expect(decoded.bytes).toBe(0);
  });

  it('gives up on a model that nobody registered and on a frame that is gone', async () => {
    await expect(service.infer(await preprocessed({ model: 'unknown@champion' }), Date.now())).rejects.toMatchObject({
      code: 'model-unknown',
      canRetry: false,
    });
    await expect(service.infer(await preprocessed({}, false), Date.now())).rejects.toMatchObject({
      code: 'frame-missing',
      canRetry: false,
    });
  });

  it('judges with the promoted version from the next frame on', async () => {
    await service.infer(await preprocessed(), Date.now());
    registered.set('pcb@champion', { ...version, version: 4 });
    await models.refresh('pcb@champion');
    await service.infer(await preprocessed(), Date.now());
    expect([completed().model.version, completed(1).model.version]).toEqual([3, 4]);
  });

  it('is ready once the models to preload can run, even when they are registered late', async () => {
    registered.clear();
    const readiness = new Readiness();
    const champion = new ChampionReadiness(models, readiness, config);
    champion.onApplicationBootstrap();
    await sleep(50);
    expect(await readiness.notReady()).toEqual([{ part: 'inference', reason: expect.stringContaining('pcb@champion') }]);
    registered.set('pcb@champion', version);
    while ((await readiness.notReady()).length > 0) await sleep(20);
    champion.onApplicationShutdown();
  });
});
