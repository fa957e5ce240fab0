import type { LoggerService } from '@nestjs/common';
import { logger } from './logging.js';

const log = logger('nest');

/** Nest's own lines in the product's log; its start-up chatter is for debugging. */
export class NestLogger implements LoggerService {
  log(message: unknown, context?: string): void {
    log.debug({ context }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    log.error({ detail: rest.filter(Boolean) }, message instanceof Error ? (message.stack ?? message.message) : String(message));
  }
  warn(message: unknown, context?: string): void {
    log.warn({ context }, String(message));
  }
}
