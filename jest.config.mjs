/** ESM with SWC, as in production; `.spec.ts` needs nothing, `.medium.spec.ts` starts real parts. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  testMatch: ['<rootDir>/{apps,libs,tools}/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  moduleNameMapper: {
    '^@sightline/(contracts|vision|judging|overlay|platform|events|database|storage|runtime|testing)$': '<rootDir>/libs/$1/index.ts',
    '^@sightline/(access|ingestion|preprocessing|inference|inspection|registry)$': '<rootDir>/apps/$1/$1.module.ts',
    '^@sightline/standalone$': '<rootDir>/apps/standalone/standalone.config.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2024',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  testTimeout: 60_000,
  maxWorkers: 2,
};
