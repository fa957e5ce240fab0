import { z } from 'zod';
import { keyCreatedSchema, keyInputSchema, keySchema, principalSchema } from '../access.schema.js';
import { cameraInputSchema, cameraSchema } from '../camera.schema.js';
import { deadLetterPageSchema, deadLetterSchema } from '../dead-letter.schema.js';
import { frameImageQuerySchema, frameSchema, framesAcceptedSchema, mediaTypeSchema, postFramesQuerySchema } from '../frame.schema.js';
import { inspectionFilterSchema, inspectionPageSchema, inspectionQuerySchema, inspectionSchema, inspectionsJudgedSchema, pageQuerySchema } from '../inspection.schema.js';
import { aliasInputSchema, aliasSchema, modelDetailSchema, modelSchema, modelVersionSchema } from '../model.schema.js';
import { recipeSchema, recipeVersionSchema } from '../recipe.schema.js';
import { statisticsQuerySchema, statisticsSchema } from '../statistics.schema.js';
import type { Route } from './route.js';

const pageOf = (items: z.ZodType): z.ZodType => z.object({ items: z.array(items), nextCursor: z.string().nullable() });
const ok = (description: string, schema: z.ZodType): Route['answers'] => ({ 200: { description, schema } });

/** Every call of the HTTP API. */
export const routes: readonly Route[] = [
  {
    method: 'post',
    path: '/v1/frames',
    tag: 'frames',
    summary: 'Send an image, or several of one part. 202 once bytes and event are durable; with `Prefer: wait=<s>` 200 and the verdict.',
    role: 'camera',
    query: postFramesQuerySchema,
    headers: { 'Idempotency-Key': 'The same key and bytes are taken once.', Prefer: '`wait=5` waits up to 5 s for the verdict.' },
    body: { mediaTypes: [...mediaTypeSchema.options, 'multipart/form-data'], description: 'The image, or multipart parts named `image`.' },
    answers: { 200: { description: 'All were judged in time.', schema: inspectionsJudgedSchema }, 202: { description: 'Durable; judged later.', schema: framesAcceptedSchema } },
    problems: [404, 409, 413, 415, 422, 429, 503],
  },
  { method: 'get', path: '/v1/frames/{id}', tag: 'frames', summary: 'The record of a frame.', role: 'viewer', answers: ok('The frame.', frameSchema), problems: [404] },
  {
    method: 'get',
    path: '/v1/frames/{id}/image',
    tag: 'frames',
    summary: 'The pixels: as they came, or a JPEG of at most `width` pixels.',
    role: 'viewer',
    query: frameImageQuerySchema,
    answers: { 200: { description: 'The image.', mediaType: 'image/*' } },
    problems: [404],
  },
  { method: 'get', path: '/v1/inspections', tag: 'inspections', summary: 'Judged inspections, newest first.', role: 'viewer', query: inspectionQuerySchema, answers: ok('A page.', inspectionPageSchema) },
  { method: 'get', path: '/v1/inspections.csv', tag: 'inspections', summary: 'The same as a table.', role: 'viewer', query: inspectionFilterSchema, answers: { 200: { description: 'One row a part.', mediaType: 'text/csv' } } },
  { method: 'get', path: '/v1/inspections/{id}', tag: 'inspections', summary: 'One inspection; `verdict` is null while frames are on their way.', role: 'viewer', answers: ok('The inspection.', inspectionSchema), problems: [404] },
  { method: 'get', path: '/v1/inspections/{id}/overlay.png', tag: 'inspections', summary: 'The frame with its defects drawn.', role: 'viewer', answers: { 200: { description: 'The picture.', mediaType: 'image/png' } }, problems: [404] },
  { method: 'get', path: '/v1/statistics', tag: 'inspections', summary: 'Counts, yield, defect rate, Pareto, latency percentiles.', role: 'viewer', query: statisticsQuerySchema, answers: ok('The figures.', statisticsSchema) },
  {
    method: 'get',
    path: '/v1/events',
    tag: 'inspections',
    summary: 'Server-sent events of everything judged and promoted; resumes by `Last-Event-ID`.',
    role: 'viewer',
    headers: { 'Last-Event-ID': 'The last id that was seen.' },
    answers: { 200: { description: 'The stream.', mediaType: 'text/event-stream' } },
  },
  { method: 'get', path: '/v1/cameras', tag: 'cameras', summary: 'All cameras.', role: 'viewer', query: pageQuerySchema, answers: ok('A page.', pageOf(cameraSchema)) },
  { method: 'get', path: '/v1/cameras/{id}', tag: 'cameras', summary: 'One camera.', role: 'viewer', answers: ok('The camera.', cameraSchema), problems: [404] },
  { method: 'put', path: '/v1/cameras/{id}', tag: 'cameras', summary: 'Make or change a camera.', role: 'engineer', body: { schema: cameraInputSchema }, answers: ok('The camera.', cameraSchema), problems: [422] },
  { method: 'delete', path: '/v1/cameras/{id}', tag: 'cameras', summary: 'Remove a camera; its inspections stay.', role: 'engineer', answers: { 204: { description: 'Removed.' } }, problems: [404] },
  { method: 'get', path: '/v1/recipes', tag: 'recipes', summary: 'The latest version of every recipe.', role: 'viewer', query: pageQuerySchema, answers: ok('A page.', pageOf(recipeVersionSchema)) },
  { method: 'get', path: '/v1/recipes/{name}', tag: 'recipes', summary: 'The latest version; its number is the `ETag`.', role: 'viewer', answers: ok('The recipe.', recipeVersionSchema), problems: [404] },
  {
    method: 'put',
    path: '/v1/recipes/{name}',
    tag: 'recipes',
    summary: 'Make the next version.',
    role: 'engineer',
    headers: { 'If-Match': 'The version that was edited; refused with 412 when there is a newer one.' },
    body: { schema: recipeSchema },
    answers: ok('The new version.', recipeVersionSchema),
    problems: [412, 422],
  },
  { method: 'get', path: '/v1/recipes/{name}/versions', tag: 'recipes', summary: 'Every version, newest first.', role: 'viewer', answers: ok('The versions.', pageOf(recipeVersionSchema)), problems: [404] },
  { method: 'get', path: '/v1/recipes/{name}/versions/{version}', tag: 'recipes', summary: 'One version.', role: 'viewer', answers: ok('The version.', recipeVersionSchema), problems: [404] },
  { method: 'get', path: '/v1/models', tag: 'models', summary: 'All models.', role: 'viewer', query: pageQuerySchema, answers: ok('A page.', pageOf(modelSchema)) },
  { method: 'get', path: '/v1/models/{name}', tag: 'models', summary: 'One model with its versions.', role: 'viewer', answers: ok('The model.', modelDetailSchema), problems: [404] },
  { method: 'get', path: '/v1/models/{name}/versions/{version}', tag: 'models', summary: 'One version: card, contract, sha256.', role: 'viewer', answers: ok('The version.', modelVersionSchema), problems: [404] },
  {
    method: 'post',
    path: '/v1/models/{name}/versions',
    tag: 'models',
    summary: 'Register an ONNX file; what it is is found out.',
    role: 'engineer',
    body: { mediaTypes: ['application/octet-stream', 'multipart/form-data'], description: 'The ONNX file, or multipart parts `model` and `card` (JSON).' },
    answers: { 200: { description: 'These bytes are registered already.', schema: modelVersionSchema }, 201: { description: 'Registered.', schema: modelVersionSchema } },
    problems: [413, 422],
  },
  { method: 'get', path: '/v1/models/{name}/aliases/{alias}', tag: 'models', summary: 'The version an alias points to, now or `at` a time.', role: 'viewer', query: z.object({ at: z.iso.datetime({ offset: true }).optional() }), answers: ok('The alias.', aliasSchema), problems: [404] },
  { method: 'put', path: '/v1/models/{name}/aliases/{alias}', tag: 'models', summary: 'Point an alias to a version.', role: 'engineer', body: { schema: aliasInputSchema }, answers: ok('The alias.', aliasSchema), problems: [404] },
  { method: 'get', path: '/v1/keys', tag: 'access', summary: 'All keys, without the keys themselves.', role: 'admin', query: pageQuerySchema, answers: ok('A page.', pageOf(keySchema)) },
  { method: 'post', path: '/v1/keys', tag: 'access', summary: 'Make a key; it is shown this once.', role: 'admin', body: { schema: keyInputSchema }, answers: { 201: { description: 'The key.', schema: keyCreatedSchema } } },
  { method: 'delete', path: '/v1/keys/{id}', tag: 'access', summary: 'Revoke a key.', role: 'admin', answers: { 204: { description: 'Revoked.' } }, problems: [404] },
  { method: 'post', path: '/v1/session', tag: 'access', summary: 'Log a browser in with the bearer key; sets a cookie.', role: 'viewer', answers: ok('Who is logged in.', principalSchema) },
  { method: 'get', path: '/v1/session', tag: 'access', summary: 'Who is logged in.', role: 'camera', answers: ok('The caller.', principalSchema) },
  { method: 'delete', path: '/v1/session', tag: 'access', summary: 'Log out.', role: 'camera', answers: { 204: { description: 'Logged out.' } } },
  { method: 'get', path: '/v1/dead-letters', tag: 'system', summary: 'Messages that were parked, with their reasons.', role: 'engineer', query: pageQuerySchema, answers: ok('A page.', deadLetterPageSchema) },
  { method: 'post', path: '/v1/dead-letters/{id}/replay', tag: 'system', summary: 'Give a parked message to its consumer again.', role: 'engineer', answers: ok('The message.', deadLetterSchema), problems: [404] },
  { method: 'get', path: '/healthz', tag: 'system', summary: 'The process lives.', answers: ok('It does.', z.object({ status: z.literal('ok') })) },
  {
    method: 'get',
    path: '/readyz',
    tag: 'system',
    summary: 'Frames can be judged.',
    answers: {
      200: { description: 'They can.', schema: z.object({ status: z.string(), notReady: z.array(z.object({ part: z.string(), reason: z.string() })) }) },
      503: { description: 'The parts that are not ready.', schema: z.object({ status: z.string(), notReady: z.array(z.object({ part: z.string(), reason: z.string() })) }) },
    },
  },
  { method: 'get', path: '/metrics', tag: 'system', summary: 'Prometheus metrics.', answers: { 200: { description: 'Text.', mediaType: 'text/plain' } } },
];
