import { type CapturedFrame, deriveId, inspectionSchema, type Detection, recipeSchema, type RecipeInput } from '@sightline/contracts';
import fc from 'fast-check';
import { judge } from './judge.js';
import { type Answer, framesInOrder, gather, isComplete, type OpenInspection } from './open-inspection.js';

const receivedAt = '2026-03-01T08:00:00.000Z';
const judgedAt = new Date('2026-03-01T08:00:00.120Z');
const quality = { sharpness: 100, brightness: 120, clippedHighlights: 0, clippedShadows: 0 };
const model = { name: 'pcb-defects', version: 4, sha256: 'b'.repeat(64) };
const inspectionId = deriveId('spec', 'inspection');

const frame = (view: string, recipe: Partial<RecipeInput> = {}, changes: Partial<CapturedFrame> = {}): CapturedFrame => ({
  id: deriveId('spec', view),
  inspectionId,
  key: `frames/${view}`,
  sha256: 'a'.repeat(64),
  mediaType: 'image/png',
  bytes: 1000,
  width: 640,
  height: 480,
  camera: 'cam-1',
  site: 's',
  line: 'l',
  station: 'st',
  view,
  part: null,
  capturedAt: receivedAt,
  receivedAt,
  ...changes,
  recipe: { name: 'pcb', version: 3, body: recipeSchema.parse({ model: 'pcb-defects@champion', ...recipe }) },
});
const found = (...detections: Detection[]): Answer => ({
  kind: 'inferred',
  quality,
  model,
  detections,
  timingsMs: { queue: 1, decode: 2, inference: 30 },
});
const short = (score: number): Detection => ({ label: 'short', score, box: [10, 20, 30, 40] });
const rejected: Answer = {
  kind: 'rejected',
  reasons: [{ code: 'image-blurred', detail: 'sharpness 2.0' }],
  quality,
  timingsMs: { queue: 1, decode: 2 },
};
const failed: Answer = { kind: 'failed', stage: 'inference', code: 'model-run-failed', detail: 'out of memory' };

type View = readonly [CapturedFrame, Answer | null];
const open = (...views: View[]): OpenInspection => ({
  id: inspectionId,
  frames: Object.fromEntries(views.map(([one]) => [one.id, one])),
  answers: Object.fromEntries(views.flatMap(([one, answer]) => (answer ? [[one.id, answer]] : []))),
  closed: true,
});
const verdictOf = (...views: View[]): string | null => judge(open(...views), judgedAt).verdict;

describe('judge', () => {
  it('says what was found, where, how bad and how long it took, in the shape that the API promises', () => {
    const inspection = judge(
      open([frame('top', { mmPerPixel: 0.1, labels: { short: { severity: 'critical' } } }, { part: 'SN-1' }), found(short(0.93))]),
      judgedAt,
    );
    expect(inspectionSchema.strict().parse(inspection)).toEqual(inspection);
    expect(inspection).toMatchObject({
      verdict: 'fail',
      reasons: ['short 0.93 >= 0.50 (critical)'],
      part: 'SN-1',
      recipe: { name: 'pcb', version: 3 },
      model,
      latencyMs: { total: 120, queue: 1, decode: 2, inference: 30, masks: 0 },
      defects: [{ label: 'short', score: 0.93, severity: 'critical', areaPx: 1200, box: [10, 20, 30, 40] }],
      error: null,
    });
    expect(inspection.defects[0]!.areaMm2).toBeCloseTo(12, 9);
  });

  it.each([
    ['pass', found()],
    ['pass', found(short(0.49))],
    ['review', found(short(0.6))],
    ['fail', found(short(0.7))],
    ['unusable', rejected],
    ['error', failed],
    ['error', null],
  ] as const)('ends %s', (verdict, answer) => {
    expect(verdictOf([frame('top'), answer])).toBe(verdict);
  });

  it('says what went wrong, and in which view when there are several', () => {
    expect(judge(open([frame('top'), failed]), judgedAt)).toMatchObject({
      reasons: ['inference failed: out of memory'],
      error: { stage: 'inference', code: 'model-run-failed' },
    });
    expect(judge(open([frame('top'), found()], [frame('side'), rejected]), judgedAt).reasons).toEqual(['side: sharpness 2.0']);
  });

  it('lets no part pass whose views are missing or went wrong, and fails it whatever else happened', () => {
    const two = { views: { expected: 2 } };
    expect(verdictOf([frame('top', two), found()])).toBe('error');
    expect(verdictOf([frame('top', two), found()], [frame('side', two), rejected])).toBe('unusable');
    expect(verdictOf([frame('top', two), failed], [frame('side', two), rejected])).toBe('error');
    expect(verdictOf([frame('top', two), found(short(0.9))], [frame('side', two), failed])).toBe('fail');
    expect(verdictOf([frame('top', two), found()], [frame('side', two), found()])).toBe('pass');
  });

  it('draws passes for review, always the same ones, and nothing else', () => {
    const drawn = judge(open([frame('top', { sampleForReview: 1 }), found()]), judgedAt);
    expect(drawn.verdict).toBe('review');
    expect(drawn.reasons).toEqual(['passed, drawn for review (share 1)']);
    expect(verdictOf([frame('top', { sampleForReview: 1 }), found(short(0.9))])).toBe('fail');
    expect(verdictOf([frame('top', { sampleForReview: 1 }), rejected])).toBe('unusable');
  });
});

describe('gather', () => {
  it('reaches the same inspection in whatever order and however often news comes', () => {
    const [top, side] = [
      frame('top', { views: { expected: 2 } }),
      frame('side', { views: { expected: 2 } }, { receivedAt: '2026-03-01T08:00:00.050Z' }),
    ];
    const news = [top, side].flatMap((one) => [
      { frame: one, answer: null },
      { frame: one, answer: found(short(0.9)) },
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray([...news, ...news], { minLength: 8, maxLength: 8 }), (shuffled) => {
        const [gathered, ...others] = gather(shuffled);
        expect(others).toEqual([]);
        expect(isComplete(gathered!)).toBe(true);
        expect(framesInOrder(gathered!).map(({ view }) => view)).toEqual(['top', 'side']);
        expect(judge(gathered!, judgedAt)).toEqual(judge(gather(news)[0]!, judgedAt));
      }),
    );
  });

  it('is not complete while a view or an answer lacks', () => {
    const two = { views: { expected: 2 } };
    const whole = (...news: Parameters<typeof gather>[0]): boolean => isComplete(gather(news)[0]!);
    expect(whole({ frame: frame('top', two), answer: found() })).toBe(false);
    expect(whole({ frame: frame('top', two), answer: found() }, { frame: frame('side', two), answer: null })).toBe(false);
    expect(whole({ frame: frame('top', two), answer: found() }, { frame: frame('side', two), answer: failed })).toBe(true);
  });
});
