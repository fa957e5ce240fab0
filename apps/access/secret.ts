import { createHash, randomBytes } from 'node:crypto';

/** A new key: 256 random bits, recognisable by secret scanners. */
export const newKey = (): string => `sk_${randomBytes(32).toString('base64url')}`;

/** A new session's value: 256 random bits. */
export const newSessionToken = (): string => randomBytes(32).toString('base64url');

/**
 * What is kept of a key or session. A fast hash is right here: nobody guesses 256 random bits, so there is nothing for a slow
 * one to slow down, and every request pays for it. Looking rows up by this hash also makes the time of a comparison tell
 * nothing about the secret.
 */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();
