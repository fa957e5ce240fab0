import {
  type CapturedFrame,
  type DataOf,
  framePreprocessed,
  frameRejected,
  type RecipeInput,
  recipeSchema,
  type SightlineEvent,
} from '@sightline/contracts';
import type { EventBus } from '@sightline/events';
import { Metrics } from '@sightline/platform';
import { DecodedFrames } from '@sightline/runtime';
import { FileObjectStore } from '@sightline/storage';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { PreprocessingMetrics } from './preprocessing.metrics.js';
import { PreprocessingService } from './preprocessing.service.js';

const plain = (grey: number, width = 100, height = 80) =>
  sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
    .png()
    .toBuffer();
const sharpImage = () =>
  sharp(Buffer.from(Array.from({ length: 8000 }, (_, i) => ((i + Math.floor(i / 100)) % 2) * 100 + 70)), {
    raw: { width: 100, height: 80, channels: 1 },
  })
    .toColourspace('b-w')
    .png()
    .toBuffer();

describe('preprocessing', () => {
  let folder: string;
  let store: FileObjectStore;
  let decoded: DecodedFrames;
  let service: PreprocessingService;
  let published: SightlineEvent[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sightline-preprocessing-'));
    store = new FileObjectStore(folder);
    await store.init();
    decoded = new DecodedFrames(1 << 20);
    decoded.expectTaker();
    published = [];
    const bus = { publish: (events: SightlineEvent[]) => Promise.resolve(void published.push(...events)) } as unknown as EventBus;
    service = new PreprocessingService(bus, store, decoded, new PreprocessingMetrics(new Metrics()), {
      SIGHTLINE_INFERENCE_WORKERS: 1,
      SIGHTLINE_DECODED_MIB: 1,
      SIGHTLINE_MAX_FRAME_PIXELS: 1e6,
    });
  });

  afterEach(async () => {
    await store.destroy();
    await rm(folder, { recursive: true });
  });

  async function frameOf(
    image: Buffer,
    recipe: Partial<RecipeInput> = {},
    { stored = true, width = 100, height = 80 } = {},
  ): Promise<CapturedFrame> {
    const id = randomUUID();
    if (stored) await store.put(`frames/${id}`, image);
    return {
      ...{
        id,
        inspectionId: randomUUID(),
        key: `frames/${id}`,
        sha256: createHash('sha256').update(image).digest('hex'),
        mediaType: 'image/png',
        bytes: image.length,
        width,
        height,
      },
      ...{
        camera: 'cam',
        site: 'site',
        line: 'line',
        station: 'station',
        view: 'main',
        part: null,
        capturedAt: new Date().toISOString(),
        receivedAt: new Date().toISOString(),
      },
      recipe: { name: 'recipe', version: 1, body: recipeSchema.parse({ model: 'm@champion', ...recipe }) },
    };
  }
  const reasons = (): string[] => (published[0]!.data as DataOf<typeof frameRejected>).reasons.map(({ code }) => code);

  it('passes a fit frame on with its quality and leaves its pixels for inference', async () => {
    const frame = await frameOf(await sharpImage());
    await service.preprocess(frame);
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({ type: framePreprocessed.name, key: frame.inspectionId, source: 'preprocessing' });
    const data = framePreprocessed.schema.parse(published[0]!.data);
    expect(data).toMatchObject({ pixelsKey: frame.key, region: null });
    expect(data.quality.sharpness).toBeGreaterThan(10_000);
    expect(decoded.take(frame.key)).toMatchObject({ width: 100, height: 80, channels: 1 });
  });

  it('publishes the same event id when a frame is delivered twice', async () => {
    const frame = await frameOf(await sharpImage());
    await service.preprocess(frame);
    await service.preprocess(frame);
    expect(published[0]!.id).toBe(published[1]!.id);
  });

  it('rejects with every reason in words', async () => {
    await service.preprocess(
      await frameOf(await plain(255), { quality: { minSharpness: 50, maxClipped: 0.2, minWidth: 640 }, region: [500, 0, 10, 10] }),
    );
    expect(published[0]!.type).toBe(frameRejected.name);
    const { reasons: found, quality } = frameRejected.schema.parse(published[0]!.data);
    expect(found.map(({ code }) => code)).toEqual(['image-too-small', 'image-blurred', 'image-overexposed', 'region-outside-frame']);
    expect(found[1]!.detail).toMatch(/sharpness 0\.0.*50/);
    expect(quality).toMatchObject({ brightness: 255, clippedHighlights: 1 });
    expect(decoded.bytes).toBe(0);
  });

  it('rejects black frames', async () => {
    await service.preprocess(await frameOf(await plain(2), { quality: { maxClipped: 0.5 } }));
    expect(reasons()).toEqual(['image-underexposed']);
  });

  it('clips a region that is partly outside', async () => {
    await service.preprocess(await frameOf(await sharpImage(), { region: [60.5, -10, 100, 50] }));
    expect(published[0]!.data).toMatchObject({ region: [60, 0, 40, 40] });
  });

  it('rejects what cannot be decoded instead of trying it again', async () => {
    const image = await sharpImage();
    image.fill(0xaa, image.length >> 1);
    await service.preprocess(await frameOf(image));
    expect(reasons()).toEqual(['image-corrupt']);
    expect(published[0]!.data).toMatchObject({ quality: null });
  });

  it('gives up on a frame whose bytes are gone', async () => {
    await expect(service.preprocess(await frameOf(await sharpImage(), {}, { stored: false }))).rejects.toMatchObject({
      code: 'frame-missing',
      canRetry: false,
    });
  });
});
