import { averagePrecision, detectionMetrics } from './average-precision.js';

const box = (x: number): [number, number, number, number] => [x, 0, 10, 10];
const found = (x: number, score: number, label = 'a') => ({ label, score, box: box(x) });
const truth = (x: number, label = 'a') => ({ label, box: box(x) });

describe('averagePrecision', () => {
  it('is 1 when everything is found and nothing else', () => {
    expect(averagePrecision([{ detections: [found(0, 0.9), found(50, 0.8)], truth: [truth(0), truth(50)] }])).toBe(1);
  });

  it('takes the envelope over all points', () => {
    // hit, miss, hit: precision 1, 1/2, 2/3 at recall 1/2, 1/2, 1.
    const images = [{ detections: [found(0, 0.9), found(500, 0.8), found(50, 0.7)], truth: [truth(0), truth(50)] }];
    expect(averagePrecision(images)).toBeCloseTo(0.5 * 1 + 0.5 * (2 / 3), 12);
  });

  it('counts a second box on the same truth as false, and matches within an image only', () => {
    expect(averagePrecision([{ detections: [found(0, 0.9), found(1, 0.8)], truth: [truth(0), truth(50)] }])).toBe(0.5);
    expect(
      averagePrecision([
        { detections: [found(0, 0.9)], truth: [] },
        { detections: [], truth: [truth(0)] },
      ]),
    ).toBe(0);
  });

  it('averages over labels and COCO thresholds', () => {
    // IoU of a box shifted by 2 of 10 px is 8/12 = 0.67: found at 0.50 to 0.65.
    const images = [{ detections: [found(2, 0.9), found(0, 0.9, 'b'), found(0, 0.1, 'unknown')], truth: [truth(0), truth(0, 'b')] }];
    const metrics = detectionMetrics(images);
    expect(metrics.map50).toBe(1);
    expect(metrics.map50to95).toBeCloseTo((0.4 + 1) / 2, 12);
    expect(metrics.labels.map(({ label }) => label)).toEqual(['a', 'b']);
  });

  it('is 0 without truth', () =>
    expect(detectionMetrics([{ detections: [found(0, 1)], truth: [] }])).toEqual({ map50: 0, map50to95: 0, labels: [] }));
});
