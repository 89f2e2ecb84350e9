// What a query writes down around each epoch, and what a restart or a rollback finds: planned before the epoch runs, committed when its
// rows are in the sink. State is saved at every k-th commit; the epochs since then can be run again, with the same cuts.
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { CommitRecord, PlanRecord } from '../checkpoint/history.ts';
import type { SavedState } from '../checkpoint/state-file.ts';
import type { WatermarkState } from './watermarks.ts';
import type { Offset } from './source.ts';

/** All that an epoch's result depends on besides the state before it. */
export interface EpochPlan {
  readonly epoch: number;
  readonly timestampMs: number;
  /** The sources have ended. */
  readonly isFinal: boolean;
  /** By source, in the order of the plan. */
  readonly starts: readonly Offset[];
  readonly ends: readonly Offset[];
  /** What a source wants to know again when it gives the epoch's rows another time. */
  readonly details: readonly unknown[];
  readonly watermarks: WatermarkState;
}
export interface EpochCommit {
  readonly watermarks: WatermarkState;
  /** Processing time at which an operator has something to do. */
  readonly wakeAtMs: number | undefined;
  /** What the sink has prepared. */
  readonly manifest: unknown;
}
/** Where a query stands after its last checkpoint. */
export interface Standing {
  /** Epochs up to here are in the sink; -1: none. */
  readonly committed: number;
  /** The last commit as the sink and the watermarks left it. */
  readonly last: EpochCommit | undefined;
  /** Epochs up to here are in the saved state; -1: none. */
  readonly saved: number;
  /** By source: the end of epoch `saved`. */
  readonly at: readonly Offset[] | undefined;
  /** Planned after `saved`, ascending; the last may not be committed. */
  readonly since: readonly EpochPlan[];
}
/** Fewer details of a source that say the same to a restart. */
export type Condense = (details: readonly unknown[], source: number) => readonly unknown[];
/** Gives the state of the run: all, or what changed after an epoch. */
export type SaveState = (sinceEpoch: number | null) => Promise<Omit<SavedState, 'isBase'>[]>;

export interface Journal {
  readonly standing: Standing;
  /** What a source noted for each epoch that was planned before this start, ascending. */
  details(source: number): readonly unknown[];
  planned(plan: EpochPlan): Promise<void>;
  /** Whether the epoch's state is saved, or being so. `isSpreadAnew`: it stands on other partitions than it was saved from. */
  committed(epoch: number, commit: EpochCommit, save: SaveState, isSpreadAnew: boolean): Promise<boolean>;
  /** Epochs up to here are not run again. */
  readonly saved: number;
  /** Resolves when no state is being saved. */
  settled(): Promise<void>;
  /** Forgets old epochs when there are many. */
  compact(condense: Condense): Promise<void>;
  readState(): Promise<readonly SavedState[]>;
  close(): Promise<void>;
}

/** For queries that nothing can rob of their state: inline, and without a checkpoint. */
export const NO_JOURNAL: Journal = {
  standing: { committed: -1, last: undefined, saved: -1, at: undefined, since: [] },
  details: () => [],
  planned: async () => undefined,
  committed: async () => true,
  saved: Infinity,
  settled: async () => undefined,
  compact: async () => undefined,
  readState: async () => [],
  close: async () => undefined,
};

type Planned = Omit<EpochPlan, 'epoch'>;
/** By source: the details of plans that were dropped. */
type Notes = readonly (readonly unknown[])[];
export interface JournalSettings {
  /** A checkpoint every so many epochs. */
  readonly interval: number;
  /** Epochs that stay in the log. */
  readonly retained: number;
  /** Lets epochs go on while state is written. */
  readonly pause?: () => Promise<void>;
}
export class CheckpointJournal implements Journal {
  readonly #checkpoint: Checkpoint;
  readonly #settings: JournalSettings;
  /** From the last saved epoch on. */
  #plans: EpochPlan[];
  #committed: number;
  #last: EpochCommit | undefined;
  #saved: number;
  #saving: Promise<void> | undefined;
  #failure: Error | undefined;

  constructor(checkpoint: Checkpoint, settings: JournalSettings) {
    const { plans, commits } = checkpoint.history;
    const last = commits.at(-1);
    this.#checkpoint = checkpoint;
    this.#settings = settings;
    this.#committed = last?.epoch ?? -1;
    this.#last = last && (last.body as EpochCommit);
    this.#saved = commits.filter(hasState).at(-1)?.epoch ?? -1;
    this.#plans = plans.map(planOf).filter((plan) => plan.epoch >= this.#saved);
  }
  get standing(): Standing {
    return {
      committed: this.#committed,
      last: this.#last,
      saved: this.#saved,
      at: this.#plans.find((plan) => plan.epoch === this.#saved)?.ends,
      since: this.#plans.filter((plan) => plan.epoch > this.#saved),
    };
  }
  details(source: number): readonly unknown[] {
    const { notes, plans } = this.#checkpoint.history;
    return [...((notes as Notes | undefined)?.[source] ?? []), ...detailsOf(plans, source)];
  }
  get saved(): number {
    return this.#saved;
  }
  async planned({ epoch, ...body }: EpochPlan): Promise<void> {
    this.#throwFailure();
    await this.#checkpoint.plan(epoch, body);
    const same = this.#plans.findIndex((plan) => plan.epoch === epoch);
    if (same >= 0) this.#plans.splice(same);
    this.#plans.push({ epoch, ...body });
  }
  /**
   * With every epoch's state its commit waits for it: sources that cannot give rows again depend on that. Where epochs may have to run
   * again anyhow, state is taken here and written while the next ones run; until then the save before it holds.
   */
  async committed(epoch: number, commit: EpochCommit, save: SaveState, isSpreadAnew: boolean): Promise<boolean> {
    this.#throwFailure();
    const { interval } = this.#settings;
    const saves = epoch - this.#saved >= interval && !this.#saving;
    if (saves) {
      const isBase = this.#checkpoint.wantsBase || isSpreadAnew;
      const states = await save(isBase ? null : this.#saved);
      const write = (): Promise<void> => this.#save(epoch, commit, states, isBase);
      if (interval === 1) await write();
      else {
        await this.#checkpoint.commit(epoch, commit);
        this.#saving = write()
          .catch((error: unknown) => void (this.#failure = asError(error)))
          .finally(() => (this.#saving = undefined));
      }
    } else await this.#checkpoint.commit(epoch, commit);
    this.#committed = epoch;
    this.#last = commit;
    return saves;
  }
  async settled(): Promise<void> {
    await this.#saving;
    this.#throwFailure();
  }
  compact(condense: Condense): Promise<void> {
    return this.#checkpoint.compact(this.#settings.retained, (notes, dropped): Notes => {
      const sources = Math.max(0, ...dropped.map((plan) => planOf(plan).starts.length));
      const known = (notes as Notes | undefined) ?? [];
      return Array.from({ length: Math.max(known.length, sources) }, (_, i) =>
        condense([...(known[i] ?? []), ...detailsOf(dropped, i)], i),
      );
    });
  }
  readState(): Promise<readonly SavedState[]> {
    return this.#checkpoint.readState();
  }
  async close(): Promise<void> {
    await this.#saving;
    await this.#checkpoint.close();
    this.#throwFailure();
  }

  async #save(epoch: number, commit: EpochCommit, states: Awaited<ReturnType<SaveState>>, isBase: boolean): Promise<void> {
    const saved = states.map((state) => ({ ...state, isBase }));
    await this.#checkpoint.commitWithState(epoch, commit, saved, isBase, this.#settings.pause);
    this.#saved = epoch;
    this.#plans = this.#plans.filter((plan) => plan.epoch >= epoch);
  }
  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
const planOf = ({ epoch, body }: PlanRecord): EpochPlan => ({ epoch, ...(body as Planned) });
const detailsOf = (plans: readonly PlanRecord[], source: number): readonly unknown[] =>
  plans.map((plan) => planOf(plan).details[source] ?? null).filter((detail) => detail !== null);
const hasState = (commit: CommitRecord): boolean => commit.state !== undefined;
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
