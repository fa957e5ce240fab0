import { Injectable } from '@nestjs/common';
import type { Camera, CapturedFrame, Frame, FramesAccepted, Principal, RecipeVersion } from '@sightline/contracts';
import { CameraDirectory, InputError, readConfig, RecipeDirectory } from '@sightline/platform';
import { DecodedFrames, runtimeConfig } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';
import { createHash, randomUUID } from 'node:crypto';
import { FrameRepository, type Intake } from './frame.repository.js';
import { hourFolder } from './hour-folder.js';
import { checkImage } from './image-check.js';

export interface Origin {
  readonly camera: Camera;
  readonly recipe: RecipeVersion;
  readonly view: string;
  readonly part: string | null;
  readonly capturedAt: string;
  readonly receivedAt: string;
  readonly idempotencyKey: string | null;
}

/** Takes frames in: checks them, stores their bytes, records and announces them. What was answered as accepted is durable. */
@Injectable()
export class IntakeService {
  private readonly maxPixels = readConfig(runtimeConfig).SIGHTLINE_MAX_FRAME_PIXELS;

  constructor(
    private readonly cameras: CameraDirectory,
    private readonly recipes: RecipeDirectory,
    private readonly store: ObjectStore,
    private readonly frames: FrameRepository,
    private readonly decoded: DecodedFrames,
  ) {}

  /**
   * Who sends what for which recipe, before any byte of the body is read.
   * @throws InputError 403, 404 or 422
   */
  async originOf(
    principal: Principal,
    query: {
      camera: string;
      recipe?: string | undefined;
      part?: string | undefined;
      view?: string | undefined;
      capturedAt?: string | undefined;
    },
    idempotencyKey: string | null,
  ): Promise<Origin> {
    if (principal.role === 'camera' && principal.cameras && !principal.cameras.includes(query.camera))
      throw new InputError({
        status: 403,
        code: 'camera-forbidden',
        detail: `The key "${principal.name}" may not post frames of camera ${query.camera}.`,
      });
    const camera = await this.cameras.find(query.camera);
    if (!camera)
      throw new InputError({
        status: 404,
        code: 'camera-unknown',
        detail: `There is no camera ${query.camera}. Make it with PUT /v1/cameras/${query.camera}.`,
      });
    const name = query.recipe ?? camera.recipe;
    const recipe = await this.recipes.find(name);
    if (!recipe)
      throw new InputError({
        status: 404,
        code: 'recipe-unknown',
        detail: `There is no recipe ${name}. Make it with PUT /v1/recipes/${name}.`,
      });
    const receivedAt = new Date().toISOString();
    const capturedAt = query.capturedAt ? new Date(query.capturedAt).toISOString() : receivedAt;
    return { camera, recipe, view: query.view ?? camera.view, part: query.part ?? null, capturedAt, receivedAt, idempotencyKey };
  }

  /** @throws InputError 409 `idempotency-key-reused`, 413, 422 */
  async take(origin: Origin, images: readonly Buffer[]): Promise<{ accepted: FramesAccepted; repeated: boolean }> {
    const digest = origin.idempotencyKey ? digestOf(images) : '';
    const idempotency = origin.idempotencyKey ? { camera: origin.camera.id, key: origin.idempotencyKey, digest } : null;
    if (idempotency) {
      const earlier = await this.frames.findRepeated(idempotency.camera, idempotency.key);
      if (earlier) return { accepted: sameBytes(earlier, digest), repeated: true };
    }
    const grouping = this.groupingOf(origin, images.length);
    const shared = grouping || origin.recipe.recipe.views.expected > 1 ? randomUUID() : null;
    const frames = await Promise.all(
      images.map((image, index) =>
        this.storeFrame(origin, image, shared ?? randomUUID(), images.length > 1 ? `${origin.view}-${index + 1}` : origin.view),
      ),
    );
    return this.recordOrDiscard({ frames, idempotency, grouping }, digest);
  }

  find(id: string): Promise<Frame | null> {
    return this.frames.find(id);
  }

  private async recordOrDiscard(intake: Intake, digest: string): Promise<{ accepted: FramesAccepted; repeated: boolean }> {
    const discard = (): Promise<unknown> => Promise.all(intake.frames.map(({ key }) => this.store.delete(key)));
    const recorded = await this.frames.record(intake).catch(async (error: unknown) => {
      await discard();
      throw error;
    });
    if (recorded.outcome === 'recorded') return { accepted: recorded.accepted, repeated: false };
    await discard();
    return { accepted: sameBytes(recorded, digest), repeated: true };
  }

  private async storeFrame(origin: Origin, image: Buffer, inspectionId: string, view: string): Promise<CapturedFrame> {
    const { camera, recipe } = origin;
    const id = randomUUID();
    const key = `${hourFolder(origin.receivedAt)}${id}`;
    const { mediaType, width, height } = await checkImage(image, key, this.maxPixels, this.decoded);
    const { sha256, bytes } = await this.store.put(key, image);
    return {
      ...{ id, inspectionId, key, sha256, mediaType, bytes, width, height },
      ...{ camera: camera.id, site: camera.site, line: camera.line, station: camera.station, view, part: origin.part },
      ...{ capturedAt: origin.capturedAt, receivedAt: origin.receivedAt },
      recipe: { name: recipe.name, version: recipe.version, body: recipe.recipe },
    };
  }

  private groupingOf({ camera, recipe, part }: Origin, images: number): Intake['grouping'] {
    const { expected, waitMs } = recipe.recipe.views;
    if (expected === 1 || images >= expected) return null;
    if (part === null)
      throw new InputError({
        status: 422,
        code: 'part-missing',
        detail: `Recipe ${recipe.name} judges ${expected} views together: say which part this is with part=, or send all views in one multipart request.`,
      });
    return { station: `${camera.site}/${camera.line}/${camera.station}`, part, expected, waitMs };
  }
}

/** Tells whether two requests carried the same images in the same order. */
function digestOf(images: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const image of images) hash.update(String(image.length)).update('\n').update(image);
  return hash.digest('hex');
}

function sameBytes(earlier: { digest: string; accepted: FramesAccepted }, digest: string): FramesAccepted {
  if (earlier.digest === digest) return earlier.accepted;
  throw new InputError({
    status: 409,
    code: 'idempotency-key-reused',
    detail: 'This Idempotency-Key came before with other bytes. Use a new key for a new frame.',
  });
}
