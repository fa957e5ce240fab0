import { type Box, type CapturedFrame, deriveId, type Inspection, type Quality } from '@sightline/contracts';
import { type Answer, fitnessOf, judge, scoreFloor } from '@sightline/judging';
import type { Pixels } from '@sightline/runtime';
import { measureQuality, readImageHeader } from '@sightline/vision';
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { inOneLine } from '../failure.js';
import type { ModelSession } from '../model-session.js';
import type { Plan } from './plan.js';

/** Names of where a frame comes from that did not come from a camera. */
const place = { camera: 'command-line', site: 'local', line: 'local', station: 'local', view: 'main' } as const;

/** Judges images with the parts that the server judges with. */
export class Inspector {
  constructor(
    private readonly session: ModelSession,
    private readonly plan: Plan,
  ) {}

  /** @throws when the file cannot be read; an image that cannot be decoded is `unusable` */
  async inspect(file: string): Promise<Inspection> {
    const receivedAt = new Date();
    const [bytes, { mtime }] = await Promise.all([readFile(file), stat(file)]);
    const { frame, answer } = await this.look(this.capture(file, bytes, mtime, receivedAt), bytes);
    return judge({ id: frame.inspectionId, frames: { [frame.id]: frame }, answers: { [frame.id]: answer }, closed: true }, new Date());
  }

  private capture(file: string, bytes: Buffer, taken: Date, receivedAt: Date): CapturedFrame {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const { recipe, recipeName } = this.plan;
    return {
      id: deriveId('frame', file, sha256),
      inspectionId: deriveId('inspection', file, sha256, this.session.sha256, JSON.stringify(recipe)),
      key: file,
      sha256,
      ...headerOf(bytes),
      bytes: bytes.length,
      ...place,
      part: null,
      capturedAt: taken.toISOString(),
      receivedAt: receivedAt.toISOString(),
      recipe: { name: recipeName, version: 1, body: recipe },
    };
  }

  private async look(frame: CapturedFrame, bytes: Buffer): Promise<{ frame: CapturedFrame; answer: Answer }> {
    const start = performance.now();
    let pixels: Pixels;
    try {
      pixels = await this.session.decode(bytes);
    } catch (error) {
      return { frame, answer: rejected([{ code: 'image-unusable', detail: inOneLine(error) }], null, performance.now() - start) };
    }
    const { width, height } = pixels;
    const quality = measureQuality({ ...pixels, data: new Uint8Array(pixels.data) });
    const { region, reasons } = fitnessOf(pixels, quality, this.plan.recipe);
    const decodeMs = performance.now() - start;
    const seen = { ...frame, width, height };
    return {
      frame: seen,
      answer: reasons.length ? rejected(reasons, quality, decodeMs) : await this.infer(pixels, region, quality, decodeMs),
    };
  }

  private async infer(pixels: Pixels, region: Box | null, quality: Quality, decodeMs: number): Promise<Answer> {
    const { recipe, modelName } = this.plan;
    const { detections, queueMs, runMs } = await this.session.run(pixels, { region, minScore: scoreFloor(recipe) });
    const model = { name: modelName, version: 1, sha256: this.session.sha256 };
    return { kind: 'inferred', quality, model, detections, timingsMs: { queue: queueMs, decode: decodeMs, inference: runMs } };
  }
}

const rejected = (reasons: { code: string; detail: string }[], quality: Quality | null, decode: number): Answer => ({
  kind: 'rejected',
  reasons,
  quality,
  timingsMs: { queue: 0, decode },
});

/** Of a file that is no image, nothing is known. */
function headerOf(bytes: Buffer): Pick<CapturedFrame, 'mediaType' | 'width' | 'height'> {
  try {
    const { mediaType, width, height } = readImageHeader(bytes);
    return { mediaType, width, height };
  } catch {
    return { mediaType: 'image/jpeg', width: 0, height: 0 };
  }
}
