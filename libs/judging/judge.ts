import type { Box, CapturedFrame, Defect, Detection, Inspection, Verdict } from '@sightline/contracts';
import { inspectedFrames, origin } from './inspection-document.js';
import { framesInOrder, type Answer, type OpenInspection } from './open-inspection.js';
import { entropyBits, isSampled } from './uncertainty.js';
import { judgeDetections, type Finding } from './verdict.js';

type Placed = Detection & { frameId: string };
type Inferred = Extract<Answer, { kind: 'inferred' }>;

/** Why an inspection could not be judged as its recipe wants. */
interface Trouble {
  readonly verdict: Extract<Verdict, 'error' | 'unusable'>;
  readonly reasons: string[];
  readonly error: Inspection['error'];
}

const areaPx = ({ box: [, , width, height] }: { box: Box }): number => width * height;

/**
 * The one verdict of an inspection. A view that fails the part fails it whatever happened to the others; else trouble with any
 * view keeps the part from passing.
 * @param open complete, or given up
 */
export function judge(open: OpenInspection, judgedAt: Date): Inspection {
  const frames = framesInOrder(open);
  const { recipe } = frames[0];
  const inferred = frames.flatMap(({ id }) => (open.answers[id]?.kind === 'inferred' ? [[id, open.answers[id]] as const] : []));
  const detections = inferred.flatMap(([frameId, { detections }]) => detections.map((detection): Placed => ({ ...detection, frameId })));
  const outcome = judgeDetections(detections, recipe.body, areaPx);
  const troubles = troublesOf(open, frames);
  const sampled = !troubles.length && outcome.verdict === 'pass' && isSampled(open.id, recipe.body.sampleForReview);
  const worst = troubles.find(({ verdict }) => verdict === 'error') ?? troubles[0];
  const top = detections.reduce((best, { score }) => Math.max(best, score), 0);
  return {
    ...origin(open.id, frames),
    verdict: outcome.verdict === 'fail' ? 'fail' : (worst?.verdict ?? (sampled ? 'review' : outcome.verdict)),
    reasons: [
      ...outcome.reasons,
      ...troubles.flatMap(({ reasons }) => reasons),
      ...(sampled ? [`passed, drawn for review (share ${recipe.body.sampleForReview})`] : []),
    ],
    model: inferred[0]?.[1].model ?? null,
    judgedAt: judgedAt.toISOString(),
    latencyMs: latency(
      frames,
      inferred.map(([, answer]) => answer),
      judgedAt,
    ),
    frames: inspectedFrames(frames, open.answers),
    defects: outcome.findings.map((finding) => toDefect(finding, recipe.body.mmPerPixel)),
    classes: [],
    anomaly: null,
    uncertainty: inferred.length ? { entropy: entropyBits(top), outOfDistribution: null } : null,
    error: worst?.error ?? null,
  };
}

function toDefect({ detection, rule }: Finding<Placed>, mmPerPixel: number | null): Defect {
  const area = areaPx(detection);
  const { label, score, box, frameId } = detection;
  return {
    label,
    score,
    probability: null,
    box,
    severity: rule.severity,
    areaPx: area,
    areaMm2: mmPerPixel === null ? null : area * mmPerPixel ** 2,
    mask: null,
    maskSource: null,
    frameId,
  };
}

function troublesOf(open: OpenInspection, frames: readonly [CapturedFrame, ...CapturedFrame[]]): Trouble[] {
  const { expected, waitMs } = frames[0].recipe.body.views;
  const troubles: Trouble[] = [];
  const trouble = (code: string, stage: string, detail: string): void =>
    void troubles.push({ verdict: 'error', reasons: [detail], error: { code, stage, detail } });
  if (frames.length < expected)
    trouble(
      'views-missing',
      'inspection',
      `${frames.length} of ${expected} views came within ${waitMs} ms: ${frames.map(({ view }) => view).join(', ')} came, ${expected - frames.length} missing`,
    );
  for (const { id, view } of frames) {
    const answer = open.answers[id];
    const where = frames.length > 1 || expected > 1 ? `${view}: ` : '';
    if (!answer) trouble('timed-out', 'inspection', `${where}no stage answered for the frame in time`);
    else if (answer.kind === 'failed')
      troubles.push({
        verdict: 'error',
        reasons: [`${where}${answer.stage} failed: ${answer.detail}`],
        error: { code: answer.code, stage: answer.stage, detail: answer.detail },
      });
    else if (answer.kind === 'rejected')
      troubles.push({ verdict: 'unusable', reasons: answer.reasons.map(({ detail }) => `${where}${detail}`), error: null });
  }
  return troubles;
}

/** From the arrival of the last view; the stages of several views run side by side, so the slowest counts. ms. */
function latency(frames: readonly CapturedFrame[], answers: readonly Inferred[], judgedAt: Date): Inspection['latencyMs'] {
  // Tenths are all that such clocks are good for.
  const slowest = (stage: 'queue' | 'decode' | 'inference'): number =>
    Math.round(answers.reduce((most, { timingsMs }) => Math.max(most, timingsMs[stage]), 0) * 10) / 10;
  const arrived = Math.max(...frames.map(({ receivedAt }) => Date.parse(receivedAt)));
  return {
    total: Math.max(0, judgedAt.getTime() - arrived),
    queue: slowest('queue'),
    decode: slowest('decode'),
    inference: slowest('inference'),
    masks: 0,
  };
}
