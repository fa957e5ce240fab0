/** Normal quantile of a two-sided 95 % interval. */
const z = 1.959964;

/**
 * Wilson score interval of a share (E. B. Wilson, 1927): honest for few parts and for shares near 0 or 1.
 * @returns lower and upper bound, 0-1
 */
export function wilsonInterval(hits: number, total: number): [lower: number, upper: number] {
  if (total <= 0) return [0, 1];
  const share = hits / total;
  const denominator = 1 + (z * z) / total;
  const centre = (share + (z * z) / (2 * total)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** Whether the share is so uncertain that it should be shown with its interval: wider than one percentage point. */
export const isSmallSample = (hits: number, total: number) => {
  const [lower, upper] = wilsonInterval(hits, total);
  return upper - lower > 0.01;
};
