// StatefulAggregate: groups kept from epoch to epoch. Partial states (or rows) are merged into the kept table; at the end of an epoch's
// input the groups it touched leave (update), or all (complete), in order of first appearance over the whole stream. In a changelog what
// a group gave before is read before its first row of the epoch, and leaves with weight -1.
// Memory: that of a HashAggregate, and 8 bytes a group. Cost per epoch: its rows and the groups it sends, not the groups there are.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import { readValues } from '../../column/values.ts';
import { formatExpr } from '../../expr/format.ts';
import { must } from '../../types/assert.ts';
import { INT } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import { compileInput } from '../groups/aggregate-call.ts';
import type { CallInput } from '../groups/aggregate-call.ts';
import { GroupState } from '../groups/group-state.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { StatefulAggregateNode } from '../physical.ts';
import type { StreamContext } from '../stream.ts';

export const statefulAggregate: OperatorDef<'StatefulAggregate'> = {
  kind: 'StatefulAggregate',
  feedOrder: [0],
  explain: ({ stateId, takes, groupings, aggregates }) =>
    `state=${stateId} takes=${takes} keys=[${groupings.map(formatExpr).join(', ')}] functions=[${aggregates.map((a) => formatExpr(a.call)).join(', ')}]`,
  open: (node, context) => new StatefulAggregate(node, context),
};

class StatefulAggregate implements Operator {
  readonly #node: StatefulAggregateNode;
  readonly #context: OperatorContext;
  readonly #stream: StreamContext;
  readonly #state: GroupState;
  readonly #keys: CompiledExprs;
  /** How rows reach each call; none where states come. */
  readonly #inputs: readonly CallInput[];
  readonly #stateOrdinals: readonly (readonly number[])[];
  #updateMs = 0;
  /** Groups to send, ascending; all of them in complete mode. */
  #touched: Uint32Array | undefined;
  #sent = 0;
  /** In a changelog: groups of earlier epochs, and what they gave. */
  readonly #known: number;
  #before: (readonly Value[])[] = [];

  constructor(node: StatefulAggregateNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around StatefulAggregate');
    this.#state = this.#stream.state(node.stateId, () => new GroupState(node.groupings, node.aggregates, context));
    this.#state.beginEpoch(this.#stream.epoch.id);
    this.#known = this.#state.count;
    const input = node.input.output;
    this.#keys = compileExprs(node.groupings, input, context);
    this.#inputs = node.takes === 'states' ? [] : node.aggregates.map((spec) => compileInput(spec, input, context));
    this.#stateOrdinals = node.aggregates.map((spec) => spec.states.map((s) => input.findIndex((a) => a.id === s.id)));
  }
  onBatch(_port: number, batch: Batch): Step {
    if (batch.length === 0) return 'done';
    const since = performance.now();
    const touched = this.#state.touchedCount;
    const idsPtr = this.#state.assign(this.#keys.evaluate(batch), batch.length);
    this.#noteBefore(touched);
    if (this.#node.takes === 'states')
      this.#state.merge(
        idsPtr,
        this.#stateOrdinals.map((ordinals) => ordinals.map((ordinal) => batch.columns[ordinal]!)),
        batch.length,
      );
    else this.#state.update(this.#inputs.map((input) => input.rows(batch, idsPtr)));
    this.#updateMs += performance.now() - since;
    return 'done';
  }
  onEnd(_port: number, out: Output): Step {
    // Without groupings there is one group, even when no row has come.
    const touchedBefore = this.#state.touchedCount;
    if (this.#node.groupings.length === 0) this.#state.touchOnly();
    this.#noteBefore(touchedBefore);
    const touched = this.#state.touched();
    this.#stream.reportState(this.#node.stateId, {
      rowsUpdated: touched.length,
      rowsRemoved: 0,
      rowsDroppedByWatermark: 0,
      updateMs: this.#updateMs,
      removeMs: 0,
    });
    this.#touched = this.#stream.outputMode === 'complete' ? undefined : touched;
    return this.#send(out);
  }
  resume(out: Output): Step {
    return this.#send(out);
  }
  close(): void {
    this.#keys.close();
    for (const input of this.#inputs) input.close();
  }

  /** What groups that the epoch has just touched gave before: groups from the n-th of the epoch on. */
  #noteBefore(n: number): void {
    if (!this.#node.weight) return;
    const { memory } = this.#context.engine;
    const again = this.#state.touchedAgain(n, this.#known);
    for (let from = 0; from < again.length; from = this.#near(again, from)) {
      const mark = memory.mark();
      const ids = again.subarray(from, this.#near(again, from));
      const columns = this.#state.resultsOf(ids).map((column) => readValues(memory, column));
      for (let i = 0; i < ids.length; i++) this.#before.push([...columns.map((column) => column[i]!), -1]);
      memory.release(mark);
    }
  }
  /** As many groups as lie within one batch of neighbours: results come for ranges of groups. */
  #near(ids: Uint32Array, from: number): number {
    let to = from + 1;
    while (to < ids.length && ids[to]! - ids[from]! < this.#context.batchRows) to++;
    return to;
  }
  #sendBefore(out: Output): Step {
    const { memory } = this.#context.engine;
    const rows = this.#before.splice(0, this.#context.batchRows);
    const columns = this.#node.output.map(({ type }, i) =>
      buildColumn(
        memory,
        type,
        rows.map((row) => row[i]!),
        (bytes) => memory.temp(bytes),
      ),
    );
    return out.emit(makeBatch(rows.length, columns)) ? 'more' : 'done';
  }
  #send(out: Output): Step {
    if (this.#before.length > 0) return this.#sendBefore(out);
    const { batchRows } = this.#context;
    const touched = this.#touched;
    const count = touched ? touched.length : this.#state.count;
    if (this.#sent >= count) return 'done';
    const from = this.#sent;
    if (!touched) {
      this.#sent = Math.min(count, from + batchRows);
      return this.#emit(this.#state.results(from, this.#sent - from), this.#sent - from, count, out);
    }
    const to = this.#near(touched, from);
    this.#sent = to;
    return this.#emit(this.#state.resultsOf(touched.subarray(from, to)), to - from, count, out);
  }
  #emit(columns: ReturnType<GroupState['results']>, n: number, count: number, out: Output): Step {
    const { memory } = this.#context.engine;
    const ones = (): Column => buildColumn(memory, INT, Array<Value>(n).fill(1), (bytes) => memory.temp(bytes));
    return out.emit(makeBatch(n, this.#node.weight ? [...columns, ones()] : columns)) && this.#sent < count ? 'more' : 'done';
  }
}
