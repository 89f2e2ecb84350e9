// history.ts: what a checkpoint's log says of a query, by epoch; kept up as records are written, and cut when the log is.
import type { LogContents } from './log.ts';
import type { LogPayload } from './log-format.ts';

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
export interface StateRef {
  readonly epoch: number;
  readonly file: string;
  readonly bytes: number;
  readonly crc: number;
  readonly isBase: boolean;
}
/** The first record of every start; `query` says what the query was. */
interface OpenRecord {
  readonly kind: 'open';
  readonly queryId: string;
  readonly query: unknown;
}
export type HistoryRecord = PlanRecord | CommitRecord | OpenRecord;
interface HistorySnapshot {
  readonly kind: 'history';
  readonly queryId: string | undefined;
  readonly query: unknown;
  readonly notes: unknown;
  readonly plans: readonly PlanRecord[];
  readonly commits: readonly CommitRecord[];
}
/** What the notes become when these plans are dropped. */
export type TakeNotes = (notes: unknown, dropped: readonly PlanRecord[]) => unknown;

export class History {
  /** undefined before the first start, as `query`. */
  queryId: string | undefined;
  query: unknown;
  /** What is still to be known of plans that were dropped. */
  notes: unknown;
  readonly #plans = new Map<number, PlanRecord>();
  readonly #commits = new Map<number, CommitRecord>();

  constructor({ snapshot, records }: LogContents) {
    const { queryId, query, notes, plans = [], commits = [] } = (snapshot ?? {}) as Partial<HistorySnapshot>;
    Object.assign(this, { queryId, query, notes });
    for (const record of [...plans, ...commits]) this.add(record);
    for (const { payload } of records) this.add(payload as unknown as HistoryRecord);
  }
  /** Ascending. Of an epoch that was planned and rolled back, the last plan: it is the one that ran. */
  get plans(): readonly PlanRecord[] {
    return [...this.#plans.values()];
  }
  get commits(): readonly CommitRecord[] {
    return [...this.#commits.values()];
  }
  get saved(): CommitRecord | undefined {
    return this.commits.filter((commit) => commit.state).at(-1);
  }
  add(record: HistoryRecord): void {
    if (record.kind === 'open') ({ queryId: this.queryId, query: this.query } = record);
    else if (record.kind === 'plan') this.#plans.set(record.epoch, record);
    else this.#commits.set(record.epoch, record);
  }
  /** Drops all but the last `epochs`, and all since the last saved state. */
  retain(epochs: number, takeNotes: TakeNotes): void {
    const { saved } = this;
    const first = Math.min(saved?.epoch ?? 0, (this.commits.at(-1)?.epoch ?? 0) - epochs + 1);
    const dropped = this.plans.filter(({ epoch }) => epoch < first);
    this.notes = takeNotes(this.notes, dropped);
    for (const { epoch } of dropped) this.#plans.delete(epoch);
    for (const { epoch, kind, body } of this.commits)
      if (epoch < first) this.#commits.delete(epoch);
      // Its files are gone.
      else if (epoch !== saved?.epoch) this.#commits.set(epoch, { kind, epoch, body });
  }
  toPayload(): LogPayload {
    const { queryId, query, notes, plans, commits } = this;
    return { kind: 'history', queryId, query, notes, plans, commits } satisfies HistorySnapshot;
  }
}
