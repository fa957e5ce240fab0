import { Controller, Get, Inject, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { asyncApiDocument, openApiDocument } from '@sightline/contracts';
import { Public } from '@sightline/platform';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/** What the API and the events look like, for programs and for people. */
@Controller()
@Public()
export class DocsController implements OnModuleInit {
  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  async onModuleInit(): Promise<void> {
    await this.host.httpAdapter.getInstance<FastifyInstance>().register(scalar, {
      routePrefix: '/docs',
      configuration: { url: '/openapi.json', withDefaultFonts: false, hideClientButton: true, metaData: { title: 'Sightline API' } },
    });
  }

  @Get('openapi.json')
  openApi(): object {
    return openApiDocument();
  }

  @Get('asyncapi.json')
  asyncApi(): object {
    return asyncApiDocument();
  }
}
