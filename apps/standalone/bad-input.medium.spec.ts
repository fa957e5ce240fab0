import type { Inspection } from '@sightline/contracts';
import { problemOf, sampleBoard, SightlineProcess } from '@sightline/testing';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

let sightline: SightlineProcess;
const board = sampleBoard();

beforeAll(async () => {
  sightline = await (await SightlineProcess.create({ SIGHTLINE_MAX_FRAME_BYTES: '50000000' })).start();
  await sightline.putCamera('cam');
  await sightline.putCamera('other');
});
afterAll(() => sightline.dispose());

/** Whatever came before: the next good frame is judged. */
afterEach(async () => {
  expect((await sightline.judge(board)).verdict).toBe('fail');
});

/** A PNG that claims a size; only `rows` of it are there. */
function png(width: number, height: number, rows: number, depth = 8): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = depth;
  const rowBytes = 1 + Math.ceil((width * depth) / 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(rows * rowBytes))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

async function refused(answer: Promise<Response>, status: number, code: string): Promise<void> {
  const response = await answer;
  const problem = await problemOf(response);
  expect({ status: response.status, code: problem.code }).toEqual({ status, code });
  expect(problem.detail.length).toBeGreaterThan(10);
  expect(problem.requestId).toBe(response.headers.get('x-request-id'));
}

const frameCount = async (): Promise<number> => (await sightline.inspections()).length;

describe('a body that is no image', () => {
  it.each<[string, Buffer | string, string, number, string]>([
    ['is empty', Buffer.alloc(0), 'image/jpeg', 400, 'body-empty'],
    ['is text named .jpg', 'hello, I am no image', 'image/jpeg', 415, 'image-type-unknown'],
    ['has the wrong magic bytes', Buffer.concat([Buffer.from([0, 1, 2, 3]), board.subarray(4)]), 'image/jpeg', 415, 'image-type-unknown'],
    ['is a PDF', Buffer.from('%PDF-1.7'), 'application/pdf', 415, 'media-type-unsupported'],
    ['is a truncated JPEG', board.subarray(0, board.length >> 1), 'image/jpeg', 422, 'image-truncated'],
    ['is a PNG of fewer rows than it claims', png(4000, 4000, 2), 'image/png', 422, 'image-truncated'],
    ['is a PNG of 30,000 x 30,000 pixels', png(30_000, 30_000, 30_000, 1), 'image/png', 413, 'image-too-many-pixels'],
    ['has 60 MB', Buffer.alloc(60 << 20, 1), 'image/jpeg', 413, 'image-too-large'],
  ])('%s: is refused and nothing is kept', async (_, body, type, status, code) => {
    const before = await frameCount();
    await refused(sightline.post(body, { type }), status, code);
    expect(await frameCount()).toBe(before);
  });

  it('is refused as JSON too', () => refused(sightline.post('{"a":1}', { type: 'application/json' }), 415, 'media-type-unsupported'));
});

describe('an odd image', () => {
  const judgedAs = async (image: Buffer, type: string): Promise<Inspection> => sightline.judge(image, { type });

  it('of 1 x 1 pixel is unusable, with the reason', async () => {
    const judged = await judgedAs(
      await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
      'image/png',
    );
    expect(judged.verdict).toBe('unusable');
    expect(judged.reasons.join()).toContain('1');
  });

  it.each([
    [
      'an animated WebP, by its first frame',
      'image/webp',
      () =>
        sharp(Buffer.alloc(640 * 1280 * 3, 90), { raw: { width: 640, height: 1280, channels: 3, pageHeight: 640 } })
          .webp({ loop: 0 })
          .toBuffer(),
    ],
    ['a CMYK JPEG', 'image/jpeg', () => sharp(board).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['a 16-bit PNG', 'image/png', () => sharp(board).toColourspace('grey16').png().toBuffer()],
    ['a BMP', 'image/bmp', () => Promise.resolve(greyBmp(64, 48))],
    ['a TIFF', 'image/tiff', () => sharp(board).tiff().toBuffer()],
  ])('is judged: %s', async (_, type, make) => {
    const judged = await judgedAs(await make(), type);
    expect(['pass', 'fail', 'review']).toContain(judged.verdict);
  });

  it('finds the same defects in the colours of a CMYK or 16-bit file', async () => {
    const labels = (judged: Inspection): string[] => judged.defects.map(({ label }) => label).sort();
    const plain = labels(await sightline.judge(board));
    expect(labels(await judgedAs(await sharp(board).toColourspace('grey16').png().toBuffer(), 'image/png'))).toEqual(plain);
  });

  it('turned by EXIF is judged and measured as a viewer shows it', async () => {
    const narrow = await sharp(board).extract({ left: 0, top: 0, width: 640, height: 320 }).toBuffer();
    const turned = await sharp(narrow).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toBuffer();
    const upright = await sightline.judge(narrow);
    const judged = await sightline.judge(turned);
    expect(judged.frames[0]).toMatchObject({ width: 640, height: 320 });
    expect(judged.defects.map(({ label }) => label).sort()).toEqual(upright.defects.map(({ label }) => label).sort());
    judged.defects.forEach(({ box: [x, y, width, height] }) => {
      expect(x + width).toBeLessThanOrEqual(640);
      expect(y + height).toBeLessThanOrEqual(320);
    });
  });

  it('whose pixels are broken is unusable, or judged as far as it can be read', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const broken = Buffer.from(board);
      for (let k = 0; k < seed; k++) broken[(seed * 7919 + k * 104729) % broken.length] = (seed * 31 + k) % 256;
      const answer = await sightline.post(broken, { headers: { prefer: 'wait=30' } });
      await answer.body?.cancel();
      expect(answer.status).toBeLessThan(500);
    }
  });
});

describe('a multipart body', () => {
  it('without an image is refused', async () => {
    const form = new FormData();
    form.set('note', 'no image here');
    await refused(sightline.post(form, { type: null }), 400, 'image-missing');
  });

  it('that breaks off is refused', () =>
    refused(sightline.post('--x\r\nContent-Dis', { type: 'multipart/form-data; boundary=x' }), 400, 'multipart-broken'));

  it('with several images makes a frame of each', async () => {
    const form = new FormData();
    for (const name of ['a.jpg', 'b.jpg']) form.append('image', new Blob([new Uint8Array(board)], { type: 'image/jpeg' }), name);
    const answer = await sightline.post(form, { type: null, headers: { prefer: 'wait=30' } });
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { inspections: unknown[] }).inspections).toHaveLength(2);
  });
});

describe('who and what for', () => {
  it.each<[string, string, number, string]>([
    ['an unknown camera', 'camera=nobody', 404, 'camera-unknown'],
    ['no camera', '', 400, 'invalid-input'],
    ['an unknown recipe', 'camera=cam&recipe=nothing', 404, 'recipe-unknown'],
    ['a time that is none', 'camera=cam&capturedAt=yesterday', 400, 'invalid-input'],
  ])('%s is refused', (_, query, status, code) => refused(sightline.post(board, { query }), status, code));

  it('refuses no key, a wrong key, and the key of another camera', async () => {
    await refused(sightline.post(board, { key: null }), 401, 'key-missing');
    await refused(sightline.post(board, { key: 'wrong' }), 401, 'key-unknown');
    const { key } = await sightline.json<{ key: string }>('/v1/keys', {
      method: 'POST',
      body: JSON.stringify({ name: 'the other', role: 'camera', cameras: ['other'] }),
      headers: { 'content-type': 'application/json' },
    });
    await refused(sightline.post(board, { key }), 403, 'camera-forbidden');
    expect((await sightline.post(board, { key, query: 'camera=other' })).status).toBe(202);
    await refused(sightline.call('/v1/inspections', { key }), 403, 'role-insufficient');
  });
});

describe('an Idempotency-Key', () => {
  it('answers the same frame for the same bytes, at once and later, and refuses other bytes', async () => {
    const headers = { 'idempotency-key': 'part-7' };
    const frameOf = async (answer: Promise<Response>): Promise<string> =>
      ((await (await answer).json()) as { frames: { id: string }[] }).frames[0]!.id;
    const ids = await Promise.all(Array.from({ length: 5 }, () => frameOf(sightline.post(board, { headers }))));
    expect(new Set(ids).size).toBe(1);
    expect(await frameOf(sightline.post(board, { headers }))).toBe(ids[0]);
    const judged = await sightline.post(board, { headers: { ...headers, prefer: 'wait=20' } });
    expect(judged.status).toBe(200);
    await judged.body?.cancel();
    await refused(sightline.post(Buffer.concat([board, Buffer.from([0])]), { headers }), 409, 'idempotency-key-reused');
  });
});

describe('clients that misbehave', () => {
  it('fifty that hang in the middle of their body keep nobody else waiting', async () => {
    const sockets = Array.from({ length: 50 }, () => {
      const socket = net.connect(sightline.port, '127.0.0.1', () =>
        socket.write(
          `POST /v1/frames?camera=cam HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${sightline.adminKey}\r\nContent-Type: image/jpeg\r\nContent-Length: 100000\r\n\r\nabc`,
        ),
      );
      return socket.on('error', () => undefined);
    });
    const before = await frameCount();
    await sightline.judge(board);
    for (const socket of sockets) socket.destroy();
    await sleep(200);
    expect(await frameCount()).toBe(before + 1);
  });

  it.each([
    ['SQL in a filter', `/v1/inspections?verdict=${encodeURIComponent("fail' OR 1=1--")}`, 400],
    ['a cursor of their own', '/v1/inspections?cursor=%00%ff', 400],
    ['a path that climbs', '/v1/frames/..%2f..%2f..%2fetc%2fpasswd/image', 400],
    ['an inspection that is none', '/v1/inspections/00000000-0000-4000-8000-000000000000', 404],
    ['an address that is none', '/v1/nothing', 404],
  ])('with %s get a problem document', async (_, route, status) => {
    const answer = await sightline.call(route);
    expect(answer.status).toBe(status);
    await problemOf(answer);
  });
});

describe('a model file', () => {
  it('that is not ONNX is refused and leaves nothing behind', async () => {
    const upload = (body: Buffer): Promise<Response> =>
      sightline.call('/v1/models/mine/versions', {
        method: 'POST',
        body: new Uint8Array(body),
        headers: { 'content-type': 'application/octet-stream' },
      });
    await refused(upload(Buffer.from('I am no model')), 422, 'model-not-onnx');
    expect((await sightline.call('/v1/models/mine')).status).toBe(404);
  });
});

/** An uncompressed 8-bit grey BMP. */
function greyBmp(width: number, height: number): Buffer {
  const rowBytes = Math.ceil(width / 4) * 4;
  const offset = 54 + 1024;
  const out = Buffer.alloc(offset + rowBytes * height, 120);
  out.fill(0, 0, offset);
  out.write('BM');
  out.writeUInt32LE(out.length, 2);
  out.writeUInt32LE(offset, 10);
  out.writeUInt32LE(40, 14);
  out.writeInt32LE(width, 18);
  out.writeInt32LE(height, 22);
  out.writeUInt16LE(1, 26);
  out.writeUInt16LE(8, 28);
  out.writeUInt32LE(256, 46);
  for (let grey = 0; grey < 256; grey++) out.fill(grey, 54 + grey * 4, 54 + grey * 4 + 3);
  return out;
}
