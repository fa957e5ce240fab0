/** Remembers what was read until it is written; a write that happens during a read wins over what the read found. Absence is not remembered. */
export class WriteThroughCache<Value> {
  private readonly values = new Map<string, Value>();
  private writes = 0;

  /** @param orderOf tells the newer of two values of a key: writes that ran at the same time may get here in either order */
  constructor(private readonly orderOf: (value: Value) => number) {}

  async find(key: string, read: () => Promise<Value | null>): Promise<Value | null> {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const writesBefore = this.writes;
    const value = await read();
    if (value !== null && writesBefore === this.writes) this.values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.writes += 1;
    const known = this.values.get(key);
    if (known === undefined || this.orderOf(known) < this.orderOf(value)) this.values.set(key, value);
  }

  delete(key: string): void {
    this.writes += 1;
    this.values.delete(key);
  }
}
