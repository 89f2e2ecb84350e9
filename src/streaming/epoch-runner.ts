// Runs planned epochs and survives the loss of workers: the state goes back to the last checkpoint, the epochs since then run again with
// the same cuts, and no sink gets an epoch twice that it has confirmed. A restart is the same, with another process in the worker's place.
// Order: run -> sink prepares -> state files -> commit -> publish.
import type { SavedState } from '../checkpoint/state-file.ts';
import { PARTITION_HASH } from '../physical/partition.ts';
import type { PhysicalPlan, StatefulNode } from '../physical/physical.ts';
import { movesPerRow } from '../plan/row-watermarks.ts';
import type { SideRows } from '../runtime/message.ts';
import type { WorkerPool } from '../runtime/pool.ts';
import type { RestoredState } from '../runtime/state-reader.ts';
import { dropState, isLoss, restoreState, saveState } from '../runtime/stream-state.ts';
import type { Clock } from './clock.ts';
import { runEpoch, streamInputs } from './epoch.ts';
import type { EpochOutput, EpochSettings } from './epoch.ts';
import type { PlannedEpoch } from './execution.ts';
import { NO_JOURNAL } from './journal.ts';
import type { EpochPlan, Journal, SaveState } from './journal.ts';
import { StateProgress } from './progress.ts';
import type { StreamSink } from './sink.ts';
import type { SideOutputs } from './side-outputs.ts';
import type { EpochRows, SourceDefinition, SourceReader } from './source.ts';
import { hashedKeysOf } from './state-layout.ts';
import type { Stopwatch } from './stopwatch.ts';
import { statefulNodes } from './watermarks.ts';
import type { Watermarks } from './watermarks.ts';

export interface OpenSource {
  readonly definition: SourceDefinition;
  readonly reader: SourceReader;
}
/** How many losses of workers within what time a query takes. */
export interface RestartLimits {
  readonly attempts: number;
  readonly withinMs: number;
}
export interface RunnerParts {
  readonly runId: string;
  readonly settings: Omit<EpochSettings, 'run' | 'signal'>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly sink: StreamSink;
  readonly journal: Journal;
  readonly watermarks: Watermarks;
  readonly sources: readonly OpenSource[];
  readonly sideOutputs: SideOutputs;
  readonly restarts: RestartLimits;
  plan(nowMs: number): Promise<PlannedEpoch>;
}
export interface EpochResult {
  readonly plan: PhysicalPlan;
  readonly output: EpochOutput;
  readonly states: StateProgress;
  readonly sideRows: readonly SideRows[];
}

export class EpochRunner {
  readonly #parts: RunnerParts;
  #attempt = 0;
  #isFirst = true;
  #isLost = false;
  /** Since the last save. */
  #isSpreadAnew = false;
  /** Its state is being saved: then sources may forget what lies up to its end. */
  #saving: EpochPlan | undefined;
  #losses: number[] = [];
  /** The last epoch that the sink has taken, and what it prepared. */
  #delivered: { readonly epoch: number; readonly manifest: unknown };

  constructor(parts: RunnerParts) {
    const { committed, last } = parts.journal.standing;
    this.#parts = parts;
    this.#delivered = { epoch: committed, manifest: last?.manifest };
  }
  /** After a restart: the state as of the last commit, and what the sink may not have published. */
  async recover(): Promise<void> {
    const { journal, sink } = this.#parts;
    const { committed, last } = journal.standing;
    if (committed < 0) return;
    await this.#reliably(() => this.#replay(committed));
    await sink.publish?.(committed, last!.manifest);
  }
  run(epoch: EpochPlan, watch: Stopwatch): Promise<EpochResult> {
    return this.#reliably(async () => {
      if (this.#isLost) await this.#replay(epoch.epoch - 1);
      const result = await watch.timed('addBatch', async () => {
        const ran = await this.#once(epoch, watch);
        if (epoch.epoch > this.#delivered.epoch)
          this.#delivered = { epoch: epoch.epoch, manifest: await this.#parts.sink.addEpoch(ran.output) };
        return ran;
      });
      await watch.timed('commitOffsets', () => this.#commit(epoch, result));
      return result;
    });
  }
  async close(): Promise<void> {
    await dropState(this.#parts.settings.runtime.pool, this.#run);
  }

  get #run(): string {
    return `${this.#parts.runId}/${this.#attempt}`;
  }
  async #reliably<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        this.#countLoss(error);
        this.#isLost = true;
      }
    }
  }
  /** Throws what is no loss, or one too many. */
  #countLoss(error: unknown): void {
    const { journal, restarts, clock } = this.#parts;
    if (!isLoss(error) || journal === NO_JOURNAL) throw error;
    const now = clock.now();
    this.#losses = [...this.#losses.filter((time) => now - time < restarts.withinMs), now];
    if (this.#losses.length > restarts.attempts) throw error;
  }
  /** The state as it was after epoch `upTo`, in a new attempt. */
  async #replay(upTo: number): Promise<void> {
    const { journal, settings } = this.#parts;
    const { pool } = settings.runtime;
    await dropState(pool, this.#run);
    this.#attempt++;
    this.#isFirst = true;
    await this.#giveBack();
    for (const epoch of journal.standing.since) if (epoch.epoch <= upTo && this.holds(epoch)) await this.#once(epoch);
    this.#isLost = false;
  }
  /** On its own, so that the files are let go before epochs run again. */
  async #giveBack(): Promise<void> {
    const { journal, settings, clock } = this.#parts;
    const { plan } = await this.#parts.plan(clock.now());
    await journal.settled();
    const files = await journal.readState();
    this.#isSpreadAnew = statefulNodes(plan).some((node) => !files.every((file) => isSpreadAs(file, node, plan)));
    await giveBack(files, plan, settings.runtime.pool, this.#run);
  }
  async #once(epoch: EpochPlan, watch?: Stopwatch): Promise<EpochResult> {
    const { settings, signal, watermarks, clock, sideOutputs } = this.#parts;
    const timed = <T>(step: string, work: () => Promise<T>): Promise<T> => (watch ? watch.timed(step, work) : work());
    const states = new StateProgress();
    const late: SideRows[] = [];
    const { plan, evaluation } = await timed('queryPlanning', () => this.#parts.plan(epoch.timestampMs));
    const rows = await timed('getBatch', () => this.#read(epoch, plan));
    watermarks.load(epoch.watermarks);
    watermarks.beginEpoch(epoch.isFinal);
    const output = await runEpoch(
      { ...settings, run: this.#run, signal },
      {
        epoch: { id: epoch.epoch, timestampMs: epoch.timestampMs, final: epoch.isFinal },
        isFirst: this.#isFirst,
        plan,
        evaluation,
        rows,
        watermarks,
        onReport: (report) => {
          watermarks.observe(report.eventTimes, clock.now());
          states.add(report.states);
          for (const rows of report.sideOutputs) late.push(rows);
          // Where each row moves the watermark, operators above close with what this epoch's rows made.
          if (movesPerRow(settings.semantics)) watermarks.advance(clock.now());
        },
      },
    );
    if (epoch.epoch > this.#delivered.epoch) for (const rows of late) sideOutputs.add(rows);
    this.#isFirst = false;
    watermarks.endEpoch();
    this.declare(epoch);
    watermarks.advance(clock.now());
    return { plan, output, states, sideRows: late };
  }
  /** Whether the sources still have the epoch's rows: those of a program do not outlive its process. */
  holds({ starts, ends }: EpochPlan): boolean {
    return this.#parts.sources.every(({ reader }, i) => reader.holds?.(starts[i]!, ends[i]!) ?? true);
  }
  /** What sources say of their watermarks holds from now on. */
  declare({ ends }: Pick<EpochPlan, 'ends'>): void {
    this.#parts.sources.forEach(({ reader, definition }, i) => {
      const declared = reader.watermark?.(ends[i]!);
      if (declared !== undefined) this.#parts.watermarks.declare(definition.streamId, declared);
    });
  }
  async #commit(epoch: EpochPlan, { plan, states }: EpochResult): Promise<void> {
    const { journal, sink, watermarks, sources, settings } = this.#parts;
    const { manifest } = this.#delivered;
    const commit = { watermarks: watermarks.save(), wakeAtMs: states.wakeAtMs, manifest };
    const save: SaveState = async (since) => described(await saveState(settings.runtime.pool, this.#run, since), plan);
    const isSaved = await journal.committed(epoch.epoch, commit, save, this.#isSpreadAnew);
    if (isSaved) {
      this.#isSpreadAnew = false;
      this.#saving = epoch;
    }
    await sink.publish?.(epoch.epoch, manifest);
    if (!this.#saving || journal.saved < this.#saving.epoch) return;
    for (const [i, { reader }] of sources.entries()) await reader.commit(this.#saving.ends[i]!);
    this.#saving = undefined;
    await journal.compact((details, i) => sources[i]?.reader.condense?.(details) ?? details);
  }
  async #read({ starts, ends }: EpochPlan, plan: PhysicalPlan): Promise<Map<number, EpochRows>> {
    const rows = new Map<number, EpochRows>();
    for (const [i, { definition, reader }] of this.#parts.sources.entries())
      for (const leaf of streamInputs(plan))
        if (leaf.streamId === definition.streamId) rows.set(leaf.id, await reader.read(starts[i]!, ends[i]!, leaf.columns));
    return rows;
  }
}

type Tables = Awaited<ReturnType<typeof saveState>>;
const described = (saved: Tables, plan: PhysicalPlan): Omit<SavedState, 'isBase'>[] => {
  const nodes = new Map(statefulNodes(plan).map((node) => [node.stateId, node]));
  return saved.flatMap((state) => {
    const node = nodes.get(state.stateId);
    if (!node || state.tables.length === 0) return [];
    return [{ ...state, partitions: node.partitions, hash: PARTITION_HASH, hashedKeys: hashedKeysOf(node, plan) }];
  });
};
/** The files of each partition; where there were others, all files to all partitions, each of which takes what is its own. */
async function giveBack(files: readonly SavedState[], plan: PhysicalPlan, pool: WorkerPool, run: string): Promise<void> {
  const restored = statefulNodes(plan).flatMap((node) => {
    const own = files.filter((file) => file.stateId === node.stateId);
    return own.length === 0 ? [] : partitionsOf(node, own, plan);
  });
  const onDriver = new Set(
    plan.stages
      .filter((stage) => stage.onDriver)
      .flatMap((stage) => statefulNodes({ ...plan, stages: [stage] }).map((n) => n.stateId)),
  );
  await restoreState(pool, run, restored, (stateId) => onDriver.has(stateId));
}
/** Whether the keys in the file stand on the partition that the node would put them on. */
const isSpreadAs = (file: SavedState, node: StatefulNode, plan: PhysicalPlan): boolean => {
  if (file.stateId !== node.stateId) return true;
  return file.partitions === node.partitions && file.hash === PARTITION_HASH && file.hashedKeys === hashedKeysOf(node, plan);
};
function partitionsOf(node: StatefulNode, files: readonly SavedState[], plan: PhysicalPlan): RestoredState[] {
  const { stateId, partitions } = node;
  const isSame = files.every((file) => isSpreadAs(file, node, plan));
  const owned = { partitions, hashedKeys: hashedKeysOf(node, plan) };
  return Array.from({ length: partitions }, (_, partition) => ({
    stateId,
    partition,
    files: isSame ? files.filter((file) => file.partition === partition) : files,
    ...(!isSame && partitions > 1 && { owned }),
  }));
}
