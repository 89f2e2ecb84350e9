// What the host gives: files, fetch, workers, wasm. Only `platform/` knows fs, Worker, OPFS, fetch; everyone else sees this interface.
import type { CheckpointStore } from './checkpoint-store.ts';

/** Random access to bytes that do not change (`version` differs when they do: FILE_CHANGED). */
export interface ByteSource {
  readonly label: string;
  readonly size: number;
  /** mtime+size, ETag, lastModified…: compared between open and later reads. */
  readonly version: string;
  /** Copies bytes [offset, offset + target.length) into target, which may view WASM memory. Absent where only async reads exist. */
  readonly readIntoSync?: (offset: number, target: Uint8Array) => void;
  /** Throws CORRUPT_FILE on a short read, FILE_CHANGED when the version moved. */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  close(): void;
}
/**
 * A source that clones to a worker: a path (Node), an OPFS path, a URL with headers, a Blob/File, or bytes.
 * `driver`: a custom fetch or handle only the session's thread can read; `id` is looked up there.
 */
export type SourceHandle =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'opfs'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'blob'; readonly blob: Blob; readonly name: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name: string }
  | { readonly kind: 'driver'; readonly id: number; readonly name: string };
/** One file found by a path, glob or folder; `partitions` are Hive folders (`year=2024`), raw text. */
export interface FoundFile {
  readonly handle: SourceHandle;
  readonly label: string;
  readonly size: number;
  /** Epoch milliseconds; 0 where it is not known without a request. */
  readonly modifiedMs: number;
  readonly partitions: readonly (readonly [string, string])[];
}

/** Writes to a temporary name beside the target and moves it there in `commit`. */
export interface AtomicFile {
  write(chunk: Uint8Array): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
}
/** A worker as the runtime sees it. */
export interface WorkerHandle {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
  onFailure(listener: (error: Error) => void): void;
  terminate(): void;
  /** Idle workers never keep Node alive. */
  setReferenced(referenced: boolean): void;
}
export interface Platform {
  readonly name: 'browser' | 'node' | 'edge';
  readonly cores: number;
  /** Bytes this process may use, as far as known. */
  readonly memoryBytes: number;
  open(handle: SourceHandle): Promise<ByteSource>;
  /** Expands a path, glob or folder to files in name order; [] if none. */
  list(pattern: string): Promise<readonly FoundFile[]>;
  createFile(path: string): Promise<AtomicFile>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** The whole address of a path. */
  uriOf(path: string): string;
  /** The folder as a store of durable files; it is made by the first write. `location`: a path, or an OPFS folder. */
  checkpointStore(location: unknown): CheckpointStore;
  /** undefined where workers cannot exist. */
  createWorker?(asset?: { url?: string; make?: () => unknown }): WorkerHandle;
  /** Compiles the package's kernels.wasm (or what `assets.wasm` gave). */
  loadKernels(asset?: unknown): Promise<WebAssembly.Module>;
  /** Runs after pending I/O and messages: setImmediate or a MessageChannel, never setTimeout. */
  macrotask(): Promise<void>;
}
