import type { ConfigDefinition } from '@sightline/platform';

export interface ListedSetting {
  readonly name: string;
  readonly description: string;
  /** Null: none. */
  readonly default: unknown;
  /** As it is in force; null when unset without a default, or when it does not fit. */
  readonly value: unknown;
  readonly isSet: boolean;
  /** Why the value does not fit. */
  readonly problem: string | null;
}

export interface SettingGroup {
  /** The service or part that the settings belong to. */
  readonly owner: string;
  readonly settings: readonly ListedSetting[];
}

/** Every setting of every service. */
export async function listSettings(environment: NodeJS.ProcessEnv): Promise<SettingGroup[]> {
  // Importing a part declares its settings.
  const [{ configDefinitions }] = await Promise.all([
    import('@sightline/platform'),
    import('@sightline/database'),
    import('@sightline/events'),
    import('@sightline/storage'),
    import('@sightline/runtime'),
    import('@sightline/access'),
    import('@sightline/registry'),
    import('@sightline/ingestion'),
    import('@sightline/preprocessing'),
    import('@sightline/inference'),
    import('@sightline/inspection'),
    import('@sightline/standalone'),
  ]);
  return describe(configDefinitions(), environment);
}

/** The definitions with their values, in the order of the owners' names. */
export function describe(definitions: readonly ConfigDefinition[], environment: NodeJS.ProcessEnv): SettingGroup[] {
  return definitions
    .map(({ owner, settings }) => ({
      owner,
      settings: Object.entries(settings).map(([name, { schema, description }]) => listed(name, description, schema, environment[name])),
    }))
    .sort((a, b) => a.owner.localeCompare(b.owner));
}

function listed(
  name: string,
  description: string,
  schema: ConfigDefinition['settings'][string]['schema'],
  text: string | undefined,
): ListedSetting {
  const isSet = text !== undefined && text !== '';
  const preset = schema.safeParse(undefined);
  const parsed = isSet ? schema.safeParse(text) : preset;
  return {
    name,
    description,
    default: preset.success ? (preset.data ?? null) : null,
    value: parsed.success ? masked(name, parsed.data ?? null) : null,
    isSet,
    problem: parsed.success ? null : parsed.error.issues.map(({ message }) => message).join('; '),
  };
}

const dots = '••••••';

function masked(name: string, value: unknown): unknown {
  if (value === null || value === '') return value;
  if (/(KEY|SECRET|PASSWORD|TOKEN|CREDENTIALS?)$/.test(name)) return dots;
  return typeof value === 'string' ? withoutPassword(value) : value;
}

/** In an address such as `postgres://user:password@host/db`. */
const withoutPassword = (value: string): string =>
  value
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@]+@/i, `$1:${dots}@`)
    .replace(/([?&](?:password|token|secret|key)=)[^&\s]+/gi, `$1${dots}`);
