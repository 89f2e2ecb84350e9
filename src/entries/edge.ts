// edge.ts: the entry for isolates that may not compile wasm from bytes (workerd, edge-light): the kernels come as an imported module.
// dist/edge.js is these lines around dist/index.js; src/platform/edge.ts finds the module under the same symbol.

import { Session as PackageSession } from '../index.ts';
// @ts-expect-error: a module of the host's bundler; TypeScript knows no wasm imports
import kernels from './kernels.wasm';

export * from '../index.ts';

/** Bundlers drop what stands beside exports (the package has no side effects), so the kernels are left where the class is taken. */
export const Session = ((): typeof PackageSession => {
  (globalThis as { [key: symbol]: unknown })[Symbol.for('caudal.kernels')] = kernels;
  return PackageSession;
})();
