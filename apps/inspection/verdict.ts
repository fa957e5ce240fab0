import { severities, type Detection, type LabelRule, type Recipe, type Severity } from '@sightline/contracts';

/** What a recipe needs to say for a verdict. */
export type VerdictRules = Pick<Recipe, 'labels' | 'bands' | 'failAt'>;

/** A detection that counts, with the rule it counts by. */
export interface Finding<D extends Detection = Detection> {
  readonly detection: D;
  readonly rule: LabelRule;
  /** Whether it is bad enough to fail the part. */
  readonly fails: boolean;
  /** Whether its score is high enough for the model to decide alone. */
  readonly decides: boolean;
}

export interface Outcome<D extends Detection = Detection> {
  readonly verdict: 'pass' | 'fail' | 'review';
  readonly reasons: string[];
  /** Every detection that counts, whether or not it decided; as severe as possible first, then by score. */
  readonly findings: Finding<D>[];
}

const maxReasons = 10;

/** The rule of a label: its own, else that of `*`, else none: a label that no rule names is ignored. */
export const ruleOf = (label: string, labels: Recipe['labels']): LabelRule | undefined =>
  Object.hasOwn(labels, label) ? labels[label] : labels['*'];

export const isAtLeast = (severity: Severity, least: Severity): boolean => severities.indexOf(severity) >= severities.indexOf(least);

/**
 * Judges what a model found in the frames of one part.
 *
 * A detection is a defect when its label has a rule, its score is at or above the rule's threshold and its area is at or
 * above the rule's minimum. A defect can fail the part when its severity is at or above `failAt`. Such a defect decides when its
 * score is at or above `bands.decide`; below that, the outcome would hinge on a score the model is not sure of.
 *
 * | worst defect at or above `failAt` | verdict |
 * |---|---|
 * | none | `pass` (milder defects are listed) |
 * | score >= `decide` | `fail`, whatever else was found |
 * | `uncertain` <= score < `decide` | `review`: between the bands |
 * | threshold <= score < `uncertain` | `review`: the recipe counts it although the model is unsure, so a person decides |
 *
 * Hence raising a threshold or `decide` never makes a verdict worse than before (fail, review, pass), and one more detection
 * never makes it better.
 *
 * @param areaOf px2 of a detection's mask, or box
 */
export function judgeDetections<D extends Detection>(
  detections: readonly D[],
  rules: VerdictRules,
  areaOf: (detection: D) => number,
): Outcome<D> {
  const findings = detections.flatMap((detection): Finding<D>[] => {
    const rule = ruleOf(detection.label, rules.labels);
    if (!rule || detection.score < rule.threshold || areaOf(detection) < rule.minAreaPx) return [];
    return [{ detection, rule, fails: isAtLeast(rule.severity, rules.failAt), decides: detection.score >= rules.bands.decide }];
  });
  findings.sort(
    (a, b) => severities.indexOf(b.rule.severity) - severities.indexOf(a.rule.severity) || b.detection.score - a.detection.score,
  );
  const failing = findings.filter(({ fails }) => fails);
  const deciding = failing.filter(({ decides }) => decides);
  if (deciding.length) return { verdict: 'fail', reasons: inWords(deciding, describe), findings };
  if (failing.length)
    return {
      verdict: 'review',
      reasons: inWords(failing, (finding) => `${describe(finding)}, but below ${inDigits(rules.bands.decide)}: a person decides`),
      findings,
    };
  return {
    verdict: 'pass',
    reasons: findings.length ? inWords(findings, (finding) => `${describe(finding)}, milder than ${rules.failAt}`) : [],
    findings,
  };
}

/** Such as `short 0.93 >= 0.50 (critical)`. */
const describe = ({ detection, rule }: Finding): string =>
  `${detection.label} ${inDigits(detection.score)} >= ${inDigits(rule.threshold)} (${rule.severity})`;

/** Two digits; more where two would hide how small a number is, or round it up to the next. */
function inDigits(value: number): string {
  const two = Math.floor(value * 100 + 1e-9) / 100;
  return value > 0 && two === 0 ? value.toPrecision(2) : two.toFixed(2);
}

function inWords(findings: readonly Finding[], describeOne: (finding: Finding) => string): string[] {
  const reasons = findings.slice(0, maxReasons).map(describeOne);
  return findings.length > maxReasons ? [...reasons, `and ${findings.length - maxReasons} more`] : reasons;
}
