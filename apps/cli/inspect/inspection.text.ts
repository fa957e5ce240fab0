import type { Inspection } from '@sightline/contracts';

const colours: Readonly<Record<string, string>> = { pass: '32', fail: '31', review: '33', unusable: '35', error: '35' };
const most = 8;

/** Verdict and what was found, else why; such as `fail     short 0.93, open 0.71`. */
export function verdictInWords(
  {
    verdict,
    defects,
    reasons,
  }: Pick<Inspection, 'verdict' | 'reasons'> & { readonly defects: readonly { label: string; score: number }[] },
  inColour = false,
): { readonly verdict: string; readonly found: string } {
  const word = (verdict ?? 'pending').padEnd(8);
  const found = defects.slice(0, most).map(({ label, score }) => `${label} ${score.toFixed(2)}`);
  const rest = defects.length > most ? [`and ${defects.length - most} more`] : [];
  return {
    verdict: inColour ? `\u001b[${colours[verdict ?? ''] ?? '0'}m${word}\u001b[0m` : word,
    found: defects.length ? [...found, ...rest].join(', ') : reasons.join('; '),
  };
}

/** One line: verdict, time, file, and what was found. */
export function describeInspection(file: string, inspection: Inspection, inColour: boolean): string {
  const { verdict, found } = verdictInWords(inspection, inColour);
  const workMs = (inspection.latencyMs?.decode ?? 0) + (inspection.latencyMs?.inference ?? 0);
  return `${`${verdict} ${workMs.toFixed(0).padStart(5)} ms  ${file}  ${found}`.trimEnd()}\n`;
}
