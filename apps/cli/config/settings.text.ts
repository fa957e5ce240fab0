import type { ListedSetting, SettingGroup } from './settings.js';

const shown = (value: unknown): string =>
  value === null ? '(none)' : Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : JSON.stringify(value);

function state({ value, isSet, default: preset, problem }: ListedSetting): string {
  if (problem !== null) return `DOES NOT FIT: ${problem}`;
  return isSet ? `${shown(value)}  (set; default ${shown(preset)})` : shown(value);
}

/** What a person reads: by owner, each setting with its value and below it what it is for. */
export const describeSettings = (groups: readonly SettingGroup[]): string =>
  groups
    .map(({ owner, settings }) =>
      [owner, ...settings.map((setting) => `  ${setting.name} = ${state(setting)}\n      ${setting.description}`), ''].join('\n'),
    )
    .join('\n');
