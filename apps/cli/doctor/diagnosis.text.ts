import type { Diagnosis, State } from './diagnosis.js';

const marks: Readonly<Record<State, string>> = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' };

/** What a person reads of a diagnosis. */
export function describeDiagnosis({ checks, ok }: Diagnosis): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, found, advice }) => [
    `${marks[state]} ${name.padEnd(width)}  ${found}`,
    ...(advice ? [`${' '.repeat(width + 11)}-> ${advice}`] : []),
  ]);
  const warnings = checks.filter(({ state }) => state === 'warning').length;
  const problems = checks.filter(({ state }) => state === 'problem').length;
  return `${lines.join('\n')}\n\n${ok ? 'Sightline can run here' : `${problems} ${problems === 1 ? 'problem' : 'problems'}`}${warnings ? `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : ''}.\n`;
}
