import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { sightline, type Ran } from './cli.fixture.js';
import { sampleFolder } from './root-folder.js';
import type { SendReport } from './send/tally.js';

interface Taken {
  readonly address: URL;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

/** A server that answers as it is told; every frame it saw is kept. */
async function played(
  answer: (response: ServerResponse, index: number, sender: ChildProcess) => void,
  ...args: string[]
): Promise<{ ran: Ran; taken: Taken[] }> {
  const taken: Taken[] = [];
  const sender = Promise.withResolvers<ChildProcess>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      taken.push({ address: new URL(request.url!, 'http://localhost'), headers: request.headers, bytes: Buffer.concat(chunks) });
      const index = taken.length - 1;
      void sender.promise.then((child) => answer(response, index, child));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const ran = await sightline(['send', 'samples/pcb', '--camera', 'cam-1', '--url', url, '--key', 'secret', ...args], {}, sender.resolve);
    return { ran, taken };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const accept = (response: ServerResponse): void => void response.writeHead(202).end('{"frames":[]}');
const problem =
  (status: number, detail: string, headers = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify({ detail }));
const reportOf = ({ stdout }: Ran): SendReport => JSON.parse(stdout) as SendReport;

describe('sightline send', () => {
  it('plays a folder once: bytes as they are, key, camera and media type', async () => {
    const { ran, taken } = await played(accept, '--json', '--connections', '1');
    const files = (await readdir(sampleFolder)).filter((name) => name.endsWith('.jpg')).sort();
    expect(ran.code).toBe(0);
    expect(taken).toHaveLength(files.length);
    expect(taken[3]!.bytes.equals(await readFile(path.join(sampleFolder, files[3]!)))).toBe(true);
    expect(taken[0]!.headers).toMatchObject({ authorization: 'Bearer secret', 'content-type': 'image/jpeg' });
    expect(taken[0]!.address.pathname + taken[0]!.address.search).toBe('/v1/frames?camera=cam-1');
    const report = reportOf(ran);
    expect(report).toMatchObject({
      frames: files.length,
      accepted: files.length,
      statuses: { 202: files.length },
      errors: 0,
      retries: 0,
      verdicts: null,
    });
    expect(report.throughput).toBeGreaterThan(0);
    expect(report.latencyMs!.p99).toBeGreaterThanOrEqual(report.latencyMs!.p50);
  });

  it('repeats the folder, numbers the parts and counts verdicts', async () => {
    const verdicts = ['pass', 'fail', 'pass'];
    const { ran, taken } = await played(
      (response, index) =>
        index === 3
          ? accept(response)
          : void response.writeHead(200).end(JSON.stringify({ inspections: [{ verdict: verdicts[index % 3] }] })),
      ...['--json', '--count', '30', '--wait', '5', '--part-prefix', 'SN 1/', '--recipe', 'pcb', '--rate', '400'],
    );
    expect(reportOf(ran)).toMatchObject({ frames: 30, verdicts: { pass: 19, fail: 10, pending: 1 } });
    expect(taken.map(({ address }) => address.searchParams.get('part')).sort()).toEqual(
      Array.from({ length: 30 }, (_, index) => `SN 1/${index + 1}`).sort(),
    );
    expect(taken.every(({ headers, address }) => headers.prefer === 'wait=5' && address.searchParams.get('recipe') === 'pcb')).toBe(true);
  });

  it('sends again what a busy server did not take', async () => {
    const busy = problem(429, 'busy', { 'retry-after': '0' });
    const down = problem(503, 'down', { 'retry-after': new Date(0).toUTCString() });
    const { ran, taken } = await played(
      (response, index) => (index % 3 === 0 ? busy(response) : index % 3 === 1 ? down(response) : accept(response)),
      '--json',
      '--count',
      '10',
      '--connections',
      '1',
    );
    expect(ran.code).toBe(0);
    expect(taken).toHaveLength(30);
    expect(reportOf(ran)).toMatchObject({ frames: 10, accepted: 10, retries: 20, statuses: { 202: 10 } });
  });

  it('stops at once when no frame can ever be taken, and says why', async () => {
    const { ran, taken } = await played(problem(404, 'There is no camera cam-1.'), '--connections', '1');
    expect(ran.code).toBe(2);
    expect(taken).toHaveLength(1);
    expect(ran.stderr).toBe('sightline: The server answers 404: There is no camera cam-1.\n');
  });

  it('answers with exit code 1 when some frames were refused, by reason', async () => {
    const { ran } = await played(
      (response, index) => (index === 1 ? problem(422, 'The image is damaged.')(response) : accept(response)),
      '--json',
      '--count',
      '4',
    );
    expect(ran.code).toBe(1);
    expect(reportOf(ran)).toMatchObject({
      frames: 4,
      accepted: 3,
      errors: 1,
      statuses: { 202: 3, 422: 1 },
      errorReasons: { '422 The image is damaged.': 1 },
    });
  });

  it('keeps its connections', async () => {
    const ports = new Set<number>();
    await played(
      (response) => {
        ports.add(response.socket!.remotePort!);
        accept(response);
      },
      '--count',
      '60',
      '--connections',
      '3',
    );
    expect(ports.size).toBeLessThanOrEqual(3);
  });

  it('ends with Ctrl-C when what is on its way is answered, and prints what it measured', async () => {
    const { ran, taken } = await played(
      (response, index, sender) => {
        if (index === 4) sender.kill('SIGINT');
        setTimeout(() => accept(response), 100);
      },
      ...['--json', '--connections', '1', '--seconds', '600'],
    );
    expect([ran.code, taken.length]).toEqual([0, 5]);
    expect(reportOf(ran)).toMatchObject({ frames: 5, accepted: 5, errors: 0 });
  });
});
