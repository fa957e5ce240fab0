import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A source file of the checkout as a real process, for tests that kill it. */
export class TypescriptProcess {
  readonly lines: string[] = [];
  private waiting: (() => void)[] = [];
  private readonly ended: Promise<void>;

  private constructor(private readonly child: ChildProcess) {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      this.lines.push(line);
      this.wake();
    });
    this.ended = new Promise((resolve) => child.once('close', () => resolve()));
    void this.ended.then(() => this.wake());
  }

  /** @param file from the checkout's root */
  static start(file: string, ...words: string[]): TypescriptProcess {
    const root = path.resolve(import.meta.dirname, '../..');
    const hooks = path.join(import.meta.dirname, 'typescript.hooks.mjs');
    const env = { ...process.env, NODE_OPTIONS: '', SIGHTLINE_LOG_LEVEL: 'silent' };
    const child = spawn(process.execPath, ['--import', hooks, path.join(root, file), ...words], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new TypescriptProcess(child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Resolves with the first line that fits. Rejects when the process ends without it. */
  async line(fits: (line: string) => boolean): Promise<string> {
    for (;;) {
      const found = this.lines.find(fits);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`ended after: ${this.lines.slice(-10).join(' | ')}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
