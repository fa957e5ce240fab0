import type { z } from 'zod';
import { deriveId } from './identity.js';

/** A topic: its name, what its events carry, and for whom. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  /** Topic and CloudEvents `type`, such as `sightline.frame.captured.v1`. */
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
}

/** One event as handlers and buses see it; the CloudEvents 1.0 attributes with their data. */
export interface SightlineEvent<Payload = unknown> {
  /** Derived from its cause: a redelivery carries the same id. */
  readonly id: string;
  /** The definition's name. */
  readonly type: string;
  /** The service that publishes. */
  readonly source: string;
  readonly time: string;
  /** Events of one key keep their order; the inspection's id on the way of a frame. */
  readonly key: string;
  readonly data: Payload;
}

export type DataOf<Definition extends EventDefinition> = z.infer<Definition['schema']>;
export type EventOf<Definition extends EventDefinition> = SightlineEvent<DataOf<Definition>>;

export const defineEvent = <Schema extends z.ZodType>(
  name: `sightline.${string}.v${number}`,
  description: string,
  schema: Schema,
): EventDefinition<Schema> => ({
  name,
  description,
  schema,
});

/**
 * Makes an event whose id derives from its cause.
 * @param cause what it follows from, such as a frame's id; with the event's name it gives the id
 */
export function createEvent<Definition extends EventDefinition>(
  definition: Definition,
  { cause, key, source, data }: { cause: readonly (string | number)[]; key: string; source: string; data: DataOf<Definition> },
): EventOf<Definition> {
  return { id: deriveId(definition.name, ...cause), type: definition.name, source, time: new Date().toISOString(), key, data };
}
