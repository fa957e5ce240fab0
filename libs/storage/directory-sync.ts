import { LRUCache } from 'lru-cache';
import { open, type FileHandle } from 'node:fs/promises';

/** Folders that are kept open: the current hour's, and a few beside it. */
const openFolders = 8;

/**
 * Makes renames in a folder durable. Calls made while a sync is running share the next one,
 * so that a burst of puts costs a few syncs and not one each.
 */
export class DirectorySync {
  private readonly running = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Promise<void>>();
  private readonly handles = new LRUCache<string, Promise<FileHandle>>({
    max: openFolders,
    dispose: (handle) =>
      void handle.then(
        (it) => it.close(),
        () => undefined,
      ),
  });

  sync(folder: string): Promise<void> {
    const waiting = this.waiting.get(folder);
    if (waiting) return waiting;
    const running = this.running.get(folder);
    if (!running) return this.start(folder);
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.waiting.delete(folder);
        return this.start(folder);
      });
    this.waiting.set(folder, next);
    return next;
  }

  /** Finishes what runs and lets the folders go. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.running.values(), ...this.waiting.values()]);
    this.handles.clear();
  }

  private start(folder: string): Promise<void> {
    const run = this.syncFolder(folder).finally(() => this.running.delete(folder));
    this.running.set(folder, run);
    return run;
  }

  private async syncFolder(folder: string): Promise<void> {
    let handle = this.handles.get(folder);
    if (!handle) {
      handle = open(folder, 'r');
      this.handles.set(folder, handle);
      handle.catch(() => this.handles.delete(folder));
    }
    await (await handle).sync();
  }
}
