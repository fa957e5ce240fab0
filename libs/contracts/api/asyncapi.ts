import { eventDefinitions } from '../events.js';
import { SchemaWriter, type JsonSchema } from './named-schemas.js';

/** AsyncAPI 3.0 of the topics: CloudEvents 1.0 in binary mode, keyed by what keeps its order. */
export function asyncApiDocument(): JsonSchema {
  const writer = new SchemaWriter('#/components/schemas/');
  const messages = eventDefinitions.map(({ name, description, schema }) => [
    name,
    { name, summary: description, contentType: 'application/json', headers: cloudEventHeaders(name), payload: writer.write(schema) },
  ]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Sightline events',
      version: '1.0.0',
      description: 'Events carry ids and object keys, never pixels. Changes within a version are additive.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(
      eventDefinitions.map(({ name }) => [name, { address: name, messages: { event: { $ref: `#/components/messages/${name}` } } }]),
    ),
    operations: Object.fromEntries(
      eventDefinitions.map(({ name, description }) => [
        name,
        { action: 'send', channel: { $ref: `#/channels/${name}` }, summary: description },
      ]),
    ),
    components: { messages: Object.fromEntries(messages) as JsonSchema, schemas: writer.definitions() },
  };
}

const cloudEventHeaders = (name: string): JsonSchema => ({
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time'],
  properties: {
    ce_specversion: { const: '1.0' },
    ce_id: { type: 'string', format: 'uuid', description: 'Derived from the cause: a redelivery carries the same id.' },
    ce_source: { type: 'string' },
    ce_type: { const: name },
    ce_time: { type: 'string', format: 'date-time' },
    ce_dataschema: { type: 'string', const: `urn:sightline:schema:${name}` },
  },
});
