// HashAggregate: rows (or partial states) -> one row per group, in order of first appearance. State: the group table and one accumulator
// per call, until the input ends. A partial aggregate that finds a group for most of its first rows gives that up: it sends what
// it has, and passes further rows on as one-row states, which cost no table.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { formatExpr } from '../../expr/format.ts';
import { typeOf } from '../../expr/type-of.ts';
import type { Accumulator } from '../../functions/define.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import { compileInput, createAccumulator } from '../groups/aggregate-call.ts';
import type { CallInput } from '../groups/aggregate-call.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { GroupTable } from '../groups/group-table.ts';
import { zeroedTemp } from '../groups/key-source.ts';
import { SharedRowCounts } from '../groups/row-counts.ts';
import { AggregateByWindow } from './aggregate-by-window.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { HashAggregateNode } from '../physical.ts';
import { groupsAmong, keysBehind } from '../plan/estimate.ts';

/** Rows after which a partial aggregate judges whether grouping pays, and the share of groups among a task's rows beyond which it does not. */
const TRIALS = [1 << 14, 1 << 16, 1 << 18] as const;
const MAX_SHARE = 0.5;
/** Of a task that does not know its rows. */
const USUAL_ROWS = 1 << 16;

export const hashAggregate: OperatorDef<'HashAggregate'> = {
  kind: 'HashAggregate',
  feedOrder: [0],
  explain: (node) =>
    `mode=${node.mode} keys=[${node.groupings.map(formatExpr).join(', ')}] functions=[${node.aggregates.map((a) => formatExpr(a.call)).join(', ')}]`,
  open: (node, context) =>
    node.window
      ? new AggregateByWindow(node, node.window, context, (own) => new HashAggregate(own, context))
      : new HashAggregate(node, context),
};

class HashAggregate implements Operator {
  readonly #node: HashAggregateNode;
  readonly #context: OperatorContext;
  readonly #keys: CompiledExprs;
  /** How rows reach each call; none in final mode, which takes states. */
  readonly #inputs: readonly CallInput[];
  /** Ordinals of each call's states in the input of a final aggregate. */
  readonly #stateOrdinals: readonly (readonly number[])[];
  readonly #rowCounts: SharedRowCounts;
  readonly #table: GroupTable;
  #accumulators: readonly Accumulator[];
  #rows = 0;
  /** Whether further rows are passed on one by one. */
  #passing = false;
  /** Groups sent. */
  #sent = 0;

  constructor(node: HashAggregateNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    const input = node.input.output;
    const isFinal = node.mode === 'final';
    this.#keys = compileExprs(node.groupings, input, context);
    this.#inputs = isFinal ? [] : node.aggregates.map((spec) => compileInput(spec, input, context));
    this.#stateOrdinals = isFinal
      ? node.aggregates.map((spec) => spec.states.map((s) => input.findIndex((a) => a.id === s.id)))
      : [];
    this.#rowCounts = new SharedRowCounts(context.engine);
    this.#table = createGroupTable(context.engine, node.groupings.map(typeOf), node.bounds);
    this.#accumulators = this.#createAccumulators(isFinal ? undefined : this.#rowCounts);
  }

  onBatch(_port: number, batch: Batch, out: Output): Step {
    if (batch.length === 0) return 'done';
    if (this.#passing) return this.#pass(batch, out);
    const n = batch.length;
    this.#rows += n;
    const idsPtr = this.#assign(batch);
    const count = this.#groupCount();
    for (const accumulator of this.#accumulators) accumulator.reserve(count);
    if (this.#node.mode === 'final') {
      this.#accumulators.forEach((accumulator, i) =>
        accumulator.merge(
          idsPtr,
          this.#stateOrdinals[i]!.map((ordinal) => batch.columns[ordinal]!),
          n,
        ),
      );
      return 'done';
    }
    this.#update(batch, idsPtr);
    this.#rowCounts.update(idsPtr, count, n);
    this.#passing = this.#shouldPass(this.#rows - n);
    return this.#passing ? this.#send(out) : 'done';
  }
  onEnd(_port: number, out: Output): Step {
    if (this.#passing) return 'done';
    const count = this.#groupCount();
    for (const accumulator of this.#accumulators) accumulator.reserve(count);
    this.#rowCounts.reserve(count);
    return count === 0 ? 'done' : this.#send(out);
  }
  resume(out: Output): Step {
    return this.#send(out);
  }
  close(): void {
    this.#keys.close();
    for (const input of this.#inputs) input.close();
    for (const accumulator of this.#accumulators) accumulator.close();
    this.#table.close();
    this.#rowCounts.close();
  }

  /** Groups there are; without groupings one, even for no rows. */
  #groupCount(): number {
    if (this.#node.groupings.length > 0) return this.#table.count;
    return this.#node.mode === 'partial' && this.#rows === 0 ? 0 : 1;
  }
  #assign(batch: Batch): Ptr {
    return this.#node.groupings.length === 0
      ? zeroedTemp(this.#context.engine, batch.length * 4)
      : this.#table.assign(this.#keys.evaluate(batch), batch.length);
  }
  #update(batch: Batch, idsPtr: Ptr): void {
    this.#accumulators.forEach((accumulator, i) => {
      const { groupIdsPtr, args, n } = this.#inputs[i]!.rows(batch, idsPtr);
      if (n > 0) accumulator.update(groupIdsPtr, args, n);
    });
  }
  #createAccumulators(rowCounts: SharedRowCounts | undefined): readonly Accumulator[] {
    return this.#node.aggregates.map((spec) =>
      createAccumulator(spec, this.#context, rowCounts ? { rowCounts: rowCounts.request } : {}),
    );
  }
  #shouldPass(rowsBefore: number): boolean {
    if (this.#node.mode !== 'partial' || this.#node.groupings.length === 0) return false;
    if (!TRIALS.some((rows) => rowsBefore < rows && this.#rows >= rows)) return false;
    const rows = Math.max(this.#context.taskRows ?? USUAL_ROWS, this.#rows);
    return groupsAmong(keysBehind(this.#table.count, this.#rows), rows) > rows * MAX_SHARE;
  }

  /** The next groups. */
  #send(out: Output): Step {
    const from = this.#sent;
    const count = this.#groupCount();
    const n = Math.min(this.#context.batchRows, count - from);
    this.#sent = from + n;
    const wanted = out.emit(makeBatch(n, [...this.#table.keys(from, n), ...this.#results(from, n)]));
    return wanted && this.#sent < count ? 'more' : 'done';
  }
  #results(from: number, n: number): readonly Column[] {
    return this.#node.mode === 'partial'
      ? this.#accumulators.flatMap((accumulator) => accumulator.state(from, n))
      : this.#accumulators.map((accumulator) => accumulator.result(from, n));
  }
  /** Each row as a group of its own. What the last call emitted is not in use any more. */
  #pass(batch: Batch, out: Output): Step {
    const { memory, kernels } = this.#context.engine;
    const n = batch.length;
    const idsPtr = memory.temp(n * 4);
    kernels.fillIds(idsPtr, 0, n);
    for (const accumulator of this.#accumulators) accumulator.close();
    this.#accumulators = this.#createAccumulators(undefined);
    for (const accumulator of this.#accumulators) accumulator.reserve(n);
    this.#update(batch, idsPtr);
    out.emit(makeBatch(n, [...this.#keys.evaluate(batch), ...this.#results(0, n)]));
    return 'done';
  }
}
