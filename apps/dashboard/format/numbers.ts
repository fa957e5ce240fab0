const whole = new Intl.NumberFormat();
const onePlace = new Intl.NumberFormat(undefined, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const twoPlaces = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const significant = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** U+202F keeps a number and its unit on one line. */
const unit = (number: string, name: string) => `${number}\u202f${name}`;

export const formatCount = (count: number) => whole.format(count);
export const formatCompact = (count: number) => compact.format(count);
export const formatScore = (score: number) => twoPlaces.format(score);
export const formatShare = (share: number) => unit(onePlace.format(share * 100), '%');
export const formatMs = (ms: number) =>
  ms >= 10_000
    ? unit(onePlace.format(ms / 1000), 's')
    : ms >= 10
      ? unit(whole.format(Math.round(ms)), 'ms')
      : unit(onePlace.format(ms), 'ms');
export const formatMm2 = (areaMm2: number) => unit(significant.format(areaMm2), 'mm²');
export const formatPx = (px: number) => whole.format(Math.round(px));
export const formatBytes = (bytes: number) =>
  bytes >= 1e6 ? unit(onePlace.format(bytes / 1e6), 'MB') : unit(whole.format(Math.ceil(bytes / 1e3)), 'kB');

const plurals = new Intl.PluralRules('en');

/** `1 part`, `1,204 parts`. */
export const counted = (count: number, one: string, other: string) =>
  `${formatCount(count)} ${plurals.select(count) === 'one' ? one : other}`;
