import { open } from 'node:fs/promises';

/**
 * Makes renames in a folder durable. Calls made while a sync is running share the next one,
 * so that a burst of puts costs a few syncs and not one each.
 */
export class DirectorySync {
  private readonly running = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, Promise<void>>();

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

  private start(folder: string): Promise<void> {
    const run = syncFolder(folder).finally(() => this.running.delete(folder));
    this.running.set(folder, run);
    return run;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
