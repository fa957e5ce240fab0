import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { inspectionJudged, modelVersionPromoted, type SightlineEvent } from '@sightline/contracts';
import { EventBus, type RunningSubscription } from '@sightline/events';
import { FeedRepository, type FeedItem } from './feed.repository.js';

const pageSize = 100;
/** A wake-up may be lost with another process; readers look by themselves this often. */
const lookEveryMs = 1000;

/**
 * The feed of all that was judged and promoted, read from the database by number, so that nothing is lost between two reads.
 * Readers of the same place share one query.
 */
@Injectable()
export class FeedService implements OnApplicationBootstrap, OnModuleDestroy {
  private generation = 0;
  private readonly pages = new Map<number, Promise<FeedItem[]>>();
  private sleepers = new Set<() => void>();
  private subscription: RunningSubscription | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly feed: FeedRepository,
    private readonly bus: EventBus,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => this.sleepers.size && this.wake(), lookEveryMs).unref();
    const topics = [inspectionJudged.name, modelVersionPromoted.name];
    this.subscription = await this.bus.subscribe({ group: 'inspection-feed', topics, mode: 'broadcast', handle: async () => this.wake() });
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.subscription?.stop();
  }

  /** Something new may be there. */
  wake(): void {
    this.generation += 1;
    this.pages.clear();
    const sleepers = this.sleepers;
    this.sleepers = new Set();
    for (const resume of sleepers) resume();
  }

  newest(): Promise<number> {
    return this.feed.newest();
  }

  async announce(event: SightlineEvent): Promise<void> {
    await this.feed.announce(event);
    this.wake();
  }

  /** The next items after a number; waits until there are some, or until `signal` aborts. */
  async next(seq: number, signal: AbortSignal): Promise<FeedItem[]> {
    while (!signal.aborted) {
      const { generation } = this;
      const items = await this.page(seq);
      if (items.length) return items;
      // The signal may have aborted during the read, and does so only once.
      if (generation === this.generation && !signal.aborted) await this.sleep(signal);
    }
    return [];
  }

  private page(seq: number): Promise<FeedItem[]> {
    const known = this.pages.get(seq);
    if (known) return known;
    const page = this.feed.after(seq, pageSize);
    this.pages.set(seq, page);
    return page;
  }

  private async sleep(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.sleepers.add(resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    await promise;
    this.sleepers.delete(resolve);
  }
}
