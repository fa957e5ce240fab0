import { InputError } from '@sightline/platform';

const pattern = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/** Keys become paths: no part may start with a dot, be empty, or hold anything but letters, digits, dot, dash, underscore. */
export function checkKey(key: string): string {
  if (key.length > 500 || !pattern.test(key))
    throw new InputError({ status: 400, code: 'object-key-invalid', detail: `"${key.slice(0, 80)}" is not a valid object key.` });
  return key;
}

export const objectNotFound = (key: string): InputError =>
  new InputError({ status: 404, code: 'object-not-found', detail: `There is no object ${key}.` });
