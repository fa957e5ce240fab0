import type { PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { InputError } from './errors.js';

/** Validates a body, query or parameter; answers 400 `invalid-input` naming every field that does not fit. */
export function parsed<Schema extends z.ZodType>(schema: Schema): PipeTransform<unknown, z.infer<Schema>> {
  return { transform: (value) => parseInput(schema, value) };
}

/** @throws InputError 400 `invalid-input` */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new InputError({
    status: 400,
    code: 'invalid-input',
    detail: issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
    issues,
  });
}
