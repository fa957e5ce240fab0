import { nameSchema, type Recipe, recipeSchema } from '@sightline/contracts';
import { bundledRecipes } from '@sightline/judging';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CliError, inOneLine } from '../failure.js';
import { boardModelFile, bundledModel } from '../root-folder.js';

export interface PlanOptions {
  /** JSON file. */
  readonly recipe?: string;
  /** ONNX file. */
  readonly model?: string;
  /** 0-1. */
  readonly threshold?: number;
  readonly golden?: string;
}

/** What judges the images. */
export interface Plan {
  readonly recipeName: string;
  readonly recipe: Recipe;
  readonly modelName: string;
  readonly modelFile: string;
}

/** With a model and no recipe: what it lists. */
const defaultThreshold = 0.25;

/**
 * A recipe decides with the model it names, unless another one is given. A model alone lists everything it finds at or above the
 * threshold, and each of that fails the part. Neither: the recipe that comes along.
 * @throws CliError
 */
export async function planOf(options: PlanOptions): Promise<Plan> {
  const { model, threshold } = options;
  const golden = options.golden === undefined ? null : await existing(options.golden);
  const written = options.recipe === undefined ? null : await readRecipe(options.recipe);
  const recipe =
    written ??
    (model === undefined ? recipeSchema.parse(bundledRecipes['pcb']) : listEverything(nameOf(model), threshold ?? defaultThreshold));
  const modelFile = model ?? bundledFileOf(recipe);
  return {
    recipeName: options.recipe ? nameOf(options.recipe) : model ? nameOf(model) : 'pcb',
    recipe: {
      ...recipe,
      ...(golden === null ? {} : { golden }),
      labels: threshold === undefined ? recipe.labels : withThreshold(recipe, threshold),
      views: { expected: 1, waitMs: 0 },
    },
    modelName: path.basename(modelFile) === 'model.onnx' ? nameOf(path.dirname(modelFile)) : nameOf(modelFile),
    modelFile: await existing(modelFile),
  };
}

async function readRecipe(file: string): Promise<Recipe> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new CliError(`Cannot read the recipe ${file}: ${inOneLine(error)}`);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new CliError(`The recipe ${file} is no JSON: ${inOneLine(error)}`);
  }
  // A recipe as the server lists it has its body in "recipe".
  const body = content !== null && typeof content === 'object' && 'recipe' in content ? content.recipe : content;
  const parsed = recipeSchema.safeParse(body);
  if (!parsed.success) throw new CliError(`The recipe ${file} does not fit: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const listEverything = (name: string, threshold: number): Recipe =>
  recipeSchema.parse({
    model: `${name}:1`,
    labels: { '*': { threshold, severity: 'major' } },
    bands: { decide: threshold, uncertain: threshold },
  });

const withThreshold = ({ labels }: Recipe, threshold: number): Recipe['labels'] =>
  Object.fromEntries(Object.entries(labels).map(([label, rule]) => [label, { ...rule, threshold }]));

function bundledFileOf({ model }: Recipe): string {
  const name = model.split(/[@:]/)[0]!;
  const file = bundledModel(name);
  if (!existsSync(file))
    throw new CliError(
      `The recipe's model "${model}" is not among those that come along (${path.basename(path.dirname(boardModelFile))}): give its file with --model.`,
    );
  return file;
}

async function existing(file: string): Promise<string> {
  if (!existsSync(file)) throw new CliError(`${file} does not exist.`);
  return file;
}

/** A file's name as a name of Sightline. */
export function nameOf(file: string): string {
  const name = path
    .basename(path.resolve(file), path.extname(file))
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 100);
  return nameSchema.safeParse(name).success ? name : 'unnamed';
}
