import type { Detection, ModelContract } from '@sightline/contracts';
import type { OnnxRuntime, Pixels, RunRequest, RunResult } from '@sightline/runtime';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { CliError, inOneLine } from './failure.js';

/** A model in worker threads, with the decoder that the server uses too. */
export class ModelSession {
  private constructor(
    private readonly runtime: OnnxRuntime,
    private readonly decoder: (bytes: Uint8Array) => Promise<Pixels>,
    readonly sha256: string,
    readonly contract: ModelContract,
    /** So many images keep all workers busy. */
    readonly atOnce: number,
  ) {}

  /**
   * @param most no more workers are started than this
   * @throws CliError when the file is no model that can be run
   */
  static async open(file: string, most = Infinity): Promise<ModelSession> {
    const sha256 = await sha256Of(file);
    // Set before the runtime's logger is made: its lines must not mix with what a verb prints.
    process.env['SIGHTLINE_LOG_LEVEL'] ||= 'silent';
    const [{ OnnxRuntime, decodeImage, runtimeConfig }, { readConfig }] = await Promise.all([
      import('@sightline/runtime'),
      import('@sightline/platform'),
    ]);
    const { SIGHTLINE_INFERENCE_WORKERS: wanted, SIGHTLINE_MAX_FRAME_PIXELS: maxPixels } = readConfig(runtimeConfig);
    const workers = Math.max(1, Math.min(wanted, most));
    const runtime = new OnnxRuntime({ workers });
    try {
      await runtime.init();
      const contract = await runtime.inspect(path.resolve(file));
      await runtime.load({ sha256, file: path.resolve(file), contract });
      return new ModelSession(runtime, (bytes) => decodeImage(bytes, { maxPixels }), sha256, contract, workers * 2);
    } catch (error) {
      await runtime.destroy();
      throw new CliError(`${file}: ${inOneLine(error)}`, { cause: error });
    }
  }

  /** @throws InputError saying what is wrong with the image */
  decode(bytes: Uint8Array): Promise<Pixels> {
    return this.decoder(bytes);
  }

  run(pixels: Pixels, { region, minScore }: Pick<RunRequest, 'region' | 'minScore'>): Promise<RunResult & { detections: Detection[] }> {
    return this.runtime.run(this.sha256, { pixels, region, minScore });
  }

  close(): Promise<void> {
    return this.runtime.destroy();
  }
}

/** @throws CliError when the file cannot be read */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  } catch (error) {
    throw new CliError(`Cannot read ${file}: ${inOneLine(error)}`);
  }
  return hash.digest('hex');
}
