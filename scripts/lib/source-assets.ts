// source-assets.ts: a Vite plugin for code that runs from src/ (tests, the playground): the package's files are named as they
// stand in dist/, so in src/platform/ their addresses are turned to where the source tree has them.

import type { Plugin } from 'vite';

export function sourceAssets(): Plugin {
  return {
    name: 'caudal:source-assets',
    enforce: 'pre',
    transform: {
      filter: { id: /\/src\/platform\/[\w-]+\.ts/ },
      handler: (code) =>
        code
          .replaceAll("new URL('./worker.js', import.meta.url)", "new URL('../worker.ts', import.meta.url)")
          .replaceAll("new URL('./kernels.wasm', import.meta.url)", "new URL('../../build/kernels.wasm', import.meta.url)"),
    },
  };
}
