/**
 * A place in the log: the transaction that wrote an event, and the event's number within it. Transaction ids are 64 bit in PostgreSQL
 * (`xid8`) and stay below 2^53 for as long as a cluster lives.
 */
export interface Position {
  readonly xid: number;
  readonly id: number;
}

export const logStart: Position = { xid: 0, id: 0 };

/** Negative where `a` lies before `b`. */
export const comparePositions = (a: Position, b: Position): number => a.xid - b.xid || a.id - b.id;

export const laterOf = (a: Position, b: Position): Position => (comparePositions(a, b) < 0 ? b : a);
export const earlierOf = (a: Position, b: Position): Position => (comparePositions(a, b) < 0 ? a : b);
