import fastifyStatic from '@fastify/static';
import { Controller, Get, Inject, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { InputError, Public } from '@sightline/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { rootFolder } from './root-folder.js';

const folder = path.join(rootFolder, 'dist/apps/dashboard');
const policy =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The page: its files, and for every other address its entry, which routes in the browser. */
@Controller()
@Public()
export class PageController implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  async onModuleInit(): Promise<void> {
    if (existsSync(folder))
      await this.host.httpAdapter
        .getInstance<FastifyInstance>()
        .register(fastifyStatic, { root: folder, serve: false, cacheControl: false });
  }

  @Get(['/', '*'])
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): unknown {
    const asked = decodeURIComponent(request.url.split('?')[0]!).replace(/^\/+/, '');
    if (/^(v1|docs)(\/|$)/.test(asked) || !existsSync(folder)) throw notFound(request);
    const isFile = /\.[a-z0-9]+$/i.test(asked);
    if (isFile && !existsSync(path.join(folder, path.normalize(`/${asked}`)))) throw notFound(request);
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer').header('content-security-policy', policy);
    // Vite puts the content's hash into the names below assets/.
    reply.header('cache-control', asked.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    return reply.sendFile(isFile ? asked : 'index.html');
  }
}

const notFound = ({ method, url }: FastifyRequest): InputError =>
  new InputError({ status: 404, code: 'not-found', detail: `There is nothing at ${method} ${url.split('?')[0]}. /docs lists every call.` });
