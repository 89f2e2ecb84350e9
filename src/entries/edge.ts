// edge.ts: the entry for isolates that may not compile wasm from bytes (workerd, edge-light): the kernels come as an imported module.
// dist/edge.js is these lines around dist/index.js; src/platform/edge.ts finds the module under the same symbol.

// @ts-expect-error: a module of the host's bundler; TypeScript knows no wasm imports
import kernels from './kernels.wasm';

(globalThis as { [key: symbol]: unknown })[Symbol.for('caudal.kernels')] = kernels;

export * from '../index.ts';
