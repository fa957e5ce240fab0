// Compiles apps/ and libs/ (TypeScript) to dist/ with SWC, keeping the folders; specs and the page are left out.
// SWC because it emits the decorator metadata that Nest's injection reads, in a second instead of tsc's twenty.
import { transform } from '@swc/core';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { compilerOptions } = JSON.parse(readFileSync(path.join(root, 'tsconfig.base.json'), 'utf8'));

/** Turns `@sightline/x` into the relative path of the compiled file, as tsconfig's paths say. */
function resolveAliases(code, file) {
  return code.replace(/((?:from|import)\s*\(?\s*['"])(@sightline\/[\w-]+)(['"])/g, (whole, before, name, after) => {
    const target = compilerOptions.paths[name]?.[0];
    if (!target) throw new Error(`${file}: ${name} is not in tsconfig.base.json's paths`);
    const relative = path.relative(path.dirname(file), target).replace(/\.ts$/, '.js');
    return `${before}${relative.startsWith('.') ? relative : `./${relative}`}${after}`;
  });
}

export async function compile() {
  const files = globSync(['apps/**/*.ts', 'libs/**/*.ts', 'bench/**/*.ts'], {
    cwd: root,
    exclude: (name) => name === 'dashboard' || name === 'node_modules',
  }).filter((file) => !/\.(spec|d)\.ts$/.test(file) && !file.startsWith('apps/dashboard/'));
  // The page in dist/apps/dashboard is not ours to remove.
  for (const folder of globSync(['dist/apps/*', 'dist/libs', 'dist/bench'], { cwd: root }))
    if (folder !== path.join('dist', 'apps', 'dashboard')) rmSync(path.join(root, folder), { recursive: true, force: true });
  await Promise.all(
    files.map(async (file) => {
      const out = path.join(root, 'dist', file.replace(/\.ts$/, '.js'));
      const { code, map } = await transform(readFileSync(path.join(root, file), 'utf8'), {
        filename: file,
        sourceMaps: true,
        swcrc: false,
        configFile: false,
        module: { type: 'es6' },
        jsc: {
          target: 'es2024',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      });
      mkdirSync(path.dirname(out), { recursive: true });
      writeFileSync(out, `${resolveAliases(code, file)}\n//# sourceMappingURL=${path.basename(out)}.map\n`);
      writeFileSync(`${out}.map`, map);
    }),
  );
  return files.length;
}
