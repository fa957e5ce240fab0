import type { CapturedFrame, Inspection } from '@sightline/contracts';
import { framesInOrder, type Answer, type OpenInspection } from './open-inspection.js';

/** The fields of an inspection that are known from its first frame on. */
export function origin(
  id: string,
  frames: readonly [CapturedFrame, ...CapturedFrame[]],
): Pick<Inspection, 'id' | 'part' | 'camera' | 'site' | 'line' | 'station' | 'recipe' | 'capturedAt' | 'receivedAt'> {
  const [{ camera, site, line, station, recipe, receivedAt }] = frames;
  return {
    id,
    part: frames.find(({ part }) => part !== null)?.part ?? null,
    camera,
    site,
    line,
    station,
    recipe: { name: recipe.name, version: recipe.version },
    capturedAt: frames.map(({ capturedAt }) => capturedAt).reduce((first, time) => (Date.parse(time) < Date.parse(first) ? time : first)),
    receivedAt,
  };
}

export function inspectedFrames(frames: readonly CapturedFrame[], answers: OpenInspection['answers']): Inspection['frames'] {
  return frames.map(({ id, key, sha256, width, height, camera, view }) => ({
    id,
    key,
    sha256,
    width,
    height,
    camera,
    view,
    quality: qualityOf(answers[id]),
  }));
}

const qualityOf = (answer: Answer | undefined) => (answer && answer.kind !== 'failed' ? answer.quality : null);

/** An inspection as it is read while its frames are still on their way: without a verdict. */
export function pendingInspection(open: OpenInspection): Inspection {
  const frames = framesInOrder(open);
  return {
    ...origin(open.id, frames),
    verdict: null,
    reasons: [],
    model: null,
    judgedAt: null,
    latencyMs: null,
    frames: inspectedFrames(frames, open.answers),
    defects: [],
    classes: [],
    anomaly: null,
    uncertainty: null,
    error: null,
  };
}
