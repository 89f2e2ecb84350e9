// bundle.ts: the package's JavaScript by esbuild. All of it is one code for pages, Node, Deno and Bun (src/platform/ asks for
// Node's modules at run time); apache-arrow stays an import, for its classes are the caller's too.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build as esbuild, type BuildOptions, type Plugin } from 'esbuild';
import { minify } from 'vite';

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

/** Libraries that few queries need, and the file each is in; imported dynamically in src/. */
const LAZY_FILES: Readonly<Record<string, string>> = {
  'hyparquet-compressors': 'codec-brotli',
  zstddec: 'codec-zstd',
  fzstd: 'codec-fzstd',
  fflate: 'codec-gzip',
  'hyparquet-writer': 'parquet-writer',
};
/** Of a package that is imported lazily only this is used. */
const LAZY_EXPORTS: Readonly<Record<string, string>> = {
  'hyparquet-compressors': '{ decompressBrotli }',
  fzstd: '{ Decompress, decompress }',
  fflate: '{ Gunzip, Gzip, gzipSync }',
};

/** index.js, functions.js …; each answers with the files it was made from. */
export async function bundleLibrary(): Promise<string[]> {
  const entries = readdirSync('src/entries').filter((file) => !/\.gen\.ts$|^edge\.ts$/.test(file));
  return bundle({
    entryPoints: ['src/index.ts', ...entries.map((file) => `src/entries/${file}`)],
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    logOverride: { 'ignored-bare-import': 'silent' },
    plugins: [oneCore, packaged, withoutText(['example']), lazyFiles],
  });
}

/** One file without import statements; a rare codec is asked for by its address when a file needs it. */
export async function bundleWorker(): Promise<string[]> {
  return bundle({
    entryPoints: ['src/worker.ts'],
    plugins: [packaged, withoutText(['doc', 'example']), lazyFiles, notInWorkers],
  });
}

/** What loads on demand, each a file of its own that index.js and worker.js share. */
export async function bundleLazy(): Promise<string[]> {
  const entryPoints = Object.entries(LAZY_FILES).map(([module, file]) => ({ in: `lazy:${module}`, out: file }));
  return bundle({ entryPoints, plugins: [lazyEntries] });
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
  const scripts = Object.keys(metafile!.outputs).filter((path) => path.endsWith('.js'));
  await Promise.all(scripts.map(finish));
  return Object.keys(metafile!.inputs);
}

/** Oxc minifies what esbuild has minified once more: 3.5 % less to download. */
async function finish(path: string): Promise<void> {
  const { code, errors } = await minify(path, readFileSync(path, 'utf8'), { module: true, compress: { target: 'es2022' } });
  if (errors.length > 0) throw new Error(`${path}: ${errors.map((error) => error.message).join('; ')}`);
  // Chunks that esbuild imports for their side effects alone have none; bundlers would warn of them.
  const pure = code.replaceAll(/\bimport"\.\/[\w-]+\.js";?/g, '');
  writeFileSync(path, withAssetForms(path, pure.replaceAll(/[\u0080-\uffff]/g, escaped)));
}
/** One letter beyond Latin-1 and V8 keeps all of the text in two bytes a letter. */
const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

const LITERAL = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\`(?:[^\`\\$]|\\.)*\`)`;
/** Texts of function definitions that only tests, documentation and the session's own thread read. */
const TEXTS = {
  doc: new RegExp(String.raw`\bdoc:\s*${LITERAL}(?:\s*\+\s*${LITERAL})*,`, 'g'),
  example: new RegExp(String.raw`\bexample:\s*\[\s*${LITERAL},\s*${LITERAL},?\s*\],`, 'g'),
} as const;
const withoutText = (names: readonly (keyof typeof TEXTS)[]): Plugin => ({
  name: 'without-text',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]functions[/\\].*\.ts$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      for (const name of names) contents = contents.replaceAll(TEXTS[name], name === 'doc' ? "doc: ''," : '');
      return { contents, loader: 'ts' };
    });
  },
});

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

/**
 * What index.js imports at once is one chunk: esbuild makes a chunk for each set of entries that share a module, so everything else that is
 * an entry, or loads on demand, imports index.ts too. Many small chunks are 20 KB more in brotli, and a request each.
 */
const oneCore: Plugin = {
  name: 'one-core',
  setup(build) {
    const core = resolve('src/index.ts');
    build.onResolve({ filter: /^(\.|src\/)/ }, ({ path, kind, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return (kind === 'dynamic-import' || kind === 'entry-point') && file !== core
        ? { path: file, pluginData: oneCore }
        : undefined;
    });
    build.onLoad({ filter: /\.ts$/ }, ({ path, pluginData }) =>
      pluginData === oneCore
        ? { contents: `import ${JSON.stringify(core)};\n${readFileSync(path, 'utf8')}`, loader: 'ts' }
        : undefined,
    );
  },
};

/** `import('zstddec')` -> `import('./codec-zstd.js')`. */
const lazyFiles: Plugin = {
  name: 'lazy-files',
  setup(build) {
    build.onResolve({ filter: /^[\w-]+$/ }, ({ path, kind }) => {
      const file = kind === 'dynamic-import' ? LAZY_FILES[path] : undefined;
      return file === undefined ? undefined : { path: `./${file}.js`, external: true };
    });
  },
};

const lazyEntries: Plugin = {
  name: 'lazy-entries',
  setup(build) {
    build.onResolve({ filter: /^lazy:/ }, ({ path }) => ({ path: path.slice('lazy:'.length), namespace: 'lazy' }));
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: `export ${LAZY_EXPORTS[path] ?? '*'} from '${path}';`,
      resolveDir: process.cwd(),
    }));
  },
};

/** Arrow tables are made on the session's thread alone. */
const notInWorkers: Plugin = {
  name: 'not-in-workers',
  setup(build) {
    build.onResolve({ filter: /^apache-arrow$/ }, ({ path }) => ({ path, namespace: 'not-in-workers' }));
    build.onLoad({ filter: /.*/, namespace: 'not-in-workers' }, ({ path }) => ({
      contents: `throw new Error('${path} is not part of a worker');`,
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

/**
 * Bundlers find assets by these exact words; the minifier changes quotes and spaces. In worker.js a lazy file is imported by its address,
 * which bundlers take for an asset: a worker of several chunks is more than most can build.
 */
function withAssetForms(path: string, text: string): string {
  const byAddress = 'import(/* webpackIgnore: true */ /* @vite-ignore */ new URL("./$1.js", import.meta.url).href)';
  const plain = text.replaceAll(/\bimport\(`([^`$]+)`\)/g, 'import("$1")');
  return (path.endsWith('/worker.js') ? plain.replaceAll(/\bimport\("\.\/([\w-]+)\.js"\)/g, byAddress) : plain)
    .replaceAll(
      /new Worker\(new URL\(["'`]\.\/worker\.js["'`],\s*import\.meta\.url\),\s*\{\s*type:\s*["'`]module["'`]\s*\}\)/g,
      "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })",
    )
    .replaceAll(/new URL\(["'`]\.\/kernels\.wasm["'`],\s*import\.meta\.url\)/g, "new URL('./kernels.wasm', import.meta.url)");
}
