import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { pageQuerySchema, type DeadLetter } from '@sightline/contracts';
import { EventBus } from '@sightline/events';
import { parsed, Roles } from '@sightline/platform';
import { z } from 'zod';

const deadLetterIdSchema = z.string().min(1).max(200);

/** Parked messages of every service on the bus. */
@Controller('v1/dead-letters')
@Roles('engineer')
export class DeadLetterController {
  constructor(private readonly bus: EventBus) {}

  @Get()
  list(@Query(parsed(pageQuerySchema)) page: z.infer<typeof pageQuerySchema>): Promise<{ items: DeadLetter[]; nextCursor: string | null }> {
    return this.bus.deadLetters(page);
  }

  /** Hands the message to its group once more. */
  @Post(':id/replay')
  @HttpCode(200)
  replay(@Param('id', parsed(deadLetterIdSchema)) id: string): Promise<DeadLetter> {
    return this.bus.replay(id);
  }
}
