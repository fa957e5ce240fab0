import {
  recipeSchema,
  type CapturedFrame,
  type DataOf,
  type Detection,
  type inferenceCompleted,
  type RecipeInput,
} from '@sightline/contracts';
import { randomUUID } from 'node:crypto';

const quality = { sharpness: 120, brightness: 128, clippedHighlights: 0, clippedShadows: 0 };

/** A captured frame for specs. */
export function aFrame({
  recipe,
  ...overrides
}: Partial<Omit<CapturedFrame, 'recipe'>> & { recipe?: Omit<RecipeInput, 'model'> } = {}): CapturedFrame {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    inspectionId: randomUUID(),
    key: 'frames/x.png',
    sha256: 'a'.repeat(64),
    mediaType: 'image/png',
    bytes: 1000,
    width: 640,
    height: 480,
    camera: 'cam-1',
    site: 's1',
    line: 'l1',
    station: 'st1',
    view: 'main',
    part: null,
    capturedAt: now,
    receivedAt: now,
    ...overrides,
    recipe: { name: 'pcb', version: 1, body: recipeSchema.parse({ model: 'pcb-defects@champion', ...recipe }) },
  };
}

/** What a model said about a frame. */
export const inferred = (frame: CapturedFrame, detections: Detection[] = []): DataOf<typeof inferenceCompleted> => ({
  frame,
  quality,
  model: { name: 'pcb-defects', version: 1, sha256: 'b'.repeat(64) },
  detections,
  timingsMs: { queue: 1, decode: 2, inference: 3 },
});

/** A sure short circuit. */
export const aShort = (score = 0.93): Detection => ({ label: 'short', score, box: [10, 20, 30, 40] });
