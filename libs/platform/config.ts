import type { Provider } from '@nestjs/common';
import { z } from 'zod';

/** One setting: how its text is read, and what it is for. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly description: string;
}

export const setting = <Schema extends z.ZodType>(schema: Schema, description: string): Setting<Schema> => ({ schema, description });

export interface ConfigDefinition<Settings extends Record<string, Setting> = Record<string, Setting>> {
  /** The service or lib the settings belong to. */
  readonly owner: string;
  readonly settings: Settings;
  readonly token: symbol;
  readonly provider: Provider;
}

export type ConfigOf<Definition extends ConfigDefinition> = {
  readonly [Name in keyof Definition['settings']]: z.infer<Definition['settings'][Name]['schema']>;
};

const definitions: ConfigDefinition[] = [];

/**
 * Declares the settings of a service beside its code. Inject the values with `@Inject(definition.token)`.
 * @param settings by the name of their environment variable
 */
export function defineConfig<Settings extends Record<string, Setting>>(owner: string, settings: Settings): ConfigDefinition<Settings> {
  const token = Symbol(`config of ${owner}`);
  const definition: ConfigDefinition<Settings> = {
    owner,
    settings,
    token,
    provider: { provide: token, useFactory: () => readConfig(definition) },
  };
  definitions.push(definition);
  return definition;
}

/** Every definition of the modules that were imported, for the listing of `sightline config` and the check at boot. */
export const configDefinitions = (): readonly ConfigDefinition[] => definitions;

/** @throws ConfigError naming every setting of this definition that does not fit */
export function readConfig<Definition extends ConfigDefinition>(
  definition: Definition,
  environment: NodeJS.ProcessEnv = process.env,
): ConfigOf<Definition> {
  const { values, problems } = read(definition, environment);
  if (problems.length) throw new ConfigError(problems);
  return values as ConfigOf<Definition>;
}

/** Checks every definition at once, so that one start shows all that is wrong. @throws ConfigError */
export function checkConfig(environment: NodeJS.ProcessEnv = process.env): void {
  const problems = definitions.flatMap((definition) => read(definition, environment).problems);
  if (problems.length) throw new ConfigError([...new Set(problems)]);
}

function read(definition: ConfigDefinition, environment: NodeJS.ProcessEnv): { values: Record<string, unknown>; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, { schema, description }] of Object.entries(definition.settings)) {
    const text = environment[name];
    const parsed = schema.safeParse(text === '' ? undefined : text);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${name}: ${z.prettifyError(parsed.error).replace(/^✖ /, '')} (${description}; got ${JSON.stringify(text)})`);
  }
  return { values, problems };
}

export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`These settings do not fit:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
