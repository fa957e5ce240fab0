import { AccessModule } from '@sightline/access';
import type { Key, Principal } from '@sightline/contracts';
import { ServiceFixture } from '@sightline/testing';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

describe('access', () => {
  let service: ServiceFixture;
  let admin: string;
  const adminFile = () => path.join(service.dataDir, 'admin.key');
  const create = async (input: object): Promise<Key & { key: string }> =>
    (await service.send('POST', '/v1/keys', input, { key: admin })).json() as Promise<Key & { key: string }>;
  const statusOf = async (route: string, key: string | null, init: RequestInit = {}): Promise<number> =>
    (await service.call(route, { ...init, key })).status;

  beforeAll(async () => {
    service = await ServiceFixture.start(AccessModule);
    admin = (await readFile(adminFile(), 'utf8')).trim();
  });
  afterAll(() => service.dispose());

  it('leaves an admin key in a file that only its owner reads', async () => {
    expect((await stat(adminFile())).mode & 0o777).toBe(0o600);
    expect(admin).toMatch(/^sk_[A-Za-z0-9_-]{43}$/);
    expect(await service.json<Principal>('/v1/session', { key: admin })).toMatchObject({ role: 'admin', cameras: null });
  });

  it('refuses callers without a key, with a wrong one and with too weak a role', async () => {
    const { key } = await create({ name: 'screen', role: 'viewer' });
    expect(await statusOf('/v1/keys', null)).toBe(401);
    expect(await statusOf('/v1/keys', `sk_${'x'.repeat(43)}`)).toBe(401);
    expect(await statusOf('/v1/keys', 'x'.repeat(5000))).toBe(401);
    expect(await statusOf('/v1/keys', key)).toBe(403);
    expect(await statusOf('/v1/session', key)).toBe(200);
  });

  it('shows a key once and lists what it may do', async () => {
    const { key, ...made } = await create({ name: 'line 3', role: 'camera', cameras: ['cam-3'] });
    const text = await (await service.call('/v1/keys?limit=500', { key: admin })).text();
    expect((JSON.parse(text) as { items: Key[] }).items).toContainEqual(made);
    expect(text).not.toContain(key);
    expect(text).not.toContain(key.slice(3));
  });

  it('pages through keys without losing one', async () => {
    for (let index = 0; index < 5; index += 1) await create({ name: `page ${index}`, role: 'viewer' });
    const all = await service.json<{ items: Key[] }>('/v1/keys?limit=500', { key: admin });
    const paged: Key[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: Key[]; nextCursor: string | null } = await service.json(`/v1/keys?limit=2${cursor && `&cursor=${cursor}`}`, {
        key: admin,
      });
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged.map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
    expect(await statusOf('/v1/keys?cursor=abc', admin)).toBe(400);
  });

  it('ends a revoked key and its sessions at once', async () => {
    const { key, id } = await create({ name: 'leaver', role: 'operator' });
    const cookie = (await service.call('/v1/session', { method: 'POST', key })).headers.get('set-cookie')!.split(';')[0]!;
    expect((await service.call('/v1/session', { key: null, headers: { cookie } })).status).toBe(200);
    expect(await statusOf(`/v1/keys/${id}`, admin, { method: 'DELETE' })).toBe(204);
    expect(await statusOf('/v1/session', key)).toBe(401);
    expect((await service.call('/v1/session', { key: null, headers: { cookie } })).status).toBe(401);
    expect(await statusOf(`/v1/keys/${id}`, admin, { method: 'DELETE' })).toBe(404);
  });

  it('refuses keys that could never work', async () => {
    expect(
      (await service.send('POST', '/v1/keys', { name: 'x', role: 'viewer', expiresAt: '2001-01-01T00:00:00Z' }, { key: admin })).status,
    ).toBe(422);
    expect((await service.send('POST', '/v1/keys', { name: 'x', role: 'viewer', cameras: ['a'] }, { key: admin })).status).toBe(422);
    expect((await service.send('POST', '/v1/keys', { name: 'x', role: 'boss' }, { key: admin })).status).toBe(400);
  });

  it('logs a browser in and out with a cookie that scripts and other sites cannot use', async () => {
    const login = await service.call('/v1/session', { method: 'POST', key: admin });
    const header = login.headers.get('set-cookie')!;
    expect(header).toMatch(/^sightline_session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/);
    const cookie = header.split(';')[0]!;
    const withCookie = (init: RequestInit = {}) =>
      service.call('/v1/session', { ...init, key: null, headers: { cookie, ...(init.headers as Record<string, string>) } });
    expect(await (await withCookie()).json()).toMatchObject({ role: 'admin' });
    expect((await withCookie({ method: 'DELETE', headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await withCookie({ method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(204);
    expect((await withCookie()).status).toBe(401);
  });

  it('keeps keys over a restart and replaces the admin key by the one that is set', async () => {
    const { key } = await create({ name: 'stays', role: 'viewer' });
    await service.stop();
    process.env['SIGHTLINE_ADMIN_KEY'] = 'a-key-of-my-own-choice';
    await service.start();
    expect(await statusOf('/v1/keys', admin)).toBe(401);
    expect(await statusOf('/v1/keys', 'a-key-of-my-own-choice')).toBe(200);
    expect((await readFile(adminFile(), 'utf8')).trim()).toBe('a-key-of-my-own-choice');
    expect(await statusOf('/v1/session', key)).toBe(200);
  });
});
