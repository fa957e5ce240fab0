/**
 * Capitals, digits and signs as strokes on a grid of 4 by 6, so that pictures carry text on machines without any font and look the
 * same everywhere. Each stroke is a run of points, two digits a point: x, then y downwards.
 */
const glyphs: Record<string, string> = {
  A: '0602204246|0444',
  B: '00063645443303|0030414233',
  C: '4130100105163645',
  D: '00062644422000',
  E: '40000646|0333',
  F: '400006|0333',
  G: '41301001051636454323',
  H: '0006|4046|0343',
  I: '1030|2026|1636',
  J: '4045361605',
  K: '0006|400346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '103041453616050110',
  P: '06003041423303',
  Q: '103041453616050110|2446',
  R: '06003041423303|2346',
  S: '413010010213334445361605',
  T: '0040|2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046|4006',
  Y: '002340|2326',
  Z: '00400646',
  '0': '103041453616050110|0541',
  '1': '112026|1636',
  '2': '01103041420646',
  '3': '0110304142334445361605|1333',
  '4': '36300444',
  '5': '400003334445361605',
  '6': '4130100105163645443303',
  '7': '004016',
  '8': '103041423313020110|1304051636454433',
  '9': '0516364541301001021343',
  '.': '26',
  ',': '2617',
  ':': '22|25',
  '-': '1333',
  _: '0646',
  '+': '2125|0343',
  '=': '0242|0444',
  '/': '0640',
  '%': '0640|01|45',
  '(': '30111536',
  ')': '10313516',
  '#': '1016|3036|0242|0444',
  '<': '410345',
  '>': '014305',
};

/** Width of a letter with its gap, and height, in grid units. */
const advance = 5.5;
const height = 6;

/** Whether every character of a text can be drawn. */
export const isDrawable = (text: string): boolean => [...text.toUpperCase()].every((sign) => sign === ' ' || sign in glyphs);

/** Width of a text of the given height, px. */
export const textWidth = (text: string, heightPx: number): number =>
  (([...text.toUpperCase()].length * advance - (advance - 4)) * heightPx) / height;

/** The path of a text, to be stroked. @param x left edge, px @param y upper edge, px */
export function textPath(text: string, x: number, y: number, heightPx: number): string {
  const unit = heightPx / height;
  return [...text.toUpperCase()]
    .flatMap((sign, index) =>
      (glyphs[sign] ?? '')
        .split('|')
        .filter(Boolean)
        .map((stroke) => {
          const points = (stroke.match(/\d\d/g) ?? []).map(
            (point) => `${(x + (index * advance + Number(point[0])) * unit).toFixed(1)} ${(y + Number(point[1]) * unit).toFixed(1)}`,
          );
          return `M${points.join('L')}${points.length === 1 ? 'h.1' : ''}`;
        }),
    )
    .join('');
}
