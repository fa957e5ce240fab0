import type { Inspection } from '@sightline/contracts';

const colours: Readonly<Record<string, string>> = { pass: '32', fail: '31', review: '33', unusable: '35', error: '35' };

/** One line: verdict, time, file, and what decided. */
export function describeInspection(file: string, { verdict, latencyMs, defects, reasons }: Inspection, inColour: boolean): string {
  const word = String(verdict).padEnd(8);
  const painted = inColour ? `\u001b[${colours[String(verdict)] ?? '0'}m${word}\u001b[0m` : word;
  const found = defects.length ? defects.map(({ label, score }) => `${label} ${score.toFixed(2)}`).join(', ') : reasons.join('; ');
  const workMs = (latencyMs?.decode ?? 0) + (latencyMs?.inference ?? 0);
  return `${painted} ${workMs.toFixed(0).padStart(5)} ms  ${file}${found ? `  ${found}` : ''}\n`;
}
