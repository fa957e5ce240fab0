import { AsyncLocalStorage } from 'node:async_hooks';
import { pino, type Logger as PinoLogger } from 'pino';

export type Logger = PinoLogger;

/** Ids that follow one request or event through the log lines it causes. */
export interface LogContext {
  requestId?: string;
  inspectionId?: string;
  frameId?: string;
}

export const logContext = new AsyncLocalStorage<LogContext>();

const root = pino({
  level: process.env['SIGHTLINE_LOG_LEVEL'] ?? 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  mixin: () => ({ ...logContext.getStore() }),
  redact: ['authorization', 'headers.authorization', 'headers.cookie', 'key', 'password'],
});

/** A logger whose lines say which part of Sightline wrote them. */
export const logger = (name: string): Logger => root.child({ name });
