// log.ts: a checkpoint's `log`, the one place where something is committed. Opening it reads all records, cuts a torn tail and takes
// the next generation, which its first append makes known; what is no log of this release is refused before anything is touched, the lock included.
// A log that has grown is cut: what counts of it is written as a snapshot, the log is emptied and begins with a record that names the
// snapshot. Each step is durable before the next: wherever a crash comes, the snapshot and what the log says after it is all there was.
import type { CheckpointLock, CheckpointStore } from '../platform/checkpoint-store.ts';
import { CaudalError } from '../types/error.ts';
import { encodeHeader, encodeRecord, joined, parseLog } from './log-format.ts';
import type { LogPayload, LogRecord } from './log-format.ts';
import { deleteSnapshots, findSnapshot, snapshotName } from './snapshots.ts';
import type { Snapshot } from './snapshots.ts';

const LOG = 'log';

/** What earlier openers wrote, in order; without what a fenced one added. A snapshot stands for all before it. */
export interface LogContents {
  readonly snapshot: LogPayload | undefined;
  readonly records: readonly LogRecord[];
}
interface Found {
  readonly snapshot: Snapshot | undefined;
  readonly records: readonly LogRecord[];
  /** The newest that wrote here; 0: none. */
  readonly generation: number;
  /** Up to here the log is whole and counts; undefined: there is none yet. */
  readonly wholeBytes: number | undefined;
}

/** CHECKPOINT_IN_USE while another opener has it; CHECKPOINT_FOREIGN, _NEWER, _CORRUPT for what is no log of ours. */
export async function openLog(store: CheckpointStore, label: string): Promise<CheckpointLog> {
  await readLog(store, label);
  const lock = await store.lock();
  try {
    // Again: before the lock was taken its holder may have written.
    const found = await readLog(store, label);
    // Also when nothing is torn: what was written but not synced before a crash is made durable before anyone builds on it.
    if (found.wholeBytes !== undefined) await store.truncate(LOG, found.wholeBytes);
    return new CheckpointLog(store, lock, label, found);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** For readers: no lock, nothing is changed. */
export async function readRecords(store: CheckpointStore, label: string): Promise<LogContents> {
  const { snapshot, records } = await readLog(store, label);
  return { snapshot: snapshot?.payload, records };
}

async function readLog(store: CheckpointStore, label: string): Promise<Found> {
  const bytes = await store.read(LOG);
  if (!bytes) await refuseOthers(store, label);
  const log = bytes && parseLog(bytes, label);
  const valid = validRecords(log?.records ?? []);
  const first = valid[0]?.payload;
  const base = first?.kind === 'snapshot' ? String(first['file']) : undefined;
  const snapshot = await findSnapshot(store, label, base, valid.length === 0);
  // Of a crash between a snapshot and the cut: all that the log has is in the snapshot.
  const isBehind = snapshot?.name !== base;
  return {
    snapshot,
    records: isBehind ? [] : valid.slice(base === undefined ? 0 : 1),
    generation: Math.max(snapshot?.generation ?? 0, valid.at(-1)?.generation ?? 0),
    wholeBytes: isBehind ? 0 : log?.wholeBytes,
  };
}
async function refuseOthers(store: CheckpointStore, label: string): Promise<void> {
  const others = (await store.list('')).filter((name) => !/^(lock-\d+|\..*)$/.test(name));
  if (others.length === 0) return;
  throw new CaudalError('CHECKPOINT_FOREIGN', `${label} has files but no checkpoint log: ${others[0]}.`, {
    params: { path: label, file: others[0]! },
    hint: 'Give the query a folder of its own. Nothing was changed.',
  });
}
/** An opener that lost its lock without knowing may have written behind its successor's records. */
function validRecords(records: readonly LogRecord[]): readonly LogRecord[] {
  let newest = 0;
  return records.filter(({ generation }) => {
    newest = Math.max(newest, generation);
    return generation === newest;
  });
}

export class CheckpointLog implements LogContents {
  readonly snapshot: LogPayload | undefined;
  readonly records: readonly LogRecord[];
  readonly generation: number;
  readonly #store: CheckpointStore;
  readonly #lock: CheckpointLock;
  readonly #label: string;
  /** The snapshot the log stands on. */
  #base: string | undefined;
  #snapshots: number;
  #bytes: number;
  #snapshotBytes: number;
  #failure: CaudalError | undefined;
  #isClosed = false;

  constructor(store: CheckpointStore, lock: CheckpointLock, label: string, { snapshot, records, generation, wholeBytes }: Found) {
    this.snapshot = snapshot?.payload;
    this.records = records;
    this.generation = generation + 1;
    this.#store = store;
    this.#lock = lock;
    this.#label = label;
    this.#base = snapshot?.name;
    this.#snapshots = 0;
    this.#bytes = wholeBytes ?? 0;
    this.#snapshotBytes = snapshot?.bytes ?? 0;
  }
  /** Whether there is more behind the snapshot than in it: so cuts cost no more than the appends do. */
  isLongerThan(bytes: number): boolean {
    return this.#bytes > Math.max(bytes, this.#snapshotBytes);
  }
  /** Durable when it resolves. After a failure nothing more is taken: the tail may be torn. */
  append(payload: LogPayload): Promise<void> {
    return this.#reliably(async () => {
      // Not in one write with the record: of two records the first may be torn and the second whole.
      if (this.#bytes === 0 && this.#base !== undefined) await this.#write({ kind: 'snapshot', file: this.#base });
      await this.#write(payload);
    });
  }
  /** Puts one payload in the place of all there is. */
  replace(payload: LogPayload): Promise<void> {
    return this.#reliably(async () => {
      const found = await readLog(this.#store, this.#label);
      if (found.generation > this.generation) throw taken(this.#label);
      const name = snapshotName(this.generation, ++this.#snapshots);
      const bytes = joined(encodeHeader(), encodeRecord({ generation: this.generation, payload }));
      await this.#store.write(name, bytes);
      await this.#store.truncate(LOG, 0);
      const older = this.#base;
      this.#base = name;
      this.#bytes = 0;
      this.#snapshotBytes = bytes.length;
      await this.#write({ kind: 'snapshot', file: name });
      // A reader may be at the one before.
      await deleteSnapshots(this.#store, [name, older]);
    });
  }
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#failure = new CaudalError('CHECKPOINT_WRITE_FAILED', `${this.#label} is closed.`, { params: { path: this.#label } });
    await this.#lock.release();
  }

  async #write(payload: LogPayload): Promise<void> {
    const record = encodeRecord({ generation: this.generation, payload });
    const bytes = this.#bytes === 0 ? joined(encodeHeader(), record) : record;
    await this.#store.append(LOG, bytes);
    this.#bytes += bytes.length;
  }
  async #reliably(work: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      await work();
    } catch (cause) {
      throw (this.#failure = asFailure(cause, this.#label));
    }
  }
}

const taken = (label: string): CaudalError =>
  new CaudalError('CHECKPOINT_IN_USE', `${label} was taken over by another query.`, {
    params: { path: label },
    hint: 'Its lock was broken while this query ran. Nothing was changed.',
  });
function asFailure(cause: unknown, label: string): CaudalError {
  if (cause instanceof CaudalError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CaudalError('CHECKPOINT_WRITE_FAILED', `${label} cannot be written: ${why}`, { params: { path: label }, cause });
}
