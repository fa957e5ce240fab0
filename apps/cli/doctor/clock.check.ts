import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { boardModelFile, dataDirectory } from '../root-folder.js';
import type { Finding } from './diagnosis.js';

/** Clocks of file systems and file servers may be that much ahead, ms. */
const tolerance = 60_000;

/** Inspections are ordered and audited by this machine's time. */
export async function checkClock(): Promise<Finding> {
  const now = Date.now();
  const found = `${new Date(now).toISOString()}, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  const files = [boardModelFile, dataDirectory(), path.join(dataDirectory(), 'admin.key')];
  const newest = Math.max(0, ...(await Promise.all(files.map(async (file) => (await stat(file).catch(() => null))?.mtimeMs ?? 0))));
  if (newest > now + tolerance)
    return {
      state: 'problem',
      found: `${found}; files are from ${new Date(newest).toISOString()}`,
      advice: 'The clock stands in the past: set it, and keep it by NTP.',
    };
  if (await isUnsynchronised())
    return {
      state: 'warning',
      found: `${found}, not synchronised`,
      advice: 'Switch NTP on ("timedatectl set-ntp true"), so that times of several machines agree.',
    };
  return { state: 'ok', found };
}

/** Only where systemd knows; a container shares its host's clock. */
async function isUnsynchronised(): Promise<boolean> {
  const answer = await promisify(execFile)('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], { timeout: 3000 }).catch(
    () => null,
  );
  return answer?.stdout.trim() === 'no';
}
