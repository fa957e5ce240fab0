import { createHash } from 'node:crypto';

/** Namespace of ids that Sightline derives. */
const namespace = Buffer.from('5b6f0c9e3a1d4f0e9b7c2d8e6a4f1c35', 'hex');

/**
 * A UUIDv5 (RFC 9562) of the given words: the same cause gives the same id, so that a redelivered event is recognised.
 * @param cause what the id follows from, such as the frame's id and the event's name
 */
export function deriveId(...cause: readonly (string | number)[]): string {
  const bytes = createHash('sha1').update(namespace).update(cause.join('\u0000')).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
