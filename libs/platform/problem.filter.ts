import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from '@sightline/contracts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { throwError } from 'rxjs';
import { InputError, OperationalError } from './errors.js';
import { logger } from './logging.js';

const log = logger('http');

/** Every error over HTTP becomes an RFC 9457 problem document; errors of event handlers go back to the consumer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost) {
    if (host.getType() !== 'http') return throwError(() => error);
    const context = host.switchToHttp();
    return sendProblem(error, context.getRequest<FastifyRequest>(), context.getResponse<FastifyReply>());
  }
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request);
  if (problem.status >= 500)
    log.error({ err: error, method: request.method, url: request.url.split('?')[0], requestId: request.id }, problem.title);
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  const retryAfterSeconds = error instanceof InputError || error instanceof OperationalError ? error.retryAfterSeconds : undefined;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  reply.status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  const problem = (status: number, code: string, detail: string, issues?: Problem['issues']): Problem => ({
    type: `urn:sightline:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    requestId: request.id,
    ...(issues && { issues }),
  });
  if (error instanceof InputError) return problem(error.status, error.code, error.message, error.issues);
  if (error instanceof OperationalError) return problem(503, error.code, `${error.message}. Nothing was changed; try again.`);
  const status = error instanceof HttpException ? error.getStatus() : ((error as FastifyError | null)?.statusCode ?? 500);
  if (status === 404)
    return problem(404, 'not-found', `There is nothing at ${request.method} ${request.url.split('?')[0]}. /docs lists every call.`);
  if (status >= 400 && status < 500) return problem(status, codeOf(error, status), (error as Error).message);
  return problem(500, 'unexpected', 'Something in Sightline is broken. The log holds the details under the request id.');
}

function codeOf(error: unknown, status: number): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string'
    ? code
        .replace(/^FST_(ERR_)?(CTP_)?/, '')
        .toLowerCase()
        .replaceAll('_', '-')
    : (STATUS_CODES[status] ?? 'bad-request').toLowerCase().replaceAll(' ', '-');
}
