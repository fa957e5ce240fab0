import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { logger } from '@sightline/platform';
import { ObjectStore } from '@sightline/storage';
import { FrameRepository } from './frame.repository.js';
import { hourFolder } from './hour-folder.js';

const everyMs = 600_000;
const hourMs = 3_600_000;
const log = logger('ingestion');

/**
 * Removes images that no frame refers to: their process died between storing the bytes and committing the frame, before anybody was
 * told that they were accepted. Only of hours that are over, so that nothing is taken away from a request under way.
 */
@Injectable()
export class OrphanSweepJob implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private sweptFolder = '';

  constructor(
    private readonly store: ObjectStore,
    private readonly frames: FrameRepository,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => {
      this.sweepLastHour(new Date()).catch((error: unknown) => log.warn({ err: error }, 'cannot look for images without a frame'));
    }, everyMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Sweeps the hour before the last, once. @returns how many images were removed */
  async sweepLastHour(now: Date): Promise<number> {
    const folder = hourFolder(new Date(now.getTime() - 2 * hourMs).toISOString());
    if (folder === this.sweptFolder) return 0;
    let removed = 0;
    for (let after: string | null = ''; after !== null;) {
      const page: { keys: string[]; next: string | null } = await this.store.list(folder, { limit: 1000, after });
      const orphans = await this.frames.unknownAmong(page.keys.map((key) => key.slice(folder.length)));
      await Promise.all(orphans.map((id) => this.store.delete(folder + id)));
      removed += orphans.length;
      after = page.next;
    }
    this.sweptFolder = folder;
    if (removed) log.info({ folder, removed }, 'removed images that no frame refers to');
    return removed;
  }
}
