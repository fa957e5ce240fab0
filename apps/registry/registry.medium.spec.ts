import { Module } from '@nestjs/common';
import {
  modelVersionPromoted,
  modelVersionRegistered,
  recipeSchema,
  type Alias,
  type Camera,
  type Model,
  type ModelVersion,
  type RecipeVersion,
  type SightlineEvent,
} from '@sightline/contracts';
import { CameraDirectory, ModelDirectory, RecipeDirectory } from '@sightline/platform';
import { RegistryModule } from '@sightline/registry';
import { RuntimeModule } from '@sightline/runtime';
import { ObjectStore } from '@sightline/storage';
import { checkout, ServiceFixture } from '@sightline/testing';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

@Module({ imports: [RuntimeModule] })
class RuntimeForTest {}

describe('registry', () => {
  let service: ServiceFixture;
  let bundle: string;
  let onnx: Buffer;
  const heard: SightlineEvent[] = [];
  const codeOf = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as { code: string }).code];
  const upload = (name: string, body: Uint8Array | FormData, key = 'engineer') =>
    service.call(`/v1/models/${name}/versions`, {
      method: 'POST',
      key,
      body: body as never,
      ...(body instanceof FormData ? {} : { headers: { 'content-type': 'application/octet-stream' } }),
    });
  /** The same model with other bytes: ONNX readers skip fields they do not know. */
  const variant = (id: number): Uint8Array => Buffer.concat([onnx, Buffer.from([0xa2, 0x06, 0x01, id])]);

  beforeAll(async () => {
    bundle = await mkdtemp(path.join(tmpdir(), 'sightline-models-'));
    const file = path.join(checkout, 'models/pcb-defects/model.onnx');
    onnx = await readFile(file);
    await mkdir(path.join(bundle, 'pcb-defects'));
    await cp(file, path.join(bundle, 'pcb-defects/model.onnx'));
    await writeFile(path.join(bundle, 'pcb-defects/card.json'), JSON.stringify({ licence: 'Apache-2.0' }));
    process.env['SIGHTLINE_MODELS_DIR'] = bundle;
    process.env['SIGHTLINE_INFERENCE_WORKERS'] = '1';
    service = await ServiceFixture.start(RuntimeForTest, RegistryModule);
    await service.bus.subscribe({
      group: 'listener',
      topics: [modelVersionRegistered.name, modelVersionPromoted.name],
      handle: async (event) => void heard.push(event),
    });
  });
  afterAll(async () => {
    await service.dispose();
    await rm(bundle, { recursive: true });
  });

  it('has the bundled model as champion and its recipe after the first start', async () => {
    expect((await service.json<{ items: Model[] }>('/v1/models', { key: 'viewer' })).items).toMatchObject([
      { name: 'pcb-defects', latestVersion: 1, aliases: { champion: 1 } },
    ]);
    expect(await service.json<RecipeVersion>('/v1/recipes/pcb')).toMatchObject({
      version: 1,
      recipe: { model: 'pcb-defects@champion', labels: { short: { severity: 'critical' } } },
    });
    while (heard.length < 2) await sleep(20);
    expect(heard.map(({ type }) => type)).toEqual([modelVersionRegistered.name, modelVersionPromoted.name]);
  });

  describe('cameras', () => {
    const place = { site: 's', line: 'l', station: 'st', recipe: 'pcb' };

    it('keeps them, versioned, and finds them in memory as soon as they are written', async () => {
      const directory = service.app.get(CameraDirectory, { strict: false });
      expect(await directory.find('cam-1')).toBeNull();
      expect(await (await service.send('PUT', '/v1/cameras/cam-1', place, { key: 'engineer' })).json()).toMatchObject({
        id: 'cam-1',
        version: 1,
        view: 'main',
      });
      expect(await directory.find('cam-1')).toMatchObject({ version: 1 });
      await service.send('PUT', '/v1/cameras/cam-1', place);
      await service.send('PUT', '/v1/cameras/cam-1', { ...place, line: 'other' });
      expect(await directory.find('cam-1')).toMatchObject({ version: 2, line: 'other' });
      expect((await service.call('/v1/cameras/cam-1', { method: 'DELETE' })).status).toBe(204);
      expect(await directory.find('cam-1')).toBeNull();
      expect(await codeOf(await service.call('/v1/cameras/cam-1'))).toEqual([404, 'camera-unknown']);
      expect(await (await service.send('PUT', '/v1/cameras/cam-1', place)).json()).toMatchObject({ version: 4 });
    });

    it('refuses unknown recipes and unfit roles', async () => {
      expect(await codeOf(await service.send('PUT', '/v1/cameras/cam-2', { ...place, recipe: 'none' }))).toEqual([422, 'recipe-unknown']);
      expect((await service.send('PUT', '/v1/cameras/cam-2', place, { key: 'operator' })).status).toBe(403);
      expect((await service.call('/v1/cameras/cam-1', { key: 'camera:cam-1' })).status).toBe(200);
      expect((await service.call('/v1/cameras/cam-1', { key: 'camera:cam-9' })).status).toBe(403);
      expect((await service.call('/v1/cameras', { key: 'camera:cam-1' })).status).toBe(403);
    });

    it('lists them page by page', async () => {
      for (const id of ['b', 'a', 'c']) await service.send('PUT', `/v1/cameras/page-${id}`, place);
      const first = await service.json<{ items: Camera[]; nextCursor: string }>('/v1/cameras?limit=2');
      const second = await service.json<{ items: Camera[]; nextCursor: string | null }>(`/v1/cameras?limit=2&cursor=${first.nextCursor}`);
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['cam-1', 'page-a', 'page-b', 'page-c']);
      expect(second.nextCursor).toBeNull();
    });
  });

  describe('recipes', () => {
    const body = { model: 'pcb-defects@champion' };

    it('makes a version a change, and none without one', async () => {
      const first = await service.send('PUT', '/v1/recipes/r', body, { key: 'engineer' });
      expect(first.headers.get('etag')).toBe('"1"');
      expect(await first.json()).toMatchObject({ version: 1, recipe: recipeSchema.parse(body) });
      expect(await (await service.send('PUT', '/v1/recipes/r', body)).json()).toMatchObject({ version: 1 });
      expect(await (await service.send('PUT', '/v1/recipes/r', { ...body, failAt: 'minor' })).json()).toMatchObject({ version: 2 });
      expect(await service.json('/v1/recipes/r/versions/1')).toMatchObject({ recipe: { failAt: 'major' } });
      expect((await service.json<{ items: RecipeVersion[] }>('/v1/recipes/r/versions')).items.map(({ version }) => version)).toEqual([
        2, 1,
      ]);
      expect(await service.app.get(RecipeDirectory, { strict: false }).find('r')).toMatchObject({ version: 2 });
      expect(await codeOf(await service.call('/v1/recipes/r/versions/9'))).toEqual([404, 'recipe-unknown']);
    });

    it('guards against lost updates', async () => {
      const put = (mmPerPixel: number, tag: string) =>
        service.send('PUT', '/v1/recipes/guarded', { ...body, mmPerPixel }, { headers: { 'if-match': tag } });
      expect(await codeOf(await put(1, '"1"'))).toEqual([412, 'recipe-changed']);
      expect((await service.call('/v1/recipes/guarded')).status).toBe(404);
      await service.send('PUT', '/v1/recipes/guarded', body);
      const answers = await Promise.all([put(1, '"1"'), put(2, '"1"'), put(3, '"1"')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      expect((await put(4, '*')).status).toBe(200);
    });

    it('refuses models that are not there', async () => {
      expect(await codeOf(await service.send('PUT', '/v1/recipes/x', { model: 'nothing@champion' }))).toEqual([422, 'model-unknown']);
      expect(await codeOf(await service.send('PUT', '/v1/recipes/x', { model: 'pcb-defects:7' }))).toEqual([422, 'model-unknown']);
    });
  });

  describe('models', () => {
    it('registers an upload once, as a body or as a part with its card', async () => {
      const first = await upload('mine', onnx);
      expect(first.status).toBe(201);
      expect(await first.json()).toMatchObject({
        name: 'mine',
        version: 1,
        bytes: onnx.length,
        contract: { labels: expect.arrayContaining(['short']) },
      });
      expect((await upload('mine', onnx)).status).toBe(200);
      const form = new FormData();
      form.set('model', new Blob([variant(1)]), 'm.onnx');
      form.set('card', JSON.stringify({ author: 'me' }));
      const second = await upload('mine', form);
      expect(second.status).toBe(201);
      expect(await second.json()).toMatchObject({ version: 2, card: { author: 'me' } });
      expect(await service.json('/v1/models/mine')).toMatchObject({ latestVersion: 2, versions: [{ version: 2 }, { version: 1 }] });
      expect((await upload('mine', onnx, 'operator')).status).toBe(403);
    });

    it('says what is wrong with a file and keeps nothing of it', async () => {
      const store = service.app.get(ObjectStore);
      const before = (await store.list('models/')).keys.length;
      expect((await upload('bad', Buffer.from('this is no model'))).status).toBe(422);
      expect((await upload('bad', new Uint8Array())).status).toBe(400);
      expect((await service.call('/v1/models/bad')).status).toBe(404);
      expect((await store.list('models/')).keys).toHaveLength(before);
    });

    it('moves aliases and remembers where they pointed', async () => {
      const directory = service.app.get(ModelDirectory, { strict: false });
      const set = (version: number) => service.send('PUT', '/v1/models/mine/aliases/champion', { version }, { key: 'engineer' });
      expect(await directory.resolve('mine@champion')).toBeNull();
      const before = new Date(Date.now() - 60_000).toISOString();
      const first = (await (await set(1)).json()) as Alias;
      expect(await directory.resolve('mine@champion')).toMatchObject({ version: 1 });
      await sleep(5);
      await set(2);
      expect(await directory.resolve('mine@champion')).toMatchObject({ version: 2 });
      expect(await service.json(`/v1/models/mine/aliases/champion?at=${first.setAt}`)).toEqual(first);
      expect(await service.json('/v1/models/mine/aliases/champion')).toMatchObject({ version: 2, setBy: 'engineer' });
      expect(await codeOf(await service.call(`/v1/models/mine/aliases/champion?at=${before}`))).toEqual([404, 'alias-unknown']);
      expect(await codeOf(await set(9))).toEqual([404, 'model-version-unknown']);
      expect((await service.send('PUT', '/v1/models/mine/aliases/champion', { version: 1 }, { key: 'operator' })).status).toBe(403);
    });
  });

  it('takes a newer bundled model at the next start, but leaves an alias alone that a person set', async () => {
    const restartWith = async (id: number): Promise<ModelVersion | null> => {
      await service.stop();
      await writeFile(path.join(bundle, 'pcb-defects/model.onnx'), variant(id));
      await service.start();
      return service.app.get(ModelDirectory, { strict: false }).resolve('pcb-defects@champion');
    };
    expect(await restartWith(2)).toMatchObject({ version: 2, createdBy: 'sightline' });
    await service.send('PUT', '/v1/models/pcb-defects/aliases/champion', { version: 1 });
    expect(await restartWith(3)).toMatchObject({ version: 1 });
    expect(await service.json('/v1/models/pcb-defects')).toMatchObject({ latestVersion: 3 });
  });
});
