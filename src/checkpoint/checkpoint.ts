// checkpoint.ts: what a query has planned and committed, and how a restart learns it. Order of an epoch: plan record, run, sink
// prepares, state files, commit record, publish. State is saved at every k-th commit: first as a base, then as deltas over it.
// Disk: the state of the last two saves, the records of the epochs that are retained, and 64 KiB of log or as much as is retained.
import type { CheckpointStore } from '../platform/checkpoint-store.ts';
import { CaudalError } from '../types/error.ts';
import { History } from './history.ts';
import type { HistoryRecord, StateRef, TakeNotes } from './history.ts';
import { openLog, readRecords } from './log.ts';
import type { CheckpointLog } from './log.ts';
import { decodeState, encodeStateInSteps, stateCrc } from './state-file.ts';
import type { SavedState } from './state-file.ts';

/** On a page each append copies the log. */
const COMPACT_BYTES = 1 << 16;
/** Deltas over one base, and how many times its bytes, after which all is written again: that takes longer than a delta. */
const MAX_DELTAS = 10;
const MAX_DELTA_BYTES = 2;

export const readHistory = async (store: CheckpointStore, label: string): Promise<History> =>
  new History(await readRecords(store, label));

export class Checkpoint {
  readonly #store: CheckpointStore;
  readonly #log: CheckpointLog;
  readonly label: string;
  readonly history: History;
  readonly queryId: string;
  /** Files of the last commit that saved state, and of the one before: a reader may be at them. */
  #state: readonly StateRef[];
  #older: readonly StateRef[] = [];
  /** The last call that writes to the log: state is saved while epochs go on. */
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(store: CheckpointStore, label: string, log: CheckpointLog, queryId: string) {
    this.#store = store;
    this.label = label;
    this.#log = log;
    this.history = new History(log);
    this.queryId = this.history.queryId ?? queryId;
    this.#state = this.history.saved?.state ?? [];
  }
  /** `queryId` is that of a query that starts for the first time; a restart keeps its own. Nothing is written before `begin`. */
  static async open(store: CheckpointStore, label: string, queryId: string): Promise<Checkpoint> {
    return new Checkpoint(store, label, await openLog(store, label), queryId);
  }

  /** A start; from here on earlier openers are fenced off. */
  async begin(query: unknown): Promise<void> {
    await this.#append({ kind: 'open', queryId: this.queryId, query });
    await this.#deleteOthers();
  }
  plan(epoch: number, body: unknown): Promise<void> {
    return this.#append({ kind: 'plan', epoch, body });
  }
  /** What the next save may leave out: whether it can be a delta. */
  get wantsBase(): boolean {
    const bytesOf = (refs: readonly StateRef[]): number => refs.reduce((sum, ref) => sum + ref.bytes, 0);
    const deltas = this.#state.filter((ref) => !ref.isBase);
    const saves = new Set(deltas.map((ref) => ref.epoch)).size;
    const base = bytesOf(this.#state.filter((ref) => ref.isBase));
    return this.#state.length === 0 || saves >= MAX_DELTAS || bytesOf(deltas) > base * MAX_DELTA_BYTES;
  }
  commit(epoch: number, body: unknown): Promise<void> {
    return this.#append({ kind: 'commit', epoch, body });
  }
  /**
   * `states` are all bases, or all deltas over what is there. The epoch may be committed already, and later ones too: its record then
   * takes the place of that commit. `pause` lets others run.
   */
  async commitWithState(
    epoch: number,
    body: unknown,
    states: readonly SavedState[],
    isBase: boolean,
    pause: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    const written: StateRef[] = [];
    for (const state of states) {
      const file = `state/${epoch}-${state.stateId}-${state.partition}-${this.#log.generation}.${isBase ? 'base' : 'delta'}`;
      const bytes = await encodeStateInSteps(state, pause);
      await this.#store.write(file, bytes);
      written.push({ epoch, file, bytes: bytes.length, crc: stateCrc(bytes), isBase });
    }
    const state = isBase ? written : [...this.#state, ...written];
    await this.#append({ kind: 'commit', epoch, body, state });
    this.#older = this.#state;
    this.#state = state;
    await this.#deleteOthers();
  }
  /** Drops what is older than the last `epochs` and the last saved state, once the log has grown. */
  async compact(epochs: number, takeNotes: TakeNotes, leastBytes = COMPACT_BYTES): Promise<void> {
    if (!this.#log.isLongerThan(leastBytes)) return;
    await this.#write(() => {
      this.history.retain(epochs, takeNotes);
      return this.#log.replace(this.history.toPayload());
    });
  }
  /** The state that was committed last, oldest file first. */
  readState(): Promise<SavedState[]> {
    return readStateFiles(this.#store, this.#state, this.label);
  }
  close(): Promise<void> {
    return this.#log.close();
  }

  #append(record: HistoryRecord): Promise<void> {
    return this.#write(async () => {
      await this.#log.append({ ...record });
      this.history.add(record);
    });
  }
  #write(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }
  /** Files that no commit names, or none that counts any more. */
  async #deleteOthers(): Promise<void> {
    const kept = new Set([...this.#state, ...this.#older].map((ref) => ref.file));
    for (const name of await this.#store.list('state/')) if (!kept.has(name)) await this.#store.delete(name);
  }
}

export async function readStateFiles(store: CheckpointStore, refs: readonly StateRef[], label: string): Promise<SavedState[]> {
  const states: SavedState[] = [];
  for (const { file, bytes, crc } of refs) {
    const found = await store.read(file);
    const name = `${label}/${file}`;
    if (!found || found.length !== bytes || stateCrc(found) !== crc)
      throw new CaudalError(
        'CHECKPOINT_CORRUPT',
        `The state file ${name} is ${found ? 'not the one that was committed' : 'gone'}.`,
        {
          params: { file: name },
          hint: 'Restore the folder from a copy, or start the query with a new one. Nothing was changed.',
        },
      );
    states.push(decodeState(found, name));
  }
  return states;
}
