// worker-port.ts: the worker's side of its wire to the session, the same on a page and in a thread.
import { builtin, isNodeLike } from './builtin.ts';

export interface WorkerPort {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}
/** Only called inside a worker. */
export function workerPort(): WorkerPort {
  const parent = isNodeLike() ? builtin('node:worker_threads').parentPort : null;
  if (parent)
    return {
      postMessage: (message, transfer) => parent.postMessage(message, transfer),
      onMessage: (listener) => void parent.on('message', listener),
    };
  const scope = globalThis as unknown as {
    postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
    addEventListener(type: 'message', listener: (e: MessageEvent) => void): void;
  };
  return {
    postMessage: (message, transfer) => scope.postMessage(message, transfer ?? []),
    onMessage: (listener) => scope.addEventListener('message', (event) => listener(event.data)),
  };
}
