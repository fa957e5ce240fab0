import { eventDefinitions } from '../events.js';
import { namedSchemas, SchemaWriter, type JsonSchema } from './named-schemas.js';

/** A self-contained JSON Schema for each event and each named schema, by file name. */
export function jsonSchemas(): Record<string, JsonSchema> {
  const named = [...eventDefinitions.map(({ name, schema }) => [name, schema] as const), ...Object.entries(namedSchemas)];
  return Object.fromEntries(
    named.map(([name, schema]) => {
      const writer = new SchemaWriter('#/$defs/');
      const written = writer.write(schema);
      return [
        name,
        {
          $schema: 'https://json-schema.org/draft/2020-12/schema',
          $id: `urn:sightline:schema:${name}`,
          ...written,
          $defs: writer.definitions(),
        },
      ];
    }),
  );
}
