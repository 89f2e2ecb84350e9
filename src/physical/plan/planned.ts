// What planning a subtree gives, and how stages are cut.
import type { Attribute } from '../../expr/expr.ts';
import type { Plan } from '../../plan/logical.ts';
import type { OutputMode, Semantics } from '../../plan/stream.ts';
import type { LeafNode, Partitioning, PhysicalNode, Stage, StageInputNode } from '../physical.ts';
import { inputsOfNode } from '../physical.ts';
import { must } from '../../types/assert.ts';
import type { StatefulPlanners } from './stateful.ts';

export interface PlannerOptions {
  /** Build sides up to this many bytes go whole to every task. Spark's autoBroadcastJoinThreshold. */
  readonly broadcastBytes: number;
  /** Parts of an exchange by key when the rows are many; a power of two. */
  readonly partitions: number;
  /** The plan of a stream: how its results leave, and parts of its state (a power of two). */
  readonly stream?: { readonly outputMode: OutputMode; readonly semantics: Semantics; readonly partitions: number };
  /** Of plans with operators that keep state. */
  readonly stateful?: StatefulPlanners;
}
/** A subtree of the stage being built. */
export interface Planned {
  readonly node: PhysicalNode;
  readonly dependsOn: readonly number[];
  /** Runs as several tasks: what needs all rows, or all rows of a key, must cut here. */
  readonly parallel: boolean;
  /** Keys its tasks are partitioned by, if they are. */
  readonly partitionedBy?: readonly Attribute[];
  /** Each task's rows stand in an order that the next Sort made; estimated rows. */
  readonly rows: number | undefined;
}
const ROWS_PER_PARTITION = 1 << 16;
/** Up to this many rows an exchange by key is not worth its parts. */
const SINGLE_PARTITION_ROWS = 1 << 18;

export class PlanContext {
  readonly stages: Stage[] = [];
  readonly options: PlannerOptions;
  readonly plan: (plan: Plan) => Planned;
  #nextNode = 1;
  #nextState = 0;
  #nextWatermark = 0;
  constructor(options: PlannerOptions, plan: (plan: Plan) => Planned) {
    this.options = options;
    this.plan = plan;
  }
  get stateful(): StatefulPlanners {
    return must(this.options.stateful, 'planners of what keeps state');
  }
  nodeId(): number {
    return this.#nextNode++;
  }
  /** Numbers of stateful operators and watermarks: by their place in the plan, so the same at every start. */
  stateId(): number {
    return this.#nextState++;
  }
  watermarkId(): number {
    return this.#nextWatermark++;
  }
  leaf(node: LeafNode, rows: number | undefined): Planned {
    return {
      node: rows === undefined ? node : { ...node, rows },
      dependsOn: [],
      parallel: node.kind === 'Scan' || node.kind === 'StreamInput',
      rows,
    };
  }
  /** Ends a stage; returns its id. */
  cut(input: Planned, partitioning: Partitioning, rowLimit?: number): number {
    const id = this.stages.length;
    this.stages.push({
      id,
      root: input.node,
      partitioning,
      dependsOn: [...new Set(input.dependsOn)],
      ...stateOf(input.node),
      ...(runsOnDriver(input.node) && { onDriver: true }),
      ...(rowLimit === undefined ? {} : { rowLimit }),
    });
    return id;
  }
  input(stageId: number, mode: StageInputNode['mode'], output: readonly Attribute[], rows: number | undefined): StageInputNode {
    return { kind: 'StageInput', id: this.nodeId(), stageId, mode, output, ...(rows === undefined ? {} : { rows }) };
  }
  /** All rows in one task, in task order. */
  gathered(input: Planned, rowLimit?: number): Planned {
    if (!input.parallel) return input;
    const stageId = this.cut(input, { kind: 'single' }, rowLimit);
    return {
      node: this.input(stageId, 'all', input.node.output, input.rows),
      dependsOn: [stageId],
      parallel: false,
      rows: input.rows,
    };
  }
  /** Rows of equal keys in one task. Few rows: all in one. */
  exchanged(input: Planned, keys: readonly Attribute[], rows: number | undefined = input.rows): Planned {
    if (!input.parallel) return input;
    if (keys.length === 0 || (rows !== undefined && rows <= SINGLE_PARTITION_ROWS)) return this.gathered(input);
    return this.partitioned(input, keys, this.partitionsFor(rows));
  }
  /** A power of two that leaves about 64 Ki rows to each part, so that its table fits the cache; at most what the options say. */
  partitionsFor(rows: number | undefined): number {
    const { partitions } = this.options;
    if (rows === undefined) return partitions;
    return Math.min(partitions, 2 ** Math.max(2, Math.ceil(Math.log2(rows / ROWS_PER_PARTITION))));
  }
  /** The input of a stateful operator: rows of equal keys on the same partition in every epoch. Ends the stages below. */
  forState(input: Planned, keys: readonly Attribute[]): Planned {
    return this.partitioned(input, keys, this.statePartitions(keys));
  }
  /** Without keys all rows go to one. */
  statePartitions(keys: readonly Attribute[]): number {
    return keys.length === 0 ? 1 : must(this.options.stream, 'options of a stream').partitions;
  }
  partitioned(input: Planned, keys: readonly Attribute[], partitions: number): Planned {
    const stageId = this.cut(input, partitions === 1 ? { kind: 'single' } : { kind: 'hash', keys, partitions });
    return {
      node: this.input(stageId, 'partition', input.node.output, input.rows),
      dependsOn: [stageId],
      parallel: true,
      partitionedBy: keys,
      rows: input.rows,
    };
  }
  /**
   * A subtree that may share a stage with scans: partitioned or gathered inputs become stages of their own, and so do aggregates without
   * keys, which would give their one row in every task of the stage.
   */
  pipelined(input: Planned): Planned {
    if (input.dependsOn.length === 0 && !givesRowsOfNothing(input.node)) return input;
    const stageId = this.cut(input, { kind: 'single' });
    return {
      node: this.input(stageId, 'once', input.node.output, input.rows),
      dependsOn: [stageId],
      parallel: false,
      rows: input.rows,
    };
  }
  /** All rows of a subtree as frames every task may read. */
  broadcast(input: Planned): { readonly node: StageInputNode; readonly dependsOn: readonly number[] } {
    const stageId = this.cut(input, { kind: 'single' });
    return { node: this.input(stageId, 'all', input.node.output, input.rows), dependsOn: [stageId] };
  }
  finishLast(root: Planned): void {
    this.cut(root, { kind: 'single' });
  }
}

/** Functions of users are closures of the session's thread. */
const runsOnDriver = (node: PhysicalNode): boolean => node.kind === 'KeyedMap' || inputsOfNode(node).some(runsOnDriver);
const stateOf = (node: PhysicalNode): Pick<Stage, 'statePartitions'> => {
  if ('stateId' in node) return { statePartitions: node.partitions };
  return (
    inputsOfNode(node)
      .map(stateOf)
      .find((found) => found.statePartitions !== undefined) ?? {}
  );
};
const givesRowsOfNothing = (node: PhysicalNode): boolean =>
  (node.kind === 'HashAggregate' && node.groupings.length === 0) || inputsOfNode(node).some(givesRowsOfNothing);
