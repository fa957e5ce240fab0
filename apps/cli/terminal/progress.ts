/** A bar on stderr. */
export interface Progress {
  step(): void;
  stop(): void;
}

const silent: Progress = { step: () => undefined, stop: () => undefined };

/** Shows a bar while a person watches; nothing when stderr goes into a file or a pipe. */
export async function startProgress(total: number, unit: string): Promise<Progress> {
  if (!process.stderr.isTTY || total < 2) return silent;
  const { SingleBar, Presets } = (await import('cli-progress')).default;
  const bar = new SingleBar(
    {
      format: `{bar} {value}/{total} ${unit}  {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      fps: 5,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { step: () => bar.increment(), stop: () => bar.stop() };
}
