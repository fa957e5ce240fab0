import { Body, Controller, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import {
  aliasInputSchema,
  nameSchema,
  pageQuerySchema,
  timeSchema,
  type Alias,
  type ModelVersion,
  type Principal,
} from '@sightline/contracts';
import { CurrentPrincipal, parsed, Roles } from '@sightline/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ModelRegistrationService } from './model-registration.service.js';
import { receiveModel } from './model-upload.js';
import { ModelService } from './model.service.js';
import { versionSchema } from './version.schema.js';

const atQuerySchema = z.object({ at: timeSchema.optional() });

@Controller('v1/models')
@Roles('viewer')
export class ModelController {
  constructor(
    private readonly models: ModelService,
    private readonly registration: ModelRegistrationService,
  ) {}

  @Get()
  list(@Query(parsed(pageQuerySchema)) page: z.infer<typeof pageQuerySchema>) {
    return this.models.list(page);
  }

  @Get(':name')
  detail(@Param('name', parsed(nameSchema)) name: string) {
    return this.models.detail(name);
  }

  @Get(':name/versions/:version')
  version(
    @Param('name', parsed(nameSchema)) name: string,
    @Param('version', parsed(versionSchema)) version: number,
  ): Promise<ModelVersion> {
    return this.models.version(name, version);
  }

  /** 201 with the version; 200 when these bytes are one already. */
  @Post(':name/versions')
  @Roles('engineer')
  async register(
    @Param('name', parsed(nameSchema)) name: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ModelVersion> {
    await using upload = await receiveModel(request, (body) => this.registration.spool(body));
    const { path: file, sha256, bytes } = upload.file;
    const { version, created } = await this.registration.register({ name, file, sha256, bytes, card: upload.card, by: principal.name });
    reply.status(created ? 201 : 200).header('location', `/v1/models/${name}/versions/${version.version}`);
    return version;
  }

  @Get(':name/aliases/:alias')
  alias(
    @Param('name', parsed(nameSchema)) name: string,
    @Param('alias', parsed(nameSchema)) alias: string,
    @Query(parsed(atQuerySchema)) { at }: z.infer<typeof atQuerySchema>,
  ): Promise<Alias> {
    return this.models.alias(name, alias, at);
  }

  @Put(':name/aliases/:alias')
  @Roles('engineer')
  promote(
    @Param('name', parsed(nameSchema)) name: string,
    @Param('alias', parsed(nameSchema)) alias: string,
    @Body(parsed(aliasInputSchema)) { version }: z.infer<typeof aliasInputSchema>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Alias> {
    return this.models.promote(name, alias, version, principal.name);
  }
}
