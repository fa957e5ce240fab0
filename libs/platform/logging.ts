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

/** What helps to understand an error; drivers hang whole connections on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = (error as { code?: unknown }).code;
  return { name, message, ...(code !== undefined && { code }), stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}

const root = pino({
  level: process.env['SIGHTLINE_LOG_LEVEL'] ?? 'info',
  base: null,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: { level: (label) => ({ level: label }) },
  mixin: () => ({ ...logContext.getStore() }),
  serializers: { err: describeError },
  redact: ['authorization', 'headers.authorization', 'headers.cookie', 'key', 'password'],
});

/** A logger whose lines say which part of Sightline wrote them. */
export const logger = (name: string): Logger => root.child({ name });
