/** Options of a {@link Coalescer}. */
export interface CoalescerOptions {
  /** Most items in one batch. Default 256. */
  readonly maxItems?: number;
}

interface Waiting<In, Out> {
  readonly item: In;
  readonly resolve: (result: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Turns single calls into batches without adding latency: a call on an idle coalescer runs at once (with those of the same tick), and
 * calls made while a batch runs form the next one by themselves. One batch is in flight at a time and order is kept, so the work of
 * many concurrent handlers shares one multi-row statement.
 *
 * A failing batch is tried again item by item, so that one poisonous item fails alone; `work` must therefore be all or nothing, as one
 * SQL statement is. An error whose `canRetry` is true is about the way to the database, not about an item: it rejects the whole batch.
 * @param work gets the items in the order of the calls and returns as many results in the same order
 */
export class Coalescer<In, Out> {
  private waiting: Waiting<In, Out>[] = [];
  private running: Promise<void> | undefined;
  private readonly maxItems: number;

  constructor(
    private readonly work: (items: In[]) => Promise<Out[]>,
    { maxItems = 256 }: CoalescerOptions = {},
  ) {
    this.maxItems = maxItems;
  }

  /** Resolves with the item's own result once its batch is done. */
  add(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Resolves when nothing is waiting or in flight. */
  async idle(): Promise<void> {
    while (this.running) await this.running;
  }

  private async run(): Promise<void> {
    // Calls of the same tick join the first batch.
    await Promise.resolve();
    while (this.waiting.length) {
      const batch = this.waiting.splice(0, this.maxItems);
      try {
        await this.settle(batch);
      } catch (error) {
        if (batch.length === 1 || (error as { canRetry?: unknown } | null)?.canRetry === true)
          for (const { reject } of batch) reject(error);
        else for (const one of batch) await this.settle([one]).catch(one.reject);
      }
    }
    this.running = undefined;
  }

  private async settle(batch: Waiting<In, Out>[]): Promise<void> {
    const results = await this.work(batch.map(({ item }) => item));
    if (results.length !== batch.length) throw new Error(`a batch of ${batch.length} gave ${results.length} results`);
    batch.forEach(({ resolve }, index) => resolve(results[index]!));
  }
}
