import {
  createEvent,
  frameCaptured,
  inferenceCompleted,
  modelVersionPromoted,
  type CapturedFrame,
  type DeadLetter,
  type Inspection,
  type Statistics,
} from '@sightline/contracts';
import { InspectionModule } from '@sightline/inspection';
import { ObjectStore } from '@sightline/storage';
import { ServiceFixture } from '@sightline/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { aFrame, inferred } from './frame.fixture.js';

interface StreamedEvent {
  id: number;
  event: string;
  data: Inspection;
}

describe('the inspections API', () => {
  let service: ServiceFixture;

  /** Judges a frame and answers its inspection. */
  const judge = async (overrides: Parameters<typeof aFrame>[0] = {}, ...found: [label: string, score: number][]): Promise<Inspection> => {
    const frame = aFrame(overrides);
    await publish(frame, found);
    for (;;) {
      const inspection = await service.json<Inspection>(`/v1/inspections/${frame.inspectionId}`);
      if (inspection.verdict) return inspection;
      await sleep(10);
    }
  };
  const publish = (frame: CapturedFrame, found: [label: string, score: number][] = []) =>
    service.bus.publish([
      createEvent(frameCaptured, { cause: [frame.id], key: frame.inspectionId, source: 'ingestion', data: frame }),
      createEvent(inferenceCompleted, {
        cause: [frame.id],
        key: frame.inspectionId,
        source: 'inference',
        data: inferred(
          frame,
          found.map(([label, score], index) => ({ label, score, box: [10 + 40 * index, 60, 30, 20] })),
        ),
      }),
    ]);
  const list = async (query: string): Promise<string[]> =>
    (await service.json<{ items: Inspection[] }>(`/v1/inspections?${query}`)).items.map(({ id }) => id);

  beforeAll(async () => {
    service = await ServiceFixture.start(InspectionModule);
  });
  afterAll(() => service.dispose());

  describe('lists', () => {
    const judged: Inspection[] = [];
    const line = 'lists';

    beforeAll(async () => {
      judged.push(await judge({ line, camera: 'a', part: 'SN 1' }, ['short', 0.9], ['short', 0.8]));
      judged.push(await judge({ line, camera: 'b', receivedAt: '2026-01-01T00:00:00.000Z' }));
      judged.push(await judge({ line, camera: 'b', receivedAt: '2026-01-01T00:00:00.000Z', part: '=SUM(1)' }, ['open', 0.6]));
      judged.push(await judge({ line, camera: 'a', receivedAt: '2025-06-01T00:00:00.000Z' }, ['short', 0.95], ['open', 0.9]));
      judged.sort((a, b) => b.receivedAt.localeCompare(a.receivedAt) || b.id.localeCompare(a.id));
    });
    const ids = (keep: (inspection: Inspection) => boolean): string[] => judged.filter(keep).map(({ id }) => id);

    it.each([
      ['', () => true],
      ['verdict=review', ({ verdict }) => verdict === 'review'],
      ['camera=b', ({ camera }) => camera === 'b'],
      ['part=SN%201', ({ part }) => part === 'SN 1'],
      ['label=short', ({ defects }) => defects.some(({ label }) => label === 'short')],
      ['label=open&camera=b', ({ defects, camera }) => camera === 'b' && defects.some(({ label }) => label === 'open')],
      ['from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z', ({ receivedAt }) => receivedAt.startsWith('2026-01-01')],
    ] as [string, (inspection: Inspection) => boolean][])('newest first, by "%s"', async (query, keep) => {
      expect(await list(`line=${line}&${query}`)).toEqual(ids(keep));
    });

    it.each(['', '&label=short', '&label=open'])('page by page%s', async (filter) => {
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: { items: Inspection[]; nextCursor: string | null } = await service.json(
          `/v1/inspections?line=${line}&limit=1${filter}${cursor && `&cursor=${cursor}`}`,
        );
        paged.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(paged).toEqual(await list(`line=${line}${filter}`));
    });

    it.each(['limit=0', 'limit=501', 'cursor=abc', 'cursor=a%20b', 'verdict=maybe', 'from=yesterday'])('refuses %s', async (query) => {
      expect((await service.call(`/v1/inspections?${query}`)).status).toBe(400);
    });

    it('as CSV that no spreadsheet runs', async () => {
      const answer = await service.call(`/v1/inspections.csv?line=${line}`, { key: 'viewer' });
      expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
      const rows = (await answer.text()).split('\r\n');
      expect(rows).toHaveLength(judged.length + 2);
      expect(rows[0]).toMatch(/^id,verdict,reasons,part,/);
      expect(rows.slice(1, -1).map((row) => row.split(',')[0])).toEqual(judged.map(({ id }) => id));
      expect(rows.join('\n')).toContain(`'=SUM(1)`);
      expect(rows.join('\n')).toContain('short:2');
    });

    it('sums up counts, yield, labels and groups', async () => {
      const statistics = await service.json<Statistics>(`/v1/statistics?line=${line}&from=2025-01-01T00:00:00Z&groupBy=camera`);
      expect(statistics).toMatchObject({
        inspections: 4,
        verdicts: { pass: 1, fail: 2, review: 1, unusable: 0, error: 0 },
        yield: 0.25,
        defects: 5,
        defectRate: 0.75,
        pareto: [
          { label: 'short', defects: 3, inspections: 2 },
          { label: 'open', defects: 2, inspections: 2 },
        ],
        groups: [
          { camera: 'a', inspections: 2, verdicts: { fail: 2 }, defects: 4 },
          { camera: 'b', inspections: 2, verdicts: { pass: 1, review: 1 }, defects: 1 },
        ],
      });
      const { groups } = await service.json<Statistics>(`/v1/statistics?line=${line}&from=2025-01-01T00:00:00Z&groupBy=hour,label`);
      expect(groups).toHaveLength(4);
      expect(groups[0]).toMatchObject({ hour: '2025-06-01T00:00:00.000Z', label: 'open', inspections: 1, defects: 1 });
      expect(await service.json('/v1/statistics?line=none')).toMatchObject({
        inspections: 0,
        yield: null,
        defectRate: null,
        latencyMs: null,
        pareto: [],
        groups: [],
      });
      expect((await service.call('/v1/statistics?groupBy=weekday')).status).toBe(400);
    });
  });

  it('waits a moment for an inspection that is about to appear, and says when there is none', async () => {
    const frame = aFrame();
    const early = service.json<Inspection>(`/v1/inspections/${frame.inspectionId}`);
    await sleep(50);
    await publish(frame);
    expect((await early).id).toBe(frame.inspectionId);
    for (const id of [randomUUID(), 'nonsense']) {
      const answer = await service.call(`/v1/inspections/${id}`);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'inspection-not-found']);
    }
  });

  it('shows a camera its own inspections only', async () => {
    const { id } = await judge({ camera: 'own' });
    expect((await service.call(`/v1/inspections/${id}`, { key: 'camera:own' })).status).toBe(200);
    expect((await service.call(`/v1/inspections/${id}`, { key: 'camera:other' })).status).toBe(403);
    expect((await service.call('/v1/inspections', { key: 'camera:own' })).status).toBe(403);
  });

  it('draws what was found over the frame', async () => {
    const key = `frames/${randomUUID()}.png`;
    await service.app.get(ObjectStore).put(
      key,
      await sharp({ create: { width: 640, height: 480, channels: 3, background: '#808080' } })
        .png()
        .toBuffer(),
    );
    const { id } = await judge({ key }, ['short', 0.9]);
    const answer = await service.call(`/v1/inspections/${id}/overlay.png`, { key: 'viewer' });
    expect(answer.headers.get('content-type')).toBe('image/png');
    const { data, info } = await sharp(Buffer.from(await answer.arrayBuffer()))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([640, 480]);
    const pixel = (x: number, y: number): number[] => [...data.subarray((y * 640 + x) * info.channels, (y * 640 + x) * info.channels + 3)];
    expect(pixel(25, 70)).toEqual([128, 128, 128]);
    expect(pixel(25, 60)).not.toEqual([128, 128, 128]);
    expect((await service.call(`/v1/inspections/${id}/overlay.png?frame=${randomUUID()}`)).status).toBe(404);
  });

  describe('the event stream', () => {
    /** Reads events until `count` came. */
    const read = async (count: number, lastEventId: number | undefined, meanwhile?: () => Promise<unknown>): Promise<StreamedEvent[]> => {
      const ending = new AbortController();
      const answer = await service.call('/v1/events', {
        key: 'viewer',
        signal: ending.signal,
        headers: lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) },
      });
      expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/);
      const events: StreamedEvent[] = [];
      let text = '';
      await Promise.all([
        (async () => {
          for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream() as never) as unknown as AsyncIterable<string>) {
            text += chunk;
            const blocks = text.split('\n\n');
            text = blocks.pop()!;
            for (const block of blocks) {
              const fields = Object.fromEntries(
                block.split('\n').map((row) => [row.slice(0, row.indexOf(':')), row.slice(row.indexOf(':') + 2)]),
              );
              if (fields['data'])
                events.push({ id: Number(fields['id']), event: fields['event']!, data: JSON.parse(fields['data']) as Inspection });
            }
            if (events.length >= count) break;
          }
          ending.abort();
        })(),
        meanwhile?.(),
      ]);
      return events;
    };

    it('tells of each verdict once, in order, and resumes without loss', async () => {
      let first: Inspection[] = [];
      const live = await read(3, undefined, async () => {
        first = [await judge(), await judge({}, ['short', 0.9]), await judge()];
      });
      expect(live.map(({ data }) => data)).toEqual(first);
      expect(new Set(live.map(({ event }) => event))).toEqual(new Set(['sightline.inspection.judged.v1']));
      const missed = [await judge(), await judge()];
      const resumed = await read(3, live[1]!.id);
      expect(resumed.map(({ data }) => data.id)).toEqual([first[2]!.id, ...missed.map(({ id }) => id)]);
    });

    it('loses nothing while many are judged at once', async () => {
      const start = (await read(1, undefined, () => judge()))[0]!.id;
      const frames = Array.from({ length: 300 }, () => aFrame());
      const events = await read(frames.length, start, () => Promise.all(frames.map((frame) => publish(frame))));
      expect(events.map(({ data }) => data.id).sort()).toEqual(frames.map(({ inspectionId }) => inspectionId).sort());
      expect(events.every(({ id }, index) => index === 0 || id > events[index - 1]!.id)).toBe(true);
    });

    it('tells of promotions', async () => {
      const promoted = createEvent(modelVersionPromoted, {
        cause: [randomUUID()],
        key: 'm',
        source: 'registry',
        data: { model: 'm', alias: 'champion', version: 2, previousVersion: 1, by: 'me', at: new Date().toISOString() },
      });
      const [told] = await read(1, undefined, () => service.bus.publish([promoted, promoted]));
      expect(told).toMatchObject({ event: modelVersionPromoted.name, data: promoted.data });
    });

    it('refuses an id that is none', async () => {
      expect((await service.call('/v1/events', { headers: { 'last-event-id': 'x' } })).status).toBe(400);
    });
  });

  it('lists dead letters and replays them', async () => {
    const topic = 'sightline.spec.happened.v1';
    let broken = true;
    const handled: unknown[] = [];
    await service.bus.subscribe({
      group: 'spec',
      topics: [topic],
      handle: async (event) => {
        if (broken) throw Object.assign(new Error('cannot'), { code: 'spec', canRetry: false });
        handled.push(event.data);
      },
    });
    const event = { id: randomUUID(), type: topic, source: 'spec', time: new Date().toISOString(), key: 'k', data: { n: 1 } };
    await service.bus.publish([event]);
    let parked: DeadLetter | undefined;
    while (!parked)
      parked = (await service.json<{ items: DeadLetter[] }>('/v1/dead-letters', { key: 'engineer' })).items.find(
        (one) => one.topic === topic,
      );
    expect(parked).toMatchObject({ group: 'spec', reason: { message: 'cannot' }, replayedAt: null });
    broken = false;
    expect((await service.call(`/v1/dead-letters/${parked.id}/replay`, { method: 'POST', key: 'operator' })).status).toBe(403);
    expect((await service.call(`/v1/dead-letters/${parked.id}/replay`, { method: 'POST', key: 'engineer' })).status).toBe(200);
    while (!handled.length) await sleep(20);
    expect(handled).toEqual([{ n: 1 }]);
    expect((await service.call('/v1/dead-letters/999999999/replay', { method: 'POST' })).status).toBe(404);
  });
});
