/** The user's doing: answered as a 4xx problem document, never retried. */
export interface InputErrorOptions {
  /** HTTP status, 4xx. */
  status: number;
  /** Stable, kebab-case; part of the API. */
  code: string;
  /** Says what to do. */
  detail: string;
  issues?: { path: string; message: string }[];
  /** Seconds; sent as `Retry-After`. */
  retryAfterSeconds?: number;
}

/** Base of every error that Sightline throws on purpose. Consumers decide between retry and dead letter from `canRetry` alone. */
export class SightlineError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly canRetry: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The caller sent something that cannot work. */
export class InputError extends SightlineError {
  readonly status: number;
  readonly issues: { path: string; message: string }[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  constructor({ status, code, detail, issues, retryAfterSeconds }: InputErrorOptions) {
    super(code, detail, false);
    this.status = status;
    this.issues = issues;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Something Sightline depends on failed for now: retried by consumers, 503 with `Retry-After` over HTTP. */
export class OperationalError extends SightlineError {
  constructor(code: string, message: string, options?: ErrorOptions & { retryAfterSeconds?: number }) {
    super(code, message, true, options);
    this.retryAfterSeconds = options?.retryAfterSeconds ?? 1;
  }
  readonly retryAfterSeconds: number;
}

/** Trying again would fail the same way: parked as a dead letter. */
export class PermanentError extends SightlineError {
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(code, message, false, options);
  }
}
