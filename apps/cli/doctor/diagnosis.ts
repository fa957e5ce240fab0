import { inOneLine } from '../failure.js';
import { checkClock } from './clock.check.js';
import { checkDataDirectory, checkFreeSpace, checkSyncSpeed } from './data-directory.checks.js';
import { checkMemory, checkNode, checkProcessor } from './machine.checks.js';
import { checkModel, checkModelRun } from './model.checks.js';
import { checkOnnxRuntime, checkSharp } from './native.checks.js';
import { checkPort } from './port.check.js';
import { checkPostgres } from './postgres.check.js';

/** `problem`: Sightline will not work; `warning`: it works, but not well. */
export type State = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly state: State;
  /** What was seen. */
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface NamedFinding extends Finding {
  readonly name: string;
}

export interface Diagnosis {
  /** Whether no problem was found. */
  readonly ok: boolean;
  readonly checks: readonly NamedFinding[];
}

const checks: readonly (readonly [name: string, check: () => Promise<Finding> | Finding])[] = [
  ['Node', checkNode],
  ['processor', checkProcessor],
  ['memory', checkMemory],
  ['sharp', checkSharp],
  ['ONNX Runtime', checkOnnxRuntime],
  ['data directory', checkDataDirectory],
  ['disk space', checkFreeSpace],
  ['disk sync', checkSyncSpeed],
  ['port', checkPort],
  ['PostgreSQL', checkPostgres],
  ['model file', checkModel],
  ['model run', checkModelRun],
  ['clock', checkClock],
];

/** Runs every check, one after the other, so that none disturbs what another measures. */
export async function diagnose(): Promise<Diagnosis> {
  const found: NamedFinding[] = [];
  for (const [name, check] of checks) found.push({ name, ...(await settled(check)) });
  return { ok: found.every(({ state }) => state !== 'problem'), checks: found };
}

async function settled(check: () => Promise<Finding> | Finding): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return { state: 'problem', found: inOneLine(error), advice: 'SIGHTLINE_DEBUG=1 sightline doctor shows where this came from.' };
  }
}
