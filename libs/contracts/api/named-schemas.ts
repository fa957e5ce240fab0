import { z } from 'zod';
import { keyCreatedSchema, keyInputSchema, keySchema, principalSchema } from '../access.schema.js';
import { cameraInputSchema, cameraSchema } from '../camera.schema.js';
import { deadLetterSchema } from '../dead-letter.schema.js';
import { capturedFrameSchema, frameSchema, framesAcceptedSchema, qualitySchema } from '../frame.schema.js';
import { defectSchema, detectionSchema, inspectionSchema } from '../inspection.schema.js';
import { aliasSchema, modelContractSchema, modelSchema, modelVersionSchema } from '../model.schema.js';
import { problemSchema } from '../problem.schema.js';
import { recipeSchema, recipeVersionSchema } from '../recipe.schema.js';
import { statisticsSchema } from '../statistics.schema.js';

/** Schemas that have a name of their own in OpenAPI, AsyncAPI and JSON Schema. */
export const namedSchemas = {
  Alias: aliasSchema,
  Camera: cameraSchema,
  CameraInput: cameraInputSchema,
  CapturedFrame: capturedFrameSchema,
  DeadLetter: deadLetterSchema,
  Defect: defectSchema,
  Detection: detectionSchema,
  Frame: frameSchema,
  FramesAccepted: framesAcceptedSchema,
  Inspection: inspectionSchema,
  Key: keySchema,
  KeyCreated: keyCreatedSchema,
  KeyInput: keyInputSchema,
  Model: modelSchema,
  ModelContract: modelContractSchema,
  ModelVersion: modelVersionSchema,
  Principal: principalSchema,
  Problem: problemSchema,
  Quality: qualitySchema,
  Recipe: recipeSchema,
  RecipeVersion: recipeVersionSchema,
  Statistics: statisticsSchema,
} as const satisfies Record<string, z.ZodType>;

export type JsonSchema = Record<string, unknown>;
type Direction = 'input' | 'output';

/** Recipes are written with fields left out and read with all of them: the written form has a name of its own. */
const writtenNames: Record<string, string> = { Recipe: 'RecipeInput' };

/** Turns schemas into JSON Schema 2020-12 whose named parts are references under `prefix`. */
export class SchemaWriter {
  private readonly registry = z.registry<{ id: string }>();
  private readonly used = new Map<string, JsonSchema>();

  constructor(private readonly prefix: string) {
    for (const [id, schema] of Object.entries(namedSchemas)) this.registry.add(schema, { id });
  }

  write(schema: z.ZodType, direction: Direction = 'output'): JsonSchema {
    const written = z.toJSONSchema(schema, {
      io: direction,
      metadata: this.registry,
      reused: 'inline',
      unrepresentable: 'any',
    }) as JsonSchema;
    const { $schema, $defs, id, ...rest } = written;
    void $schema;
    const rename = (name: string): string => (direction === 'input' ? (writtenNames[name] ?? name) : name);
    for (const [name, definition] of Object.entries(($defs ?? {}) as Record<string, JsonSchema>))
      this.used.set(rename(name), this.refer(definition, rename));
    if (typeof id !== 'string') return this.refer(rest, rename);
    this.used.set(rename(id), this.refer(rest, rename));
    return { $ref: this.prefix + rename(id) };
  }

  /** The named schemas that were referred to so far, by name. */
  definitions(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.used].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private refer(node: JsonSchema, rename: (name: string) => string): JsonSchema {
    return JSON.parse(JSON.stringify(node), (key, value: unknown) => {
      if (key === 'id' && typeof value === 'string' && value in namedSchemas) return undefined;
      return key === '$ref' && typeof value === 'string' ? this.prefix + rename(value.replace('#/$defs/', '')) : value;
    }) as JsonSchema;
  }
}
