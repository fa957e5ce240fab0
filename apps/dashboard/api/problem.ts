import type { Problem } from '@sightline/contracts';
import { texts } from '../texts';

/** A call that the server refused or that never reached it; `problem.detail` says what to do. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

const problem = (status: number, code: string, title: string, detail: string): Problem => ({
  type: 'about:blank',
  status,
  code,
  title,
  detail,
  requestId: '',
});

export const unreachable = () =>
  new ProblemError(problem(0, 'unreachable', texts.problems.unreachable.title, texts.problems.unreachable.detail));

/** Reads a refusal; a proxy in between may answer something that is no problem document. */
export function problemFrom(status: number, body: unknown): ProblemError {
  if (typeof body === 'object' && body !== null && 'title' in body && 'detail' in body) return new ProblemError(body as Problem);
  return new ProblemError(problem(status, 'unexpected-answer', texts.problems.unexpected.title, texts.problems.unexpected.detail(status)));
}

/** Any thrown value as a problem that can be shown. */
export const toProblem = (error: unknown): Problem =>
  error instanceof ProblemError
    ? error.problem
    : problem(0, 'page-failed', texts.problems.page.title, error instanceof Error ? error.message : String(error));

export const isProblem = (error: unknown, status: number) => error instanceof ProblemError && error.problem.status === status;
