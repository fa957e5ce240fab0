import { sampleBoard, sampleFiles, SightlineProcess } from '@sightline/testing';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const rounds = Number(process.env['SIGHTLINE_CRASH_ROUNDS'] ?? 30);

describe('kill -9 of everything', () => {
  it(
    `at ${rounds} random moments under load: every accepted frame ends in exactly one verdict`,
    async () => {
      const sightline = await (await SightlineProcess.create()).start();
      const boards = sampleFiles().map((file) => readFileSync(file));
      const accepted = new Set<string>();
      let sent = 0;
      try {
        await sightline.putCamera('cam');
        for (let round = 0; round < rounds; round++) {
          let running = true;
          const senders = Array.from({ length: 6 }, async () => {
            while (running) {
              const answer = await sightline
                .post(boards[sent++ % boards.length]!, { headers: { 'idempotency-key': `frame-${sent}` } })
                .catch(() => null);
              const body =
                answer?.status === 202 ? ((await answer.json().catch(() => null)) as { frames: { inspectionId: string }[] } | null) : null;
              for (const frame of body?.frames ?? []) accepted.add(frame.inspectionId);
              if (!body) await sleep(30);
            }
          });
          await sleep(150 + Math.random() * 1200);
          sightline.kill9();
          running = false;
          await Promise.all(senders);
          await sightline.start();
        }
        let judged = await sightline.inspections();
        for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(500)) {
          judged = await sightline.inspections();
          const ids = new Set(judged.map(({ id }) => id));
          if ([...accepted].every((id) => ids.has(id))) break;
        }
        const ids = judged.map(({ id }) => id);
        expect({
          lost: [...accepted].filter((id) => !ids.includes(id)).length,
          doubled: ids.length - new Set(ids).size,
          errors: judged.filter(({ verdict }) => verdict === 'error').length,
        }).toEqual({ lost: 0, doubled: 0, errors: 0 });
        expect(accepted.size).toBeGreaterThan(rounds);
        for (const topic of (await sightline.json<{ items: unknown[] }>('/v1/dead-letters')).items)
          throw new Error(`parked: ${JSON.stringify(topic)}`);
      } finally {
        await sightline.dispose();
      }
    },
    rounds * 15_000 + 120_000,
  );
});

describe('one data directory', () => {
  it('is not shared: a second start says so and ends, and the first goes on', async () => {
    const first = await (await SightlineProcess.create()).start();
    const second = await SightlineProcess.create({ SIGHTLINE_DATA_DIR: first.dataDir });
    try {
      const child = second.spawn();
      const code = await new Promise((resolve) => child.once('exit', resolve));
      expect(code).toBe(1);
      expect(second.printed).toContain('is in use by process');
      await first.putCamera('cam');
      expect((await first.judge(sampleBoard())).verdict).toBe('fail');
    } finally {
      await first.dispose();
      await second.dispose();
    }
  });
});

describe('Ctrl-C', () => {
  it('finishes what is in work within 10 s, leaves no process, and loses nothing', async () => {
    const sightline = await (await SightlineProcess.create()).start();
    try {
      await sightline.putCamera('cam');
      const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => sightline.post(sampleBoard(i % 4))));
      expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(202));
      expect(await sightline.interrupt()).toBeLessThan(10_000);
      await sightline.start();
      for (let i = 0; i < 200 && (await sightline.inspections()).length < 60; i++) await sleep(100);
      const judged = await sightline.inspections();
      expect(judged).toHaveLength(60);
      expect(judged.every(({ verdict }) => verdict === 'fail')).toBe(true);
    } finally {
      await sightline.dispose();
    }
  });
});

const canMount = process.getuid?.() === 0 && process.platform === 'linux';

describe('a full disk', () => {
  (canMount ? it : it.skip)('is answered 503 with Retry-After, keeps nothing half, and ends when there is space again', async () => {
    const sightline = await SightlineProcess.create({ SIGHTLINE_MIN_FREE_BYTES: '0' });
    const objects = path.join(sightline.dataDir, 'objects');
    mkdirSync(objects);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', objects]);
    const filler = path.join(objects, 'filler');
    try {
      await sightline.start();
      await sightline.putCamera('cam');
      expect((await sightline.judge(sampleBoard())).verdict).toBe('fail');
      try {
        execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'], { stdio: 'ignore' });
      } catch {
        // dd ends when the disk is full, as it should.
      }
      const answer = await sightline.post(sampleBoard());
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBeTruthy();
      expect(await answer.json()).toMatchObject({ code: 'storage-full' });
      expect(execFileSync('ls', ['-A', path.join(objects, '.incoming')], { encoding: 'utf8' })).toBe('');
      execFileSync('rm', [filler]);
      expect((await sightline.judge(sampleBoard())).verdict).toBe('fail');
      expect(await sightline.inspections()).toHaveLength(2);
    } finally {
      sightline.kill9();
      await sleep(300);
      execFileSync('umount', ['-l', objects]);
      await sightline.dispose();
    }
  });
});

describe('overload', () => {
  it('is answered 429 with Retry-After once the backlog is full, and passes', async () => {
    const sightline = await (await SightlineProcess.create({ SIGHTLINE_MAX_BACKLOG: '20' })).start();
    try {
      await sightline.putCamera('cam');
      let refused: Response | undefined;
      for (const deadline = Date.now() + 30_000; !refused && Date.now() < deadline;) {
        const answers = await Promise.all(Array.from({ length: 40 }, () => sightline.post(sampleBoard())));
        refused = answers.find(({ status }) => status !== 202);
      }
      expect(refused?.status).toBe(429);
      expect(refused?.headers.get('retry-after')).toBe('5');
      for (let i = 0; i < 300 && (await sightline.post(sampleBoard())).status !== 202; i++) await sleep(100);
      expect((await sightline.judge(sampleBoard())).verdict).toBe('fail');
    } finally {
      await sightline.dispose();
    }
  });

  it('of uploads in memory is answered 503 before memory grows', async () => {
    const sightline = await (await SightlineProcess.create({ SIGHTLINE_MAX_INTAKE_BYTES: '1048576' })).start();
    try {
      await sightline.putCamera('cam');
      const answer = await sightline.post(Buffer.alloc(2 << 20, 1));
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'uploads-overloaded' });
      expect((await sightline.judge(sampleBoard())).verdict).toBe('fail');
    } finally {
      await sightline.dispose();
    }
  });
});
