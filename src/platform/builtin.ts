// builtin.ts: Node's own modules without an import that a bundler for pages would stumble over. One worker.js serves every host.
// Node >= 20.16, Deno and Bun have `process.getBuiltinModule`; pages and isolates do not.

interface HostProcess {
  getBuiltinModule?(name: string): unknown;
  readonly versions?: { readonly node?: string };
  readonly type?: string;
}
const host = (): HostProcess | undefined => (globalThis as { process?: HostProcess }).process;

/** Whether this is Node, Deno or Bun (an Electron page counts as a page). */
export const isNodeLike = (): boolean =>
  typeof host()?.getBuiltinModule === 'function' && host()?.versions?.node !== undefined && host()?.type !== 'renderer';

interface Builtins {
  'node:fs': typeof import('node:fs');
  'node:path': typeof import('node:path');
  'node:os': typeof import('node:os');
  'node:url': typeof import('node:url');
  'node:zlib': typeof import('node:zlib');
  'node:module': typeof import('node:module');
  'node:worker_threads': typeof import('node:worker_threads');
}
/** A module of Node; only called where `isNodeLike()`. */
export const builtin = <K extends keyof Builtins>(name: K): Builtins[K] => host()!.getBuiltinModule!(name) as Builtins[K];
