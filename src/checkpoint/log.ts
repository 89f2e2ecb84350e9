// log.ts: a checkpoint's `log`, the one place where something is committed. Opening it reads all records, cuts a torn tail and takes
// the next generation, which its first append makes known; what is no log of this release is refused before anything is touched, the lock included.
import type { CheckpointLock, CheckpointStore } from '../platform/checkpoint-store.ts';
import { CaudalError } from '../types/error.ts';
import { encodeHeader, encodeRecord, parseLog } from './log-format.ts';
import type { LogPayload, LogRecord } from './log-format.ts';

const LOG = 'log';

export interface CheckpointLog {
  /** What earlier openers wrote, in order; without what a fenced one added. */
  readonly records: readonly LogRecord[];
  readonly generation: number;
  /** Durable when it resolves. After a failure nothing more is taken: the tail may be torn. */
  append(payload: LogPayload): Promise<void>;
  close(): Promise<void>;
}

/** CHECKPOINT_IN_USE while another opener has it; CHECKPOINT_FOREIGN, _NEWER, _CORRUPT for what is no log of ours. */
export async function openLog(store: CheckpointStore, label: string): Promise<CheckpointLog> {
  await readLog(store, label);
  const lock = await store.lock();
  try {
    // Again: before the lock was taken its holder may have written.
    const { records, wholeBytes } = await readLog(store, label);
    // Also when nothing is torn: what was written but not synced before a crash is made durable before anyone builds on it.
    if (wholeBytes !== undefined) await store.truncate(LOG, wholeBytes);
    return writableLog(store, lock, label, validRecords(records), wholeBytes ?? 0);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** The records for readers: no lock, nothing is changed. */
export async function readRecords(store: CheckpointStore, label: string): Promise<readonly LogRecord[]> {
  return validRecords((await readLog(store, label)).records);
}

async function readLog(
  store: CheckpointStore,
  label: string,
): Promise<{ records: readonly LogRecord[]; wholeBytes: number | undefined }> {
  const bytes = await store.read(LOG);
  if (bytes) return parseLog(bytes, label);
  const others = (await store.list('')).filter((name) => !/^(lock-\d+|\..*)$/.test(name));
  if (others.length === 0) return { records: [], wholeBytes: undefined };
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

function writableLog(
  store: CheckpointStore,
  lock: CheckpointLock,
  label: string,
  records: readonly LogRecord[],
  bytes: number,
): CheckpointLog {
  const generation = (records.at(-1)?.generation ?? 0) + 1;
  let isEmpty = bytes === 0;
  let failure: CaudalError | undefined;
  let isClosed = false;
  return {
    records,
    generation,
    async append(payload) {
      if (failure !== undefined) throw failure;
      const record = encodeRecord({ generation, payload });
      try {
        await store.append(LOG, isEmpty ? joined(encodeHeader(), record) : record);
      } catch (cause) {
        failure = asFailure(cause, label);
        throw failure;
      }
      isEmpty = false;
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      failure = new CaudalError('CHECKPOINT_WRITE_FAILED', `${label} is closed.`, { params: { path: label } });
      await lock.release();
    },
  };
}

function asFailure(cause: unknown, label: string): CaudalError {
  if (cause instanceof CaudalError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CaudalError('CHECKPOINT_WRITE_FAILED', `${label} cannot be written: ${why}`, { params: { path: label }, cause });
}
function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
