import {
  createEvent,
  frameCaptured,
  frameRejected,
  inferenceCompleted,
  inspectionJudged,
  stageFailed,
  type CapturedFrame,
  type Inspection,
  type SightlineEvent,
} from '@sightline/contracts';
import { InspectionModule } from '@sightline/inspection';
import { ServiceFixture } from '@sightline/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { aFrame, aShort, inferred } from './frame.fixture.js';
import { InspectionService } from './inspection.service.js';

const captured = (frame: CapturedFrame): SightlineEvent =>
  createEvent(frameCaptured, { cause: [frame.id], key: frame.inspectionId, source: 'ingestion', data: frame });
const completed = (frame: CapturedFrame, ...detections: ReturnType<typeof aShort>[]): SightlineEvent =>
  createEvent(inferenceCompleted, { cause: [frame.id], key: frame.inspectionId, source: 'inference', data: inferred(frame, detections) });

describe('inspection', () => {
  let service: ServiceFixture;
  const told: Inspection[] = [];

  const listen = () =>
    service.bus.subscribe({
      group: 'listener',
      topics: [inspectionJudged.name],
      handle: async (event) => void told.push(event.data as Inspection),
    });
  const toldOf = (id: string): Inspection[] => told.filter((inspection) => inspection.id === id);
  const verdictOf = async (id: string): Promise<Inspection> => {
    for (;;) {
      const inspection = await service.json<Inspection>(`/v1/inspections/${id}`);
      if (inspection.verdict) return inspection;
      await sleep(20);
    }
  };
  /** Sends another inspection through after everything sent so far. */
  const settle = async (): Promise<void> => {
    const frame = aFrame();
    await service.bus.publish([captured(frame), completed(frame)]);
    await verdictOf(frame.inspectionId);
    while ((await service.bus.lag()).some(({ lag }) => lag > 0)) await sleep(20);
  };

  beforeAll(async () => {
    service = await ServiceFixture.start(InspectionModule);
    await listen();
  });
  afterAll(() => service.dispose());

  it('shows an inspection as pending until a model has looked at it', async () => {
    const frame = aFrame({ part: 'SN-1' });
    await service.bus.publish([captured(frame)]);
    expect(await service.json(`/v1/inspections/${frame.inspectionId}`)).toMatchObject({
      verdict: null,
      part: 'SN-1',
      frames: [{ id: frame.id, quality: null }],
      judgedAt: null,
    });
    expect((await service.json<{ items: Inspection[] }>('/v1/inspections')).items.map(({ id }) => id)).not.toContain(frame.inspectionId);
    await service.bus.publish([completed(frame, aShort())]);
    expect(await verdictOf(frame.inspectionId)).toMatchObject({
      verdict: 'fail',
      reasons: ['short 0.93 >= 0.50 (major)'],
      defects: [{ label: 'short', areaPx: 1200, areaMm2: null, frameId: frame.id }],
      model: { name: 'pcb-defects', version: 1 },
      latencyMs: { queue: 1, decode: 2, inference: 3 },
      error: null,
    });
  });

  it('gives one verdict whatever the order and number of deliveries', async () => {
    const frames = Array.from({ length: 12 }, () => aFrame());
    const events = frames.flatMap((frame) => [captured(frame), completed(frame, aShort()), captured(frame), completed(frame, aShort())]);
    const shuffled = events
      .map((event) => [Math.random(), event] as const)
      .sort(([a], [b]) => a - b)
      .map(([, event]) => event);
    for (let start = 0; start < shuffled.length; start += 5) await service.bus.publish(shuffled.slice(start, start + 5));
    const judged = await Promise.all(frames.map(({ inspectionId }) => verdictOf(inspectionId)));
    await service.bus.publish(events);
    await settle();
    for (const before of judged) {
      expect(await service.json(`/v1/inspections/${before.id}`)).toEqual(before);
      expect(toldOf(before.id)).toEqual([before]);
    }
  });

  it('ends rejected frames unusable and failed ones in error', async () => {
    const rejected = aFrame();
    const failed = aFrame();
    await service.bus.publish([
      createEvent(frameRejected, {
        cause: [rejected.id],
        key: rejected.inspectionId,
        source: 'preprocessing',
        data: {
          frame: rejected,
          reasons: [{ code: 'blurred', detail: 'sharpness 1 is below 5' }],
          quality: null,
          timingsMs: { queue: 0, decode: 1 },
        },
      }),
      createEvent(stageFailed, {
        cause: [failed.id],
        key: failed.inspectionId,
        source: 'inference',
        data: { frame: failed, stage: 'inference', code: 'model-broken', detail: 'no memory' },
      }),
    ]);
    expect(await verdictOf(rejected.inspectionId)).toMatchObject({
      verdict: 'unusable',
      reasons: ['sharpness 1 is below 5'],
      error: null,
      uncertainty: null,
    });
    expect(await verdictOf(failed.inspectionId)).toMatchObject({
      verdict: 'error',
      reasons: ['inference failed: no memory'],
      error: { code: 'model-broken', stage: 'inference' },
    });
  });

  it('gives up what no stage answers once the line has moved on, and not before', async () => {
    const inspections = service.app.get(InspectionService, { strict: false });
    const lost = aFrame();
    await service.bus.publish([captured(lost)]);
    await settle();
    expect(await inspections.giveUpAbandoned(0, false)).toBe(0);
    const later = aFrame({ receivedAt: new Date(Date.now() + 120_000).toISOString() });
    await service.bus.publish([captured(later), completed(later)]);
    await verdictOf(later.inspectionId);
    expect(await inspections.giveUpAbandoned(0, false)).toBe(1);
    expect(await verdictOf(lost.inspectionId)).toMatchObject({ verdict: 'error', error: { code: 'timed-out' }, model: null });
    await service.bus.publish([completed(lost)]);
    await settle();
    expect(toldOf(lost.inspectionId)).toHaveLength(1);
  });

  describe('with two views', () => {
    const twoViews = (waitMs = 60_000) => {
      const inspectionId = randomUUID();
      const recipe = { views: { expected: 2, waitMs } };
      return [aFrame({ inspectionId, view: 'top', recipe }), aFrame({ inspectionId, view: 'side', recipe })] as const;
    };

    it('waits for both and judges them together', async () => {
      const [top, side] = twoViews();
      await service.bus.publish([captured(top), completed(top)]);
      await settle();
      expect(await service.json(`/v1/inspections/${top.inspectionId}`)).toMatchObject({ verdict: null });
      await service.bus.publish([completed(side, aShort(0.6))]);
      expect(await verdictOf(top.inspectionId)).toMatchObject({
        verdict: 'review',
        defects: [{ frameId: side.id }],
        frames: expect.arrayContaining([expect.objectContaining({ view: 'top' }), expect.objectContaining({ view: 'side' })]),
      });
    });

    it('ends in error when one is missing, and does not judge it again when it comes late', async () => {
      const [top, side] = twoViews(50);
      await service.bus.publish([captured(top), completed(top)]);
      const judged = await verdictOf(top.inspectionId);
      expect(judged).toMatchObject({
        verdict: 'error',
        error: { code: 'views-missing' },
        reasons: ['1 of 2 views came within 50 ms: top came, 1 missing'],
      });
      await service.bus.publish([captured(side), completed(side, aShort())]);
      await settle();
      expect(await service.json(`/v1/inspections/${top.inspectionId}`)).toEqual(judged);
      expect(toldOf(top.inspectionId)).toHaveLength(1);
    });

    it('fails when the view that came fails already', async () => {
      const [top] = twoViews(50);
      await service.bus.publish([captured(top), completed(top, aShort())]);
      expect(await verdictOf(top.inspectionId)).toMatchObject({
        verdict: 'fail',
        reasons: ['short 0.93 >= 0.50 (major)', '1 of 2 views came within 50 ms: top came, 1 missing'],
      });
    });

    it('keeps the time limit over a restart', async () => {
      const [top] = twoViews(1500);
      await service.bus.publish([captured(top), completed(top)]);
      await settle();
      await service.stop();
      await service.start();
      await listen();
      expect(await verdictOf(top.inspectionId)).toMatchObject({ verdict: 'error', error: { code: 'views-missing' } });
      expect(toldOf(top.inspectionId).length).toBeLessThanOrEqual(1);
    });
  });
});
