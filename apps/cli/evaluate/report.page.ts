import path from 'node:path';
import { escapeXml } from '../terminal/escape-xml.js';
import { curveSvg } from './curve.svg.js';
import type { EvaluationReport } from './evaluate.run.js';
import type { ImageErrors } from './evaluation.js';

export interface WorstPicture extends ImageErrors {
  readonly jpeg: Buffer;
}

const style = `:root{color-scheme:light dark;--line:light-dark(#d4d4d8,#3f3f46);--ink:light-dark(#18181b,#f4f4f5);--soft:light-dark(#71717a,#a1a1aa);--curve:light-dark(#2563eb,#60a5fa)}
body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:light-dark(#fff,#18181b);max-width:1100px;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:right}th:first-child,td:first-child{text-align:left}tr.all td{font-weight:600}
.scroll{overflow-x:auto}.figures{display:flex;flex-wrap:wrap;gap:2rem;margin:1.5rem 0}.figures div b{display:block;font-size:1.8rem;line-height:1.2}.soft{color:var(--soft)}
.grid-of{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(260px,100%),1fr));gap:1.2rem}.wide{grid-template-columns:repeat(auto-fill,minmax(min(440px,100%),1fr))}figure{margin:0}figure img,figure svg{width:100%;height:auto;border-radius:4px}figcaption{font-size:.85rem;overflow-wrap:anywhere}
svg text{font-size:10px;fill:var(--soft)}.grid{stroke:var(--line);stroke-width:.5;fill:none}.curve{fill:none;stroke:var(--curve);stroke-width:2}.best{fill:#dc2626}`;

const three = (value: number): string => value.toFixed(3);
const row = (cells: readonly (string | number)[], tag = 'td', kind = ''): string =>
  `<tr${kind ? ` class="${kind}"` : ''}>${cells.map((cell) => `<${tag}>${escapeXml(String(cell))}</${tag}>`).join('')}</tr>`;

/** The report as one page that needs nothing else. */
export function reportPage(report: EvaluationReport, worst: readonly WorstPicture[]): string {
  const { best, dataset, model } = report;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Evaluation of ${escapeXml(model.file)}</title><style>${style}</style></head><body>
<h1>Evaluation of ${escapeXml(model.file)}</h1>
<p class="soft">${escapeXml(dataset.folder)} (${dataset.format}${dataset.split ? `, split ${escapeXml(dataset.split)}` : ''}), ${report.images} images. Model SHA-256 ${model.sha256}.</p>
<div class="figures">${[
    ['mAP50', report.map50],
    ['mAP50-95', report.map50to95],
    ['precision', best.precision],
    ['recall', best.recall],
    ['F1', best.f1],
  ]
    .map(([name, value]) => `<div><b>${three(Number(value))}</b>${name}</div>`)
    .join('')}<div><b>${report.runMs.toFixed(1)} ms</b>model time an image</div></div>
<p>Precision, recall and F1 at score &ge; ${three(best.score)}, where F1 over all labels is best, at IoU 0.5: ${best.truePositives} right, ${best.falsePositives} false alarms, ${best.falseNegatives} missed.</p>
${[...report.notes, ...report.unreadable.map(({ file, reason }) => `left out: ${file}: ${reason}`)].map((note) => `<p class="soft">Note: ${escapeXml(note)}.</p>`).join('')}
<h2>Labels</h2><div class="scroll"><table><thead>${row(['label', 'truths', 'found', 'AP50', 'AP50-95', 'precision', 'recall', 'F1', 'right', 'false alarms', 'missed'], 'th')}</thead><tbody>
${report.labels.map((label) => row([label.label, label.truths, label.detections, three(label.ap50), three(label.ap50to95), three(label.precision), three(label.recall), three(label.f1), label.truePositives, label.falsePositives, label.falseNegatives])).join('\n')}
${row(['all', report.truths, report.detections, three(report.map50), three(report.map50to95), three(best.precision), three(best.recall), three(best.f1), best.truePositives, best.falsePositives, best.falseNegatives], 'td', 'all')}</tbody></table></div>
<h2>Precision and recall</h2><div class="grid-of">${[
    { label: 'all', curve: report.curve, precision: best.precision, recall: best.recall },
    ...report.labels,
  ]
    .map((label) => `<figure>${curveSvg(label.curve, label)}<figcaption>${escapeXml(label.label)}</figcaption></figure>`)
    .join('')}</div>
<h2>Worst images</h2><p class="soft">Green: found. Blue, dashed: missed. Red: false alarm. ${report.worst.length} of ${report.images} images have errors.</p>
<div class="grid-of wide">${worst
    .map(
      ({ file, missed, falseAlarms, jpeg }) =>
        `<figure><img alt="${escapeXml(path.basename(file))}" src="data:image/jpeg;base64,${jpeg.toString('base64')}"><figcaption>${escapeXml(path.basename(file))}: ${missed} missed, ${falseAlarms} false alarms</figcaption></figure>`,
    )
    .join('')}</div>
</body></html>
`;
}
