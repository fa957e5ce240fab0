import { Controller, Get, Inject, Param, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { asyncApiDocument, jsonSchemas, openApiDocument } from '@sightline/contracts';
import { InputError, Public } from '@sightline/platform';
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

  /** The JSON Schema of an event or record, by the name that `dataschema` ends with. */
  @Get('schemas/:name')
  schema(@Param('name') name: string): object {
    const schema = jsonSchemas()[name.replace(/\.json$/, '')];
    if (!schema)
      throw new InputError({
        status: 404,
        code: 'schema-unknown',
        detail: `There is no schema ${name}. /asyncapi.json names every event.`,
      });
    return schema;
  }
}
