/** How one run of an item ended: finished, or to be tried again after a pause in ms. */
export type RunOutcome = 'done' | { readonly retryInMs: number };

interface KeyQueue<Item> {
  readonly items: Item[];
  state: 'ready' | 'running' | 'resting';
  timer?: NodeJS.Timeout;
}

/**
 * Runs items concurrently, but those of one key one after another in the order they came. An item that has to be tried again keeps its
 * key waiting and gives its place to other keys meanwhile.
 */
export class KeyedScheduler<Item> {
  private readonly keys = new Map<string, KeyQueue<Item>>();
  private readonly ready: string[] = [];
  private running = 0;
  private held = 0;
  private resting = 0;
  private stopped = false;
  private readonly waiters: (() => void)[] = [];

  constructor(
    private readonly maxInFlight: number,
    private readonly run: (item: Item) => Promise<RunOutcome>,
    /** Told in the order of completion; the item is held no longer. */
    private readonly finished: (item: Item) => void,
  ) {}

  /**
   * How many more items make sense now: twice what may be in work, so that it never runs dry. Items behind a resting key do not count
   * against the others, up to eight times as many.
   */
  get room(): number {
    if (this.stopped) return 0;
    return Math.max(0, Math.min(2 * this.maxInFlight - (this.held - this.resting), 16 * this.maxInFlight - this.held));
  }

  add(key: string, item: Item): void {
    this.held += 1;
    const queue = this.keys.get(key);
    if (queue) {
      queue.items.push(item);
      if (queue.state === 'resting') this.resting += 1;
      return;
    }
    this.keys.set(key, { items: [item], state: 'ready' });
    this.ready.push(key);
    this.fill();
  }

  /** Forgets items that are not running and resolves when the running ones of them are finished or want to be tried again. */
  async withdraw(affected: (item: Item) => boolean): Promise<void> {
    for (const [key, queue] of this.keys) {
      const first = queue.state === 'running' ? 1 : 0;
      const kept = queue.items.filter((item, index) => index < first || !affected(item));
      const dropped = queue.items.length - kept.length;
      this.held -= dropped;
      if (queue.state === 'resting') this.resting -= dropped;
      queue.items.splice(0, queue.items.length, ...kept);
      if (!kept.length) this.remove(key, queue);
    }
    while ([...this.keys.values()].some((queue) => queue.state === 'running' && affected(queue.items[0]!))) {
      await new Promise<void>((resolve) => this.waiters.push(resolve));
    }
    // What wanted to be tried again meanwhile goes too.
    if ([...this.keys.values()].some((queue) => queue.items.some(affected))) await this.withdraw(affected);
  }

  /** Starts nothing any more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.withdraw(() => true);
  }

  private remove(key: string, queue: KeyQueue<Item>): void {
    clearTimeout(queue.timer);
    this.keys.delete(key);
  }

  private fill(): void {
    while (this.running < this.maxInFlight && this.ready.length && !this.stopped) {
      const key = this.ready.shift()!;
      const queue = this.keys.get(key);
      if (queue?.state === 'ready' && queue.items.length) void this.work(key, queue);
    }
  }

  private async work(key: string, queue: KeyQueue<Item>): Promise<void> {
    queue.state = 'running';
    this.running += 1;
    const item = queue.items[0]!;
    const outcome = await this.run(item);
    this.running -= 1;
    if (outcome === 'done') {
      queue.items.shift();
      this.held -= 1;
      if (queue.items.length) this.makeReady(key, queue);
      else this.keys.delete(key);
      this.finished(item);
    } else {
      this.rest(key, queue, outcome.retryInMs);
    }
    for (const waiter of this.waiters.splice(0)) waiter();
    this.fill();
  }

  private rest(key: string, queue: KeyQueue<Item>, ms: number): void {
    queue.state = 'resting';
    this.resting += queue.items.length;
    queue.timer = setTimeout(() => {
      this.resting -= queue.items.length;
      this.makeReady(key, queue);
      this.fill();
    }, ms);
  }

  private makeReady(key: string, queue: KeyQueue<Item>): void {
    queue.state = 'ready';
    this.ready.push(key);
  }
}
