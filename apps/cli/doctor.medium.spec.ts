import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inTemporaryFolder, sightline } from './cli.fixture.js';
import type { Diagnosis } from './doctor/diagnosis.js';

const diagnosisOf = (stdout: string): Diagnosis => JSON.parse(stdout) as Diagnosis;

describe('sightline doctor', () => {
  it('finds nothing in the way on a machine that runs these tests', async () => {
    await inTemporaryFolder(async (folder) => {
      const { code, stdout } = await sightline(['doctor', '--json'], { SIGHTLINE_DATA_DIR: folder, SIGHTLINE_HTTP_PORT: '0' });
      const { checks, ok } = diagnosisOf(stdout);
      expect(checks.filter(({ state }) => state === 'problem')).toEqual([]);
      expect([code, ok]).toEqual([0, true]);
      expect(checks.every(({ found }) => found.length > 0)).toBe(true);
    });
  });

  it('names the program in the way, the folder that is none, and what to do', async () => {
    const other = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      const { code, stdout } = await sightline(['doctor', '--json'], {
        SIGHTLINE_DATA_DIR: '/dev/null',
        SIGHTLINE_HTTP_PORT: String((other.address() as AddressInfo).port),
      });
      const problems = diagnosisOf(stdout).checks.filter(({ state }) => state === 'problem');
      expect(code).toBe(1);
      expect(problems.map(({ name }) => name)).toEqual(expect.arrayContaining(['data directory', 'port']));
      expect(problems.every(({ advice }) => Boolean(advice))).toBe(true);
    } finally {
      other.closeAllConnections();
      other.close();
    }
  });
});
