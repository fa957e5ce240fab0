import { Global, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { roleSchema, type Principal } from '@sightline/contracts';
import { DatabaseModule } from '@sightline/database';
import { EventBus, EventsModule, EventsStrategy } from '@sightline/events';
import { createApp, KeyDirectory, PlatformModule } from '@sightline/platform';
import { StorageModule } from '@sightline/storage';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A key directory in which every role's name is a key of that role; `camera:a,b` is a camera key for those cameras. */
class RoleKeys extends KeyDirectory {
  override async authenticate(key: string): Promise<Principal | null> {
    const [role, cameras] = key.split(':');
    const parsed = roleSchema.safeParse(role);
    return parsed.success ? { id: key, name: key, role: parsed.data, cameras: cameras?.split(',') ?? null } : null;
  }
}

@Global()
@Module({ providers: [{ provide: KeyDirectory, useClass: RoleKeys }], exports: [KeyDirectory] })
class RoleKeysModule {}

/** One or a few services in this process, on a PostgreSQL, bus and object store of their own, behind real HTTP. */
export class ServiceFixture {
  private running: NestFastifyApplication | undefined;

  private constructor(
    readonly dataDir: string,
    private readonly services: readonly Type[],
  ) {}

  /** @param services their modules; without one that exports a KeyDirectory, the names of roles are keys */
  static async start(...services: Type[]): Promise<ServiceFixture> {
    const fixture = new ServiceFixture(await mkdtemp(path.join(tmpdir(), 'sightline-service-')), services);
    await fixture.start();
    return fixture;
  }

  get app(): NestFastifyApplication {
    if (!this.running) throw new Error('the service is stopped');
    return this.running;
  }

  get bus(): EventBus {
    return this.app.get(EventBus);
  }

  async start(): Promise<void> {
    process.env['SIGHTLINE_DATA_DIR'] = this.dataDir;
    const providesKeys = this.services.some((service) =>
      (Reflect.getMetadata('exports', service) as unknown[] | undefined)?.includes(KeyDirectory),
    );
    @Global()
    @Module({ imports: [...this.services], exports: [...this.services] })
    class ServicesModule {}
    @Module({
      imports: [
        PlatformModule,
        DatabaseModule.forRoot({ embeddedDirectory: path.join(this.dataDir, 'postgres') }),
        EventsModule.forRoot({ adapter: 'postgres' }),
        StorageModule,
        ...(providesKeys ? [] : [RoleKeysModule]),
        ServicesModule,
      ],
    })
    class ProcessModule {}
    this.running = await createApp(ProcessModule, { eventsStrategy: EventsStrategy });
    await this.running.listen(0, '127.0.0.1');
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async url(): Promise<string> {
    return (await this.app.getUrl()).replace('[::1]', '127.0.0.1');
  }

  /** @param key null sends none */
  async call(route: string, { key = 'admin', ...init }: RequestInit & { key?: string | null } = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (key) headers.set('authorization', `Bearer ${key}`);
    return fetch((await this.url()) + route, { ...init, headers });
  }

  async json<T>(route: string, init?: RequestInit & { key?: string | null }): Promise<T> {
    const answer = await this.call(route, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init?.method ?? 'GET'} ${route}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  send(
    method: 'PUT' | 'POST',
    route: string,
    body: unknown,
    { key, headers }: { key?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    return this.call(route, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
      ...(key !== undefined && { key }),
    });
  }
}
