import { requireNode } from './test/support/node-version.js';

requireNode();

/** Jest 30 strips types by itself, so nothing is transformed; the npm scripts pass --experimental-vm-modules for ESM. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  testSequencer: '<rootDir>/test/support/longest-first.js',
  setupFilesAfterEnv: ['<rootDir>/test/support/no-network.ts'],
  coverageProvider: 'v8',
  testTimeout: 30_000,
  // Whole-process tests mostly wait: one more than the two cores that this is meant for.
  maxWorkers: 3,
};
