// index.ts: what the module exports: one line per family, each listing its kernels in its own `exports.ts`. asc compiles this file only.
// Only numbers cross: pointers and counts in, a count or a status out.
export * from './aggregate/exports';
export * from './arith/exports';
export * from './cast/exports';
export * from './compare/exports';
export * from './core/exports';
export * from './decimal/exports';
export * from './decode/exports';
export * from './hash/exports';
export * from './join/exports';
export * from './move/exports';
export * from './partition/exports';
export * from './sort/exports';
export * from './string/exports';
export * from './window/exports';
