// source-worker.cjs: src/worker.ts as build/worker.js, for code that runs from TypeScript (tests, benches): the package ships dist/worker.js.
// Written to a name of its own and renamed, as several test processes do this at once. Cost: one esbuild run per process.
const { renameSync } = require('node:fs');
const { join } = require('node:path');
const { buildSync } = require('esbuild');

exports.bundleWorker = () => {
  const root = join(__dirname, '..');
  const target = join(root, 'build', 'worker.js');
  const own = join(root, 'build', `worker-${process.pid}.tmp`);
  buildSync({
    entryPoints: [join(root, 'src', 'worker.ts')],
    outfile: own,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    mainFields: ['module', 'main'],
    conditions: ['browser', 'import', 'default'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  renameSync(own, target);
  return target;
};
