import { sightline } from './cli.fixture.js';

const verbs = ['inspect', 'send', 'evaluate', 'demo', 'config', 'doctor'];

describe('sightline', () => {
  it('lists its verbs', async () => {
    const { code, stdout } = await sightline(['--help']);
    expect(code).toBe(0);
    for (const verb of verbs) expect(stdout).toContain(`  ${verb} `);
  });

  it('says its version, and what it can do when it is asked nothing', async () => {
    expect((await sightline(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { code, stderr } = await sightline([]);
    expect(code).toBe(2);
    expect(stderr).toContain('Usage: sightline');
  });

  it.each(verbs)('%s --help shows examples and exit codes', async (verb) => {
    const { code, stdout, stderr } = await sightline([verb, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(new RegExp(`^ .*sightline ${verb}`, 'gm'))?.length).toBeGreaterThanOrEqual(2);
    expect(stdout).toContain('Exit codes: 0 ');
  });

  it.each([
    ['an unknown verb', ['inspekt'], "unknown command 'inspekt'"],
    ['an unknown option', ['config', '--yaml'], "unknown option '--yaml'"],
    ['a missing option', ['send', 'samples/pcb'], "'--camera <id>' not specified"],
    ['a share above 1', ['inspect', 'samples/pcb', '--threshold', '7'], 'a number from 0 to 1'],
    ['half a connection', ['send', 'samples/pcb', '--camera', 'c', '--connections', '0.5'], 'a whole number from 1'],
    ['a path that is not there', ['inspect', 'samples/none'], 'samples/none does not exist'],
    ['a folder without images', ['inspect', 'apps/cli'], 'holds no image'],
    ['a model that is none', ['inspect', 'samples/pcb', '--model', 'package.json'], 'package.json'],
    [
      'a server that is not there',
      ['send', 'samples/pcb', '--camera', 'c', '--url', 'http://127.0.0.1:9', '--key', 'k'],
      'does not answer',
    ],
    ['an address that is none', ['demo', '--url', 'localhost', '--key', 'k'], 'is no address'],
  ])('answers %s with one clear line and exit code 2', async (_, args, message) => {
    const { code, stdout, stderr } = await sightline(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('(')),
    ).toHaveLength(1);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('shows where an error came from when asked', async () => {
    const { stderr } = await sightline(['inspect', 'samples/none'], { SIGHTLINE_DEBUG: '1' });
    expect(stderr).toMatch(/^ +at /m);
  });
});

describe('sightline config', () => {
  it('lists every setting with default, value and what it is for, and marks what does not fit', async () => {
    const { code, stdout } = await sightline(['config', '--json'], {
      SIGHTLINE_HTTP_PORT: 'eighty',
      DATABASE_URL: 'postgres://u:hunter2@db/x',
    });
    const groups = JSON.parse(stdout) as {
      owner: string;
      settings: { name: string; description: string; problem: string | null; value: unknown }[];
    }[];
    const settings = groups.flatMap((group) => group.settings);
    expect(code).toBe(1);
    expect(settings.find(({ name }) => name === 'SIGHTLINE_HTTP_PORT')?.problem).toBeTruthy();
    expect(settings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['SIGHTLINE_DATA_DIR', 'SIGHTLINE_MAX_FRAME_BYTES', 'SIGHTLINE_MODELS_DIR', 'SIGHTLINE_INFERENCE_WORKERS']),
    );
    expect(settings.every(({ description }) => description.length > 5)).toBe(true);
    expect(stdout).not.toContain('hunter2');
    expect((await sightline(['config'])).code).toBe(0);
  });
});
