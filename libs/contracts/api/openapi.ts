import type { z } from 'zod';
import { problemSchema } from '../problem.schema.js';
import { SchemaWriter, type JsonSchema } from './named-schemas.js';
import type { Route } from './route.js';
import { routes } from './routes.js';

/** OpenAPI 3.1 of the HTTP API, made from the schemas that validate it. */
export function openApiDocument(): JsonSchema {
  const writer = new SchemaWriter('#/components/schemas/');
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route, writer);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sightline',
      version: '1.0.0',
      description: 'Camera frames in, verdicts and located defects out.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }],
    paths,
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } }, schemas: writer.definitions() },
  };
}

function operationOf(route: Route, writer: SchemaWriter): JsonSchema {
  const problems = [
    ...(route.role ? [401, 403] : []),
    ...(route.query || route.body?.schema ? [400] : []),
    ...(route.problems ?? []),
  ].sort();
  const answers = Object.entries(route.answers).map(([status, { description, schema, mediaType }]) => [
    status,
    {
      description,
      ...(schema
        ? { content: { 'application/json': { schema: writer.write(schema) } } }
        : mediaType
          ? { content: { [mediaType]: {} } }
          : {}),
    },
  ]);
  const refusals = problems.map((status) => [
    String(status),
    { description: 'A problem document.', content: { 'application/problem+json': { schema: writer.write(problemSchema) } } },
  ]);
  return {
    operationId: operationIdOf(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.role ? { description: `Least role: ${route.role}.` } : { security: [] }),
    parameters: [...pathParameters(route), ...queryParameters(route, writer), ...headerParameters(route)],
    ...(route.body && { requestBody: bodyOf(route.body, writer) }),
    responses: Object.fromEntries([...answers, ...refusals]) as JsonSchema,
  };
}

const operationIdOf = ({ method, path }: Route): string =>
  method +
  path
    .replace('/v1', '')
    .split(/[/.]/)
    .filter(Boolean)
    .map((word) => word.replace(/[{}]/g, '').replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()))
    .join('');

const pathParameters = ({ path }: Route): JsonSchema[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

const headerParameters = ({ headers = {} }: Route): JsonSchema[] =>
  Object.entries(headers).map(([name, description]) => ({ name, in: 'header', required: false, description, schema: { type: 'string' } }));

function queryParameters({ query }: Route, writer: SchemaWriter): JsonSchema[] {
  const shape = (query?.shape ?? {}) as Record<string, z.ZodType>;
  return Object.entries(shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: writer.write(schema, 'input'),
  }));
}

function bodyOf({ schema, mediaTypes = [], description }: NonNullable<Route['body']>, writer: SchemaWriter): JsonSchema {
  const content = schema
    ? { 'application/json': { schema: writer.write(schema, 'input') } }
    : Object.fromEntries(mediaTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
  return { required: true, ...(description && { description }), content };
}
