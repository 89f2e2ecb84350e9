// StatefulAggregate: groups kept from epoch to epoch. Partial states (or rows) are merged into the kept table; at the end of an epoch's
// input the groups it touched leave (update), or all (complete), in order of first appearance over the whole stream.
// Memory: that of a HashAggregate, and 8 bytes a group. Cost per epoch: its rows and the groups it sends, not the groups there are.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { formatExpr } from '../../expr/format.ts';
import { must } from '../../types/assert.ts';
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

  constructor(node: StatefulAggregateNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around StatefulAggregate');
    this.#state = this.#stream.state(node.stateId, () => new GroupState(node.groupings, node.aggregates, context));
    this.#state.beginEpoch(this.#stream.epoch.id);
    const input = node.input.output;
    this.#keys = compileExprs(node.groupings, input, context);
    this.#inputs = node.takes === 'states' ? [] : node.aggregates.map((spec) => compileInput(spec, input, context));
    this.#stateOrdinals = node.aggregates.map((spec) => spec.states.map((s) => input.findIndex((a) => a.id === s.id)));
  }
  onBatch(_port: number, batch: Batch): Step {
    if (batch.length === 0) return 'done';
    const since = performance.now();
    const idsPtr = this.#state.assign(this.#keys.evaluate(batch), batch.length);
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
    if (this.#node.groupings.length === 0) this.#state.touchOnly();
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

  #send(out: Output): Step {
    const { batchRows } = this.#context;
    const touched = this.#touched;
    const count = touched ? touched.length : this.#state.count;
    if (this.#sent >= count) return 'done';
    const from = this.#sent;
    if (!touched) {
      this.#sent = Math.min(count, from + batchRows);
      return this.#emit(this.#state.results(from, this.#sent - from), this.#sent - from, count, out);
    }
    // As many touched groups as lie within one batch of neighbours: results come for ranges of groups.
    const first = touched[from]!;
    let to = from + 1;
    while (to < count && touched[to]! - first < batchRows) to++;
    this.#sent = to;
    return this.#emit(this.#state.resultsOf(touched.subarray(from, to)), to - from, count, out);
  }
  #emit(columns: ReturnType<GroupState['results']>, n: number, count: number, out: Output): Step {
    return out.emit(makeBatch(n, columns)) && this.#sent < count ? 'more' : 'done';
  }
}
