// What one task of a stream's epoch gives its operators, and collects from them.
import type { Batch } from '../column/batch.ts';
import { FrameWriter } from '../column/frame-writer.ts';
import type { OperatorContext } from '../physical/operator.ts';
import type { LeafNode, PhysicalNode } from '../physical/physical.ts';
import type {
  Epoch,
  EventTimeStats,
  OperatorState,
  PortWatermark,
  RowWatermark,
  StateReport,
  StateSize,
  StreamContext,
} from '../physical/stream.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import type { SideRows, StreamReport, StreamTask } from './message.ts';
import type { Schema } from '../types/data-type.ts';
import { rerun } from './rerun.ts';
import type { StateRegistry } from './state-registry.ts';

export class EpochTask implements StreamContext {
  readonly #task: StreamTask;
  readonly #partition: number;
  readonly #registry: StateRegistry;
  readonly #used = new Map<number, OperatorState>();
  readonly #eventTimes: Record<number, EventTimeStats> = {};
  readonly #states: Record<number, StateReport> = {};
  readonly #sideOutputs: SideRows[] = [];
  readonly #context: OperatorContext;

  /** `partition`: of the state; stages that hold state have one task for each. */
  constructor(task: StreamTask, partition: number, registry: StateRegistry, context: OperatorContext) {
    this.#task = task;
    this.#partition = partition;
    this.#registry = registry;
    this.#context = context;
  }
  get run(): StreamTask['query'] {
    return this.#task.query;
  }
  get epoch(): Epoch {
    return this.#task.epoch;
  }
  get semantics(): Semantics {
    return this.#task.semantics;
  }
  get outputMode(): OutputMode {
    return this.#task.outputMode;
  }
  state<S extends OperatorState>(stateId: number, make: () => S): S {
    const { run, isFirst } = this.#task;
    const state = this.#registry.get(run, stateId, this.#partition, isFirst ? make : undefined);
    this.#used.set(stateId, state);
    return state;
  }
  watermarks(stateId: number): readonly PortWatermark[] {
    return this.#task.watermarks[stateId] ?? [];
  }
  rowWatermark(watermarkId: number): RowWatermark | undefined {
    return this.#task.rowWatermarks[watermarkId];
  }
  sideOutput(tag: string, columns: Schema, batch: Batch): void {
    const schema = columns.map(({ name, type, nullable }) => ({ name, type, nullable }));
    const writer = new FrameWriter(this.#context.engine.memory, schema);
    writer.append(batch);
    this.#sideOutputs.push({ tag, schema, frame: writer.finish() });
  }
  reportEventTime(watermarkId: number, stats: EventTimeStats): void {
    this.#eventTimes[watermarkId] = stats;
  }
  reportState(stateId: number, report: StateReport): void {
    this.#states[stateId] = report;
  }
  rerun(root: PhysicalNode, rowsOf: (leaf: LeafNode) => Iterable<Batch>, accept: (batch: Batch) => void): void {
    rerun(this.#context, root, rowsOf, accept);
  }
  /** After the task: sizes are those of the states now. */
  report(): StreamReport {
    const states: Record<number, StateReport & { readonly size: StateSize }> = {};
    for (const [stateId, state] of this.#used) {
      const report = this.#states[stateId];
      if (report) states[stateId] = { ...report, size: state.size() };
    }
    return { eventTimes: this.#eventTimes, states, sideOutputs: this.#sideOutputs };
  }
}
