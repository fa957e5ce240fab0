import fc from 'fast-check';
import { distribution, percentile } from './percentiles.js';

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 });

describe('percentile', () => {
  it('is the value that the share of all values does not exceed', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const sorted = [...all].sort((a, b) => a - b);
        const value = percentile(sorted, share);
        expect(sorted).toContain(value);
        expect(sorted.filter((other) => other <= value).length).toBeGreaterThanOrEqual(share * sorted.length - 1e-6);
        expect(sorted.filter((other) => other < value).length).toBeLessThanOrEqual(share * sorted.length);
      }),
    );
  });

  it('knows the textbook cases', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0.5, 0.95, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 95, 99, 100]);
    expect(percentile([7], 0.99)).toBe(7);
  });
});

describe('distribution', () => {
  it('orders its figures and needs values', () => {
    fc.assert(
      fc.property(values, (all) => {
        const { mean, p50, p95, p99, max } = distribution(all)!;
        expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].sort((a, b) => a - b));
        expect(max).toBe(Math.max(...all));
        expect(mean).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 3);
      }),
    );
    expect(distribution([])).toBeNull();
  });
});
