import {
  capturedFrameSchema,
  createEvent,
  stageFailed,
  type CapturedFrame,
  type DeadLetter,
  type SightlineEvent,
} from '@sightline/contracts';

/** What a stage announces that gave up on a frame; null when the event is about no frame. */
export function stageFailureOf(event: SightlineEvent, stage: string, { code, message }: DeadLetter['reason']): SightlineEvent | null {
  if (event.type === stageFailed.name) return null;
  const frame = frameOf(event.data);
  if (!frame) return null;
  return createEvent(stageFailed, {
    cause: [event.id, stage],
    key: frame.inspectionId,
    source: stage,
    data: { frame, stage, code, detail: message },
  });
}

function frameOf(data: unknown): CapturedFrame | null {
  const candidates = [data, (data as { frame?: unknown } | null)?.frame];
  for (const candidate of candidates) {
    const parsed = capturedFrameSchema.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
  return null;
}
