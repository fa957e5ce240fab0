import { Body, Controller, Get, Headers, Param, Put, Query, Res } from '@nestjs/common';
import { nameSchema, pageQuerySchema, recipeSchema, type Principal, type Recipe, type RecipeVersion } from '@sightline/contracts';
import { CurrentPrincipal, parsed, Roles } from '@sightline/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { RecipeService } from './recipe.service.js';
import { versionSchema } from './version.schema.js';

@Controller('v1/recipes')
@Roles('viewer')
export class RecipeController {
  constructor(private readonly recipes: RecipeService) {}

  @Get()
  list(@Query(parsed(pageQuerySchema)) page: z.infer<typeof pageQuerySchema>) {
    return this.recipes.list(page);
  }

  @Get(':name')
  async get(@Param('name', parsed(nameSchema)) name: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<RecipeVersion> {
    return tagged(reply, await this.recipes.get(name));
  }

  @Get(':name/versions')
  async versions(@Param('name', parsed(nameSchema)) name: string): Promise<{ items: RecipeVersion[]; nextCursor: null }> {
    return { items: await this.recipes.versions(name), nextCursor: null };
  }

  @Get(':name/versions/:version')
  version(
    @Param('name', parsed(nameSchema)) name: string,
    @Param('version', parsed(versionSchema)) version: number,
  ): Promise<RecipeVersion> {
    return this.recipes.get(name, version);
  }

  @Put(':name')
  @Roles('engineer')
  async put(
    @Param('name', parsed(nameSchema)) name: string,
    @Body(parsed(recipeSchema)) recipe: Recipe,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('if-match') ifMatch?: string,
  ): Promise<RecipeVersion> {
    return tagged(reply, await this.recipes.save(name, recipe, principal.name, ifMatch));
  }
}

function tagged(reply: FastifyReply, recipe: RecipeVersion): RecipeVersion {
  reply.header('etag', `"${recipe.version}"`);
  return recipe;
}
