// checkpoint.ts: what a query has planned and committed, and how a restart learns it. Order of an epoch: plan record, run, sink
// prepares, state files, commit record, publish. State is saved at every k-th commit: first as a base, then as deltas over it.
import type { CheckpointStore } from '../platform/checkpoint-store.ts';
import { CaudalError } from '../types/error.ts';
import { openLog, readRecords } from './log.ts';
import type { CheckpointLog } from './log.ts';
import type { LogRecord } from './log-format.ts';
import { decodeState, encodeState, stateCrc } from './state-file.ts';
import type { SavedState } from './state-file.ts';

/** `body` is the driver's: source ranges, watermarks, conf; at a commit watermarks and the sink's manifest. */
export interface PlanRecord {
  readonly kind: 'plan';
  readonly epoch: number;
  readonly body: unknown;
}
export interface CommitRecord {
  readonly kind: 'commit';
  readonly epoch: number;
  readonly body: unknown;
  /** Absent: no state was saved with this commit. In the order in which they apply. */
  readonly state?: readonly StateRef[];
}
/** The first record of every start; `query` says what the query was. */
interface OpenRecord {
  readonly kind: 'open';
  readonly queryId: string;
  readonly query: unknown;
}
type Payload = PlanRecord | CommitRecord | OpenRecord;
export interface StateRef {
  readonly epoch: number;
  readonly file: string;
  readonly bytes: number;
  readonly crc: number;
  readonly isBase: boolean;
}
export interface History {
  /** undefined before the first start. */
  readonly queryId: string | undefined;
  /** undefined before the first start. */
  readonly query: unknown;
  readonly plans: readonly PlanRecord[];
  readonly commits: readonly CommitRecord[];
}
/** Deltas over one base, after which all is written again. */
const MAX_DELTAS = 10;

export const readHistory = async (store: CheckpointStore, label: string): Promise<History> =>
  historyOf(await readRecords(store, label));

function historyOf(records: readonly LogRecord[]): History {
  let queryId: string | undefined;
  let query: unknown;
  // An epoch that was planned and rolled back may be planned again: the last plan is the one that ran.
  const plans = new Map<number, PlanRecord>();
  const commits: CommitRecord[] = [];
  for (const payload of records.map((record) => record.payload as unknown as Payload)) {
    if (payload.kind === 'open') ({ queryId, query } = payload);
    else if (payload.kind === 'plan') plans.set(payload.epoch, payload);
    else if (payload.kind === 'commit') commits.push(payload);
  }
  return { queryId, query, plans: [...plans.values()], commits };
}

export class Checkpoint {
  readonly #store: CheckpointStore;
  readonly #log: CheckpointLog;
  readonly label: string;
  readonly history: History;
  readonly queryId: string;
  /** Files of the last commit that saved state, and of the one before: a reader may be at them. */
  #state: readonly StateRef[];
  #older: readonly StateRef[] = [];

  private constructor(store: CheckpointStore, label: string, log: CheckpointLog, queryId: string) {
    this.#store = store;
    this.label = label;
    this.#log = log;
    this.history = historyOf(log.records);
    this.queryId = this.history.queryId ?? queryId;
    this.#state = this.history.commits.filter((commit) => commit.state).at(-1)?.state ?? [];
  }
  /** `queryId` is that of a query that starts for the first time; a restart keeps its own. Nothing is written before `begin`. */
  static async open(store: CheckpointStore, label: string, queryId: string): Promise<Checkpoint> {
    return new Checkpoint(store, label, await openLog(store, label), queryId);
  }

  /** A start; from here on earlier openers are fenced off. */
  async begin(query: unknown): Promise<void> {
    await this.#log.append({ kind: 'open', queryId: this.queryId, query } satisfies OpenRecord);
    await this.#deleteOthers();
  }
  plan(epoch: number, body: unknown): Promise<void> {
    return this.#log.append({ kind: 'plan', epoch, body } satisfies PlanRecord);
  }
  /** What the next save may leave out: whether it can be a delta. */
  get wantsBase(): boolean {
    const bytesOf = (refs: readonly StateRef[]): number => refs.reduce((sum, ref) => sum + ref.bytes, 0);
    const deltas = this.#state.filter((ref) => !ref.isBase);
    const saves = new Set(deltas.map((ref) => ref.epoch)).size;
    return this.#state.length === 0 || saves >= MAX_DELTAS || bytesOf(deltas) > bytesOf(this.#state.filter((ref) => ref.isBase));
  }
  async commit(epoch: number, body: unknown): Promise<void> {
    await this.#log.append({ kind: 'commit', epoch, body } satisfies CommitRecord);
  }
  /** `states` are all bases, or all deltas over what is there. */
  async commitWithState(epoch: number, body: unknown, states: readonly SavedState[], isBase: boolean): Promise<void> {
    const written: StateRef[] = [];
    for (const state of states) {
      const file = `state/${epoch}-${state.stateId}-${state.partition}-${this.#log.generation}.${isBase ? 'base' : 'delta'}`;
      const bytes = encodeState(state);
      await this.#store.write(file, bytes);
      written.push({ epoch, file, bytes: bytes.length, crc: stateCrc(bytes), isBase });
    }
    const state = isBase ? written : [...this.#state, ...written];
    await this.#log.append({ kind: 'commit', epoch, body, state } satisfies CommitRecord);
    this.#older = this.#state;
    this.#state = state;
    await this.#deleteOthers();
  }
  /** The state that was committed last, oldest file first. */
  readState(): Promise<SavedState[]> {
    return readStateFiles(this.#store, this.#state, this.label);
  }
  close(): Promise<void> {
    return this.#log.close();
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
