import 'reflect-metadata';
import multipart from '@fastify/multipart';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { checkConfig, ConfigError, readConfig } from './config.js';
import { httpConfig } from './http.config.js';
import { logContext, logger } from './logging.js';
import { Metrics } from './metrics.js';
import { NestLogger } from './nest-logger.js';
import { measureRequests } from './request-metrics.js';

export interface BootstrapOptions {
  /** Carries events to the module's handlers; looked up in the module. */
  readonly eventsStrategy?: Type<CustomTransportStrategy>;
  /** Longest that shutting down may take before the process ends anyway, ms. */
  readonly drainMs?: number;
  /** Before anything is made, once the settings are known to fit. */
  readonly before?: () => Promise<void>;
  /** Called with the address once requests are answered. */
  readonly listening?: (app: NestFastifyApplication, url: string) => Promise<void> | void;
}

/** The boilerplate of a service: boots a module on Fastify, answers health, drains on SIGTERM and SIGINT. */
export async function bootstrap(name: string, module: Type<unknown> | DynamicModule, options: BootstrapOptions = {}): Promise<void> {
  const log = logger(name);
  try {
    checkConfig();
    const http = readConfig(httpConfig);
    await options.before?.();
    const app = await createApp(module, options);
    // A bug in one request or event is no reason to drop all the others.
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'a rejection was not handled'));
    endOnSignals(app, log, options.drainMs ?? 9000);
    await app.listen(http.SIGHTLINE_HTTP_PORT, http.SIGHTLINE_HTTP_HOST);
    await options.listening?.(app, (await app.getUrl()).replace('[::1]', '127.0.0.1'));
  } catch (error) {
    log.fatal(error instanceof ConfigError ? error.message : { err: error }, error instanceof ConfigError ? undefined : 'cannot start');
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

/** Makes the application without listening; what tests start. */
export async function createApp(
  module: Type<unknown> | DynamicModule,
  options: Pick<BootstrapOptions, 'eventsStrategy'> = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    genReqId: () => randomUUID(),
    bodyLimit: 1 << 20,
    // A client that stalls in the middle of its request gives its connection back.
    requestTimeout: 60_000,
    connectionTimeout: 65_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
  });
  const fastify = adapter.getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    logContext.run({ requestId: request.id }, done);
  });
  // Images, models and everything unknown pass as streams: the route decides what it takes and how much of it.
  fastify.addContentTypeParser('*', (_request: unknown, payload: unknown, done: (error: null, body: unknown) => void) =>
    done(null, payload),
  );
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(),
    abortOnError: false,
    bufferLogs: false,
  });
  await app.register(multipart, { limits: { files: 64, fields: 32, fileSize: Number.MAX_SAFE_INTEGER } });
  measureRequests(fastify, app.get(Metrics));
  if (options.eventsStrategy) {
    app.connectMicroservice({ strategy: app.get(options.eventsStrategy) }, { inheritAppConfig: true });
    await app.startAllMicroservices();
  }
  return app;
}

function endOnSignals(app: NestFastifyApplication, log: ReturnType<typeof logger>, drainMs: number): void {
  let ending = false;
  const end = (signal: string): void => {
    if (ending) return;
    ending = true;
    log.info(`${signal}: finishing what is in work`);
    setTimeout(() => {
      log.error(`not drained after ${drainMs} ms, ending anyway`);
      process.exit(1);
    }, drainMs).unref();
    const server = app.getHttpServer();
    // A connection that falls idle after the server began to close would hold it up, and so would an upload that never ends.
    setInterval(() => server.closeIdleConnections(), 100).unref();
    setTimeout(() => server.closeAllConnections(), drainMs / 2).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'could not end cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(signal));
}
