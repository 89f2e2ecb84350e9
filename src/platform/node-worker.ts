// node-worker.ts: a worker thread as the runtime sees it, and the thread's side of the same wire.
import { builtin } from './builtin.ts';
import type { WorkerHandle } from './platform.ts';

type NodeWorker = import('node:worker_threads').Worker;

/** The package ships worker.js beside this code; a checkout run from its TypeScript has it bundled on first use. */
function startWorker(url: string | undefined): NodeWorker {
  const { Worker } = builtin('node:worker_threads') as unknown as {
    Worker: new (url: URL | string, options: object) => NodeWorker;
  };
  if (url !== undefined) return new Worker(/^[a-z]+:/i.test(url) ? new URL(url) : url, {});
  if (import.meta.url.endsWith('.ts')) return new Worker(sourceWorker(), {});
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
}

let bundled: string | undefined;
function sourceWorker(): string {
  const require = builtin('node:module').createRequire(import.meta.url);
  const script = '../../scripts/source-worker.cjs';
  bundled ??= (require(script) as { bundleWorker(): string }).bundleWorker();
  return bundled;
}

export function createNodeWorker(asset?: { url?: string; make?: () => unknown }): WorkerHandle {
  const worker = asset?.make ? (asset.make() as NodeWorker) : startWorker(asset?.url);
  let terminated = false;
  return {
    postMessage: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (listener) => void worker.on('message', listener),
    onFailure(listener) {
      worker.on('error', listener);
      worker.on('messageerror', listener);
      worker.on('exit', (code) => {
        if (!terminated) listener(new Error(`the worker thread ended with code ${code}`));
      });
    },
    terminate() {
      terminated = true;
      void worker.terminate();
    },
    setReferenced: (referenced) => (referenced ? worker.ref() : worker.unref()),
  };
}
