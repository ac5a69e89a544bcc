/** One configuration for all tests. `npm test` starts PostgreSQL first and hands its address over in the environment. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test', '<rootDir>/scripts', '<rootDir>/tools'],
  testMatch: process.env.QUADHELIX_LONG === '1' ? ['**/*.long.ts'] : ['**/*.spec.ts', '**/*.spec.mjs'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/.quadhelix/', '/.nx/'],
  maxWorkers: 2,
  // A world starts in two seconds, on a machine that does much else in more than thirty.
  testTimeout: 120_000,
  // A connection that a failed test left open must not keep a run from ending.
  forceExit: true,
};
