import type { Inspection } from '@sightline/contracts';
import { SightlineProcess } from '@sightline/testing';
import { readFile } from 'node:fs/promises';
import { inTemporaryFolder, sightline } from './cli.fixture.js';
import type { SendReport } from './send/tally.js';

let server: SightlineProcess;
beforeAll(async () => {
  server = await (await SightlineProcess.create()).start();
  await server.putCamera('cam');
});
afterAll(() => server.dispose());

const send = (...args: string[]) =>
  sightline(['send', 'samples/pcb', '--camera', 'cam', '--url', server.url, ...args], { SIGHTLINE_ADMIN_KEY: server.adminKey });

describe('the command line at a running server', () => {
  it('sends a folder and counts the verdicts that the server keeps', async () => {
    const { code, stdout } = await send('--json', '--wait', '60', '--part-prefix', 'SN-');
    const report = JSON.parse(stdout) as SendReport;
    expect(code).toBe(0);
    expect(report).toMatchObject({ frames: 24, accepted: 24, errors: 0, statuses: { 200: 24 } });
    const kept = (await server.inspections()).filter(({ part }) => part?.startsWith('SN-'));
    for (const verdict of ['pass', 'fail', 'review'] as const)
      expect(kept.filter((one) => one.verdict === verdict)).toHaveLength(report.verdicts![verdict] ?? 0);
  });

  it('finds the key in the data directory', async () => {
    const { code, stderr } = await sightline(['send', 'samples/pcb', '--camera', 'cam', '--url', server.url, '--count', '1'], {
      SIGHTLINE_DATA_DIR: server.dataDir,
    });
    expect([code, stderr]).toEqual([0, '']);
  });

  it('says what to do about a key or a camera that is unknown', async () => {
    const stranger = await send('--key', 'nobodys');
    expect([stranger.code, stranger.stdout]).toEqual([2, '']);
    expect(stranger.stderr).toContain('401');
    const nowhere = await sightline(['send', 'samples/pcb', '--camera', 'nowhere', '--url', server.url, '--key', server.adminKey]);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('nowhere');
  });

  it('judges a file as the server does', async () => {
    const { stdout } = await sightline(['inspect', 'samples/pcb', '--json']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; inspection: Inspection });
    const told = ({ verdict, reasons, defects, uncertainty, frames, model }: Inspection) => ({
      verdict,
      reasons,
      uncertainty,
      defects: defects.map(({ frameId: _, ...defect }) => defect),
      frames: frames.map(({ sha256, width, height, quality }) => ({ sha256, width, height, quality })),
      model: model?.sha256,
    });
    for (const { file, inspection } of lines) expect(told(inspection)).toEqual(told(await server.judge(await readFile(file))));
  });

  it('plays the sample boards until Ctrl-C', async () => {
    const { code, stdout } = await sightline(['demo', '--url', server.url, '--key', server.adminKey, '--rate', '20'], {}, (child) => {
      let printed = '';
      child.stdout!.on('data', (text: string) => {
        printed += text;
        if (printed.split('\n').length > 6) child.kill('SIGINT');
      });
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^DEMO-\w+-\d+ {2}(pass|fail|review) /m);
    expect((await server.inspections()).filter(({ camera }) => camera === 'demo').length).toBeGreaterThan(0);
  });

  it('is recognised by the doctor', async () => {
    await inTemporaryFolder(async (folder) => {
      const { stdout } = await sightline(['doctor'], { SIGHTLINE_HTTP_PORT: String(server.port), SIGHTLINE_DATA_DIR: folder });
      expect(stdout).toMatch(/^ok +port +Sightline answers at .* and is ready$/m);
    });
  });
});
