import { deriveId } from './identity.js';
import { idSchema } from './vocabulary.schema.js';

describe('deriveId', () => {
  it('gives the same UUIDv5 for the same cause and another for another', () => {
    expect(deriveId('frame', 1)).toBe(deriveId('frame', 1));
    expect(deriveId('frame', 1)).not.toBe(deriveId('frame', 2));
    expect(deriveId('a', 'b')).not.toBe(deriveId('ab'));
    expect(idSchema.safeParse(deriveId('frame', 1)).success).toBe(true);
  });
});
