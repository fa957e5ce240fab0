/** Ends the command with exit code 2 and one clear line; says what to do. */
export class CliError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CliError';
  }
}

/** What a person reads of any error: one line, or with SIGHTLINE_DEBUG where it came from. */
export function inOneLine(error: unknown): string {
  if (process.env['SIGHTLINE_DEBUG'] && error instanceof Error) return error.stack ?? error.message;
  const reason = error instanceof AggregateError && !error.message ? (error.errors[0] as unknown) : error;
  return (reason instanceof Error ? reason.message : String(reason)).replace(/\s*\n\s*/g, ' ');
}
