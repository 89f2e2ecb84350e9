// snapshots.ts: files `snapshot-<generation>-<n>`, each a log of one record that stands for all that was in the checkpoint's log before.
// The newest is the one of the highest numbers. One that is not whole was being written in a crash, and the log still has all: but when
// the log names it, or is empty, it must be whole.
import type { CheckpointStore } from '../platform/checkpoint-store.ts';
import { CaudalError } from '../types/error.ts';
import { parseLog } from './log-format.ts';
import type { LogPayload } from './log-format.ts';

const PREFIX = 'snapshot-';
export interface Snapshot {
  readonly name: string;
  readonly generation: number;
  readonly bytes: number;
  readonly payload: LogPayload;
}
export const snapshotName = (generation: number, n: number): string => `${PREFIX}${generation}-${n}`;

/** The newest that is whole. `base` is the one the log stands on. */
export async function findSnapshot(
  store: CheckpointStore,
  label: string,
  base: string | undefined,
  isLogEmpty: boolean,
): Promise<Snapshot | undefined> {
  const names = await namesOf(store);
  for (const name of new Set([...names, ...(base === undefined ? [] : [base])])) {
    const snapshot = await readSnapshot(store, name, label);
    if (snapshot) return snapshot;
    if (name === base || isLogEmpty) throw damaged(label, name);
  }
  return undefined;
}
export async function deleteSnapshots(store: CheckpointStore, kept: readonly (string | undefined)[]): Promise<void> {
  for (const name of await namesOf(store)) if (!kept.includes(name)) await store.delete(name);
}

/** The newest first. */
async function namesOf(store: CheckpointStore): Promise<readonly string[]> {
  const numbers = (name: string): readonly [number, number] => {
    const [generation, n] = name.slice(PREFIX.length).split('-');
    return [Number(generation), Number(n)];
  };
  const names = (await store.list(PREFIX)).map((name) => ({ name, at: numbers(name) }));
  return names.sort((a, b) => b.at[0] - a.at[0] || b.at[1] - a.at[1]).map(({ name }) => name);
}
async function readSnapshot(store: CheckpointStore, name: string, label: string): Promise<Snapshot | undefined> {
  const bytes = await store.read(name);
  const { records, wholeBytes } = bytes ? parseLog(bytes, `${label}/${name}`) : { records: [], wholeBytes: 0 };
  const [record] = records;
  return record && bytes?.length === wholeBytes
    ? { name, generation: record.generation, bytes: wholeBytes, payload: record.payload }
    : undefined;
}
const damaged = (label: string, name: string): CaudalError =>
  new CaudalError('CHECKPOINT_CORRUPT', `${label} is damaged: its ${name} is not whole.`, {
    params: { path: label, file: name },
    hint: 'No crash leaves this. Restore the folder from a copy, or start the query with a new one. Nothing was changed.',
  });
