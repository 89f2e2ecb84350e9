// checkpoint-store.ts: where a checkpoint's bytes live. Names are relative, with `/`. Calls for `log` are made one after another, and so
// are those for `state/`, but one of each may be under way at once. What a call wrote is durable when its promise resolves. Hosts give
// stores over folders; a program may give its own object.
import { CaudalError } from '../types/error.ts';

export interface CheckpointLock {
  release(): Promise<void>;
}
export interface CheckpointStore {
  /** Appends; makes the file if there is none. A crash may leave any part of `bytes`, with zeros for the rest. */
  append(name: string, bytes: Uint8Array): Promise<void>;
  /** A whole file; replaces one of that name. A crash may leave it torn. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** undefined if there is no such file. */
  read(name: string): Promise<Uint8Array | undefined>;
  truncate(name: string, length: number): Promise<void>;
  list(prefix: string): Promise<readonly string[]>;
  /** No error if there is no such file. */
  delete(name: string): Promise<void>;
  /** Rejects with CHECKPOINT_IN_USE while another opener holds it. */
  lock(): Promise<CheckpointLock>;
}

export const noCheckpointThere = (location: unknown): CaudalError => {
  const text = typeof location === 'string' ? location : Object.prototype.toString.call(location);
  return new CaudalError('INVALID_OPTION', `A checkpoint cannot be kept at ${text} on this host.`, {
    params: { option: 'checkpointLocation', value: text },
    hint: "Give a folder's path (Node), 'opfs:/…' or an OPFS directory (pages), or a CheckpointStore object.",
  });
};
