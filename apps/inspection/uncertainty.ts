import { createHash } from 'node:crypto';

/**
 * Entropy of a yes-or-no answer of this probability, bits: 0 when the model is sure, 1 at 0.5.
 * @param probability 0-1; what lies outside is clamped
 */
export function entropyBits(probability: number): number {
  const p = Math.min(1, Math.max(0, probability));
  if (p === 0 || p === 1) return 0;
  return -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
}

/** Whether an inspection belongs to a sample of this share (0-1); the same answer for the same id, every time and everywhere. */
export const isSampled = (inspectionId: string, share: number): boolean =>
  createHash('sha256').update(inspectionId).digest().readUInt32BE(0) / 2 ** 32 < share;
