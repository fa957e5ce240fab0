import type { SendReport } from './tally.js';

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
const counts = (by: Readonly<Record<string, number>>): string =>
  Object.entries(by)
    .map(([name, count]) => `${name}: ${count}`)
    .join('   ') || 'none';

/** What a person reads after a run. */
export function describeSend(report: SendReport, rate: number | undefined): string {
  const { latencyMs } = report;
  const lines = [
    `frames    ${report.accepted} taken of ${report.frames} in ${report.seconds.toFixed(2)} s: ${report.throughput.toFixed(1)} a second, ${(report.bytes / 1e6 / Math.max(report.seconds, 1e-9)).toFixed(1)} MB/s`,
    latencyMs
      ? `latency   p50 ${ms(latencyMs.p50)}   p95 ${ms(latencyMs.p95)}   p99 ${ms(latencyMs.p99)}   max ${ms(latencyMs.max)} ms, from ${rate === undefined ? 'sending' : 'the scheduled moment'}`
      : 'latency   nothing was taken',
    `statuses  ${counts(report.statuses)}`,
    ...(report.verdicts ? [`verdicts  ${counts(report.verdicts)}`] : []),
    ...(report.retries ? [`retries   ${report.retries} (the server was busy)`] : []),
    ...Object.entries(report.errorReasons).map(([reason, count]) => `error     ${count} x ${reason}`),
    `sending   ${report.cpuMsPerFrame.toFixed(3)} ms of CPU a frame`,
  ];
  return `${lines.join('\n')}\n`;
}
