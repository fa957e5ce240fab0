import type { SightlineEvent } from '@sightline/contracts';
import { PermanentError } from '@sightline/platform';
import { laneOf } from './log-entry.js';

/** Stands between the parts of a parameter. JSON never contains it raw, so that nothing has to be escaped. */
const separator = '\u001e';

/** One statement for any number of rows; all of them in one transaction, in order. */
export const insertEvents = `
  INSERT INTO bus.log (id, origin, lane, topic, event)
  SELECT id, $1::integer, lane, topic, event
  FROM unnest($2::bigint[], $3::smallint[], string_to_array($4, chr(30)), string_to_array($5, chr(30))) AS row (id, lane, topic, event)`;

/** Characters of recent events that a process keeps, so that its own readers need not fetch them again. */
const cachedCharacters = 8 << 20;

/**
 * Numbers the events that this process publishes, writes them as parameters of {@link insertEvents}, and remembers the latest texts: what
 * one process publishes is mostly consumed in it, and then only its place in the log has to be read.
 */
export class LogWriter {
  /** Tells this process's rows from others'. */
  readonly origin = Math.floor(Math.random() * 0x7fffffff);
  private nextId = 1;
  private readonly recent = new Map<number, string>();
  private characters = 0;
  private oldest = 1;

  /** Every event of this process from this number on is remembered. */
  get rememberedFrom(): number {
    return this.oldest;
  }

  recall(id: number): string | undefined {
    return this.recent.get(id);
  }

  parameters(events: readonly SightlineEvent[]): unknown[] {
    const ids: number[] = [];
    const lanes: number[] = [];
    const topics: string[] = [];
    const texts: string[] = [];
    for (const event of events) {
      if (event.type.includes(separator)) throw new PermanentError('invalid-event', 'an event type cannot contain control characters');
      const text = JSON.stringify(event);
      ids.push(this.remember(text));
      lanes.push(laneOf(event.key));
      topics.push(event.type);
      texts.push(text);
    }
    return [this.origin, `{${ids.join(',')}}`, `{${lanes.join(',')}}`, topics.join(separator), texts.join(separator)];
  }

  private remember(text: string): number {
    const id = this.nextId++;
    this.recent.set(id, text);
    this.characters += text.length;
    while (this.characters > cachedCharacters) {
      this.characters -= this.recent.get(this.oldest)!.length;
      this.recent.delete(this.oldest++);
    }
    return id;
  }
}
