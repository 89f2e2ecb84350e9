// bundle.ts: the package's JavaScript by esbuild. All of it is one code for pages, Node, Deno and Bun (src/platform/ asks for
// Node's modules at run time); apache-arrow stays an import, for its classes are the caller's too.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build as esbuild, type BuildOptions, type Plugin } from 'esbuild';

const COMMON = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  metafile: true,
  outdir: 'dist',
  logLevel: 'warning',
  external: ['apache-arrow', './kernels.wasm'],
} as const satisfies BuildOptions;

/** index.js, functions.js, testing.js …; each answers with the files it was made from. */
export async function bundleLibrary(): Promise<string[]> {
  const entries = readdirSync('src/entries').filter((file) => file.endsWith('.ts') && file !== 'edge.ts');
  return bundle({
    entryPoints: ['src/index.ts', ...entries.map((file) => `src/entries/${file}`)],
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    plugins: [packaged],
  });
}

export async function bundleWorker(): Promise<string[]> {
  return bundle({ entryPoints: ['src/worker.ts'], plugins: [packaged] });
}

/** Where wasm may not be compiled from bytes, the module is imported: a line of its own around index.js. */
export async function bundleEdge(): Promise<string[]> {
  return bundle({ entryPoints: ['src/entries/edge.ts'], plugins: [ownIndex] });
}

export async function bundleCli(): Promise<string[]> {
  return bundle({ entryPoints: { cli: 'src/cli/main.ts' }, platform: 'node', packages: 'external', plugins: [ownIndex] });
}

async function bundle(options: BuildOptions): Promise<string[]> {
  const { metafile } = await esbuild({ ...COMMON, ...options });
  for (const path of Object.keys(metafile!.outputs)) if (path.endsWith('.js')) keepAssetForms(path);
  return Object.keys(metafile!.inputs);
}

/** What only a checkout run from its TypeScript needs is left out, so that no bundler looks for files that are not shipped. */
const packaged: Plugin = {
  name: 'packaged',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]platform[/\\].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll("import.meta.url.endsWith('.ts')", 'false'),
      loader: 'ts',
    }));
  },
};

/** The engine is in dist/ once; other programs of the package import it from there. */
const ownIndex: Plugin = {
  name: 'own-index',
  setup(build) {
    build.onResolve({ filter: /\/index\.ts$/ }, ({ path, importer }) => {
      const isEngine = /[/\\]src[/\\](cli|entries)[/\\][^/\\]+$/.test(importer) && path === '../index.ts';
      return isEngine ? { path: './index.js', external: true } : undefined;
    });
  },
};

/** Bundlers find assets by these exact words; the minifier changes quotes and spaces. */
function keepAssetForms(path: string): void {
  if (!existsSync(path)) return;
  const text = readFileSync(path, 'utf8');
  const kept = text
    .replaceAll(
      /new Worker\(new URL\(["'`]\.\/worker\.js["'`],\s*import\.meta\.url\),\s*\{\s*type:\s*["'`]module["'`]\s*\}\)/g,
      "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })",
    )
    .replaceAll(/new URL\(["'`]\.\/kernels\.wasm["'`],\s*import\.meta\.url\)/g, "new URL('./kernels.wasm', import.meta.url)");
  if (kept !== text) writeFileSync(path, kept);
}
