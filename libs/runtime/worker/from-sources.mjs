// Lets a worker run from the TypeScript sources, as tests need it: Node strips the types, this finds the files.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);
const { compilerOptions } = JSON.parse(readFileSync(new URL('tsconfig.base.json', root), 'utf8'));

registerHooks({
  resolve(specifier, context, nextResolve) {
    const [alias] = compilerOptions.paths[specifier] ?? [];
    if (alias) return nextResolve(new URL(alias, root).href, context);
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(fileURLToPath(source))) return nextResolve(source.href, context);
    }
    return nextResolve(specifier, context);
  },
});
