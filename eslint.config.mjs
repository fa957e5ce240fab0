import nx from '@nx/eslint-plugin';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** app -> infra -> pure; no app imports another, but those that compose them. */
const boundaries = {
  enforceBuildableLibDependency: false,
  allowCircularSelfDependency: true,
  allow: [],
  // The command line loads what a verb needs when it is called.
  checkDynamicDependenciesExceptions: ['.*'],
  depConstraints: [
    {
      sourceTag: 'type:pure',
      onlyDependOnLibsWithTags: ['type:pure'],
      bannedExternalImports: ['@nestjs/*', 'pg', 'typeorm', 'kafkajs', 'onnxruntime-node'],
    },
    { sourceTag: 'type:infra', onlyDependOnLibsWithTags: ['type:infra', 'type:pure'] },
    { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:infra', 'type:pure'] },
    { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:infra', 'type:pure'] },
    { sourceTag: 'type:composer', onlyDependOnLibsWithTags: ['type:composer', 'type:app', 'type:infra', 'type:pure'] },
  ],
};
/** Tests may start anything. */
const testBoundaries = { ...boundaries, depConstraints: [{ sourceTag: '*', onlyDependOnLibsWithTags: ['*'] }] };

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', '**/generated/**', '**/public/**'] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@nx': nx, import: importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/resolver-next': [
        importX.createNodeResolver({ extensions: ['.ts', '.tsx', '.js'], extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } }),
      ],
    },
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
      'import/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx', '**/*.contract.ts', '**/*.child.ts', '**/*.fixture.ts'],
    rules: {
      '@nx/enforce-module-boundaries': ['error', testBoundaries],
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'no-console': 'off',
    },
  },
  { files: ['apps/cli/**/*.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
];
