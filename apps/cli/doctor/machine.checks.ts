import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, freemem, totalmem } from 'node:os';
import type { Finding } from './diagnosis.js';

const gib = 2 ** 30;

export function checkNode(): Finding {
  const found = `${process.version} on ${process.platform}-${arch()}`;
  if (Number(process.versions.node.split('.')[0]) < 24)
    return { state: 'problem', found, advice: 'Start through "npx sightline": it brings Node 24.' };
  return process.platform === 'linux' ? { state: 'ok', found } : { state: 'warning', found, advice: 'Sightline is tested on Linux.' };
}

export async function checkProcessor(): Promise<Finding> {
  const cores = availableParallelism();
  const flags = new Set(
    (await readFile('/proc/cpuinfo', 'utf8').catch(() => '')).match(/^(?:flags|Features)\s*:(.*)$/m)?.[1]?.split(/\s+/),
  );
  const features = ['avx2', 'fma', 'avx512f', 'avx512_vnni', 'amx_int8', 'asimd', 'asimddp'].filter((name) => flags.has(name));
  const found = `${cores} ${cores === 1 ? 'core' : 'cores'}, ${cpus()[0]?.model.trim() ?? 'unknown'}${features.length ? ` (${features.join(', ')})` : ''}`;
  if (arch() === 'x64' && flags.size && !flags.has('avx2'))
    return { state: 'warning', found, advice: 'Without AVX2 models run several times slower.' };
  return cores < 2
    ? { state: 'warning', found, advice: 'Two cores or more let frames be taken in while others are judged.' }
    : { state: 'ok', found };
}

export async function checkMemory(): Promise<Finding> {
  const limit = await memoryLimit();
  const [total, available] = [Math.min(totalmem(), limit), Math.min(process.availableMemory?.() ?? freemem(), limit)];
  const found = `${(available / gib).toFixed(1)} of ${(total / gib).toFixed(1)} GiB available${limit < totalmem() ? ' (limited by the control group)' : ''}`;
  if (available < 0.5 * gib)
    return { state: 'problem', found, advice: 'Free at least 1 GiB: the database, the workers and decoded frames need it.' };
  return available < gib ? { state: 'warning', found, advice: '1 GiB or more is better.' } : { state: 'ok', found };
}

async function memoryLimit(): Promise<number> {
  const text = (await readFile('/sys/fs/cgroup/memory.max', 'utf8').catch(() => 'max')).trim();
  return text === 'max' ? Infinity : Number(text) || Infinity;
}
