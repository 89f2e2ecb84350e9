// The operator interface (STREAMING.md point 3): synchronous, knows no channels, workers or files.
// An operator emits at most ONE batch per call and returns 'more' when it has further output: the pipeline driver drains what is
// downstream first, then calls `resume`. Memory of an emitted batch stays valid until the emitting operator is called again.
// The driver rewinds the temp arena between source batches, and before each `resume` to where it stood when the operator returned 'more':
// what an operator keeps across `resume` calls from its own call stands below that mark; what it keeps longer is heap.
import type { Batch } from '../column/batch.ts';
import type { Engine } from '../wasm/engine.ts';
import type { EvaluationContext } from '../functions/define.ts';
import type { PhysicalOf, PhysicalKind } from './physical.ts';
import type { StreamContext } from './stream.ts';

export type Step = 'done' | 'more';
export interface Output {
  /** Hands a batch on. false: downstream wants no more, ever; return 'done' soon. */
  emit(batch: Batch): boolean;
}
export interface Operator {
  onBatch(port: number, batch: Batch, out: Output): Step;
  /**
   * No more batches on this port. Operators with output of their own start it here. In a stream this is the end of the epoch's input:
   * what the watermark closes is sent here too.
   */
  onEnd(port: number, out: Output): Step;
  /** Goes on after 'more'. */
  resume(out: Output): Step;
  /** true: wants no further input, whatever comes (a LIMIT that has its rows). Read after every call. */
  readonly satisfied?: boolean;
  /** Frees state; called exactly once, also after errors and cancel. */
  close(): void;
}
export interface OperatorContext {
  readonly engine: Engine;
  readonly batchRows: number;
  readonly evaluation: EvaluationContext;
  /** Rows the task reads from its source, where that is known. */
  readonly taskRows?: number | undefined;
  /** In an epoch of a stream. */
  readonly stream?: StreamContext;
}
export interface OperatorDef<K extends PhysicalKind = PhysicalKind> {
  readonly kind: K;
  /** Ports in the order in which they are fed; a join's build port comes first. Index = port number = input index of the node. */
  readonly feedOrder: readonly number[];
  /** One line for EXPLAIN, without the name. */
  explain(node: PhysicalOf<K>): string;
  open(node: PhysicalOf<K>, context: OperatorContext): Operator;
}
