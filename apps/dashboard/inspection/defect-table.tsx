import type { Defect, Severity } from '@sightline/contracts';
import { formatMm2, formatPx, formatScore } from '../format/numbers';
import { texts } from '../texts';
import styles from './defect-table.module.css';

interface DefectTableProps {
  defects: readonly Defect[];
  active: number | null;
  selected: number | null;
  onActive: (index: number | null) => void;
  onSelect: (index: number | null) => void;
}

const steps: Record<Severity, number> = { info: 1, minor: 2, major: 3, critical: 4 };

/** Severity as filled steps and a word; colours belong to the verdicts. */
function SeverityMark({ severity }: { severity: Severity }) {
  return (
    <span className={styles.severity}>
      <span className={styles.steps} aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <i key={step} data-filled={step <= steps[severity] || undefined} />
        ))}
      </span>
      {texts.severities[severity]}
    </span>
  );
}

/** The defects in words; pointing at one points at its box. */
export function DefectTable({ defects, active, selected, onActive, onSelect }: DefectTableProps) {
  return (
    <section className={styles.card}>
      <h2 className={styles.heading}>{texts.inspection.defects(defects.length)}</h2>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={texts.inspection.defects(defects.length)}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{texts.columns.label}</th>
              <th className={styles.number}>{texts.columns.score}</th>
              <th>{texts.columns.severity}</th>
              <th className={styles.number}>{texts.columns.size}</th>
            </tr>
          </thead>
          <tbody onPointerLeave={() => onActive(null)}>
            {defects.map(({ label, score, severity, box, areaMm2 }, index) => (
              <tr
                key={index}
                data-active={index === active || undefined}
                data-selected={index === selected || undefined}
                onPointerEnter={() => onActive(index)}
                onClick={() => onSelect(index === selected ? null : index)}
              >
                <td>
                  <button type="button" aria-pressed={index === selected} onFocus={() => onActive(index)} onBlur={() => onActive(null)}>
                    {label}
                  </button>
                </td>
                <td className={styles.number}>{formatScore(score)}</td>
                <td>
                  <SeverityMark severity={severity} />
                </td>
                <td className={styles.number}>
                  {`${formatPx(box[2])} × ${formatPx(box[3])}\u202fpx`}
                  {areaMm2 === null ? null : <small>{formatMm2(areaMm2)}</small>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
