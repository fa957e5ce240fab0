import type { CapturedFrame, DataOf, frameRejected, inferenceCompleted, stageFailed } from '@sightline/contracts';

/** What became of one frame. */
export type Answer =
  | ({ readonly kind: 'inferred' } & Omit<DataOf<typeof inferenceCompleted>, 'frame'>)
  | ({ readonly kind: 'rejected' } & Omit<DataOf<typeof frameRejected>, 'frame'>)
  | ({ readonly kind: 'failed' } & Omit<DataOf<typeof stageFailed>, 'frame'>);

/** What one event says about an inspection. */
export interface FrameNews {
  readonly frame: CapturedFrame;
  /** Null: it was captured. */
  readonly answer: Answer | null;
}

/** An inspection that has no verdict yet. */
export interface OpenInspection {
  readonly id: string;
  readonly frames: Readonly<Record<string, CapturedFrame>>;
  /** By frame; the first answer stays. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** No further views are waited for. */
  readonly closed: boolean;
}

/** The frames in the order in which they came. */
export function framesInOrder({ frames }: OpenInspection): [CapturedFrame, ...CapturedFrame[]] {
  const ordered = Object.values(frames).sort((a, b) => a.receivedAt.localeCompare(b.receivedAt) || a.id.localeCompare(b.id));
  if (!ordered[0]) throw new Error('an inspection has at least one frame');
  return ordered as [CapturedFrame, ...CapturedFrame[]];
}

/** Whether all that is waited for is here: the expected views, and an answer to each frame. */
export function isComplete(open: OpenInspection): boolean {
  const frames = framesInOrder(open);
  return (open.closed || frames.length >= frames[0].recipe.body.views.expected) && frames.every(({ id }) => id in open.answers);
}

/** Gathers the news of a batch by inspection, so that each inspection is written once. */
export function gather(news: readonly FrameNews[]): OpenInspection[] {
  const gathered = new Map<
    string,
    { id: string; frames: Record<string, CapturedFrame>; answers: Record<string, Answer>; closed: boolean }
  >();
  for (const { frame, answer } of news) {
    const open = gathered.get(frame.inspectionId) ?? { id: frame.inspectionId, frames: {}, answers: {}, closed: false };
    gathered.set(open.id, open);
    open.frames[frame.id] ??= frame;
    if (answer) open.answers[frame.id] ??= answer;
  }
  return [...gathered.values()];
}
