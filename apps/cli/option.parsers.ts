import { InvalidArgumentError } from 'commander';

function numberIn(text: string, least: number, most: number, what: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) throw new InvalidArgumentError(`give ${what}.`);
  return value;
}

/** A score or share, 0-1. */
export const share = (text: string): number => numberIn(text, 0, 1, 'a number from 0 to 1');

export const positive = (text: string): number => numberIn(text, Number.MIN_VALUE, 1e9, 'a number above 0');

export function wholePositive(text: string): number {
  const value = numberIn(text, 1, 1e9, 'a whole number from 1');
  if (!Number.isInteger(value)) throw new InvalidArgumentError('give a whole number from 1.');
  return value;
}
