import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { idSchema, keyInputSchema, pageQuerySchema, type Key, type KeyInput } from '@sightline/contracts';
import { parsed, Roles } from '@sightline/platform';
import type { z } from 'zod';
import { KeyService } from './key.service.js';

@Controller('v1/keys')
@Roles('admin')
export class KeyController {
  constructor(private readonly keys: KeyService) {}

  @Get()
  list(@Query(parsed(pageQuerySchema)) page: z.infer<typeof pageQuerySchema>): Promise<{ items: Key[]; nextCursor: string | null }> {
    return this.keys.list(page);
  }

  /** The only answer that ever shows the key. */
  @Post()
  create(@Body(parsed(keyInputSchema)) input: KeyInput): Promise<Key & { key: string }> {
    return this.keys.create(input);
  }

  @Delete(':id')
  @HttpCode(204)
  remove(@Param('id', parsed(idSchema)) id: string): Promise<void> {
    return this.keys.remove(id);
  }
}
