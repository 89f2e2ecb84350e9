// WindowedAggregate: groups by windows of event time, kept in a table per window end. Partial states are merged; at the end of an epoch's
// input the groups it touched leave (update), those of windows the watermark has passed (append), or all (complete); then these windows
// are freed. Windows by end, groups in order of first appearance. Cost per epoch: its groups and those it sends.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import { formatExpr } from '../../expr/format.ts';
import { must } from '../../types/assert.ts';
import { Slices } from '../groups/slices.ts';
import type { GroupState } from '../groups/group-state.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { WindowedAggregateNode } from '../physical.ts';
import type { PortWatermark, StreamContext } from '../stream.ts';

export const windowedAggregate: OperatorDef<'WindowedAggregate'> = {
  kind: 'WindowedAggregate',
  feedOrder: [0],
  explain: ({ stateId, groupings, end, aggregates }) =>
    `state=${stateId} keys=[${groupings.map(formatExpr).join(', ')}] end=${formatExpr(end)} functions=[${aggregates.map((a) => formatExpr(a.call)).join(', ')}]`,
  open: (node, context) => new WindowedAggregate(node, context),
};
/** Groups to send: of one window, all or those listed. */
interface Part {
  readonly groups: GroupState;
  readonly touched: Uint32Array | null;
}

class WindowedAggregate implements Operator {
  readonly #node: WindowedAggregateNode;
  readonly #context: OperatorContext;
  readonly #stream: StreamContext;
  readonly #slices: Slices;
  readonly #watermark: PortWatermark | undefined;
  /** Columns of the input in the order of keys and states. */
  readonly #ordinals: readonly number[];
  #updateMs = 0;
  #parts: Part[] = [];
  #sent = 0;

  constructor(node: WindowedAggregateNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around WindowedAggregate');
    const { groupings, end, aggregates, stateId, input } = node;
    this.#slices = this.#stream.state(stateId, () => new Slices(groupings, end, aggregates, context));
    this.#slices.beginEpoch(this.#stream.epoch.id);
    [this.#watermark] = this.#stream.watermarks(stateId);
    const wanted = [...groupings, ...aggregates.flatMap((spec) => spec.states)];
    this.#ordinals = wanted.map((a) => input.output.findIndex((b) => b.id === a.id));
  }
  onBatch(_port: number, batch: Batch): Step {
    if (batch.length === 0) return 'done';
    const since = performance.now();
    const rows = makeBatch(
      batch.length,
      this.#ordinals.map((at) => batch.columns[at]!),
    );
    // In complete mode nothing is late, and nothing goes.
    this.#slices.take(rows, this.#isComplete ? undefined : this.#watermark?.lateUs);
    this.#updateMs += performance.now() - since;
    return 'done';
  }
  onEnd(_port: number, out: Output): Step {
    this.#parts = this.#due();
    return this.#send(out);
  }
  resume(out: Output): Step {
    return this.#send(out);
  }
  close(): void {}

  get #isComplete(): boolean {
    return this.#stream.outputMode === 'complete';
  }
  #due(): Part[] {
    const { all } = this.#slices;
    if (this.#isComplete) return all.map(({ groups }) => ({ groups, touched: null }));
    if (this.#stream.outputMode === 'update')
      return all.map(({ groups }) => ({ groups, touched: groups.touched() })).filter(({ touched }) => touched.length > 0);
    const evictUs = this.#watermark?.evictUs;
    return all.flatMap(({ endUs, groups }) => (evictUs !== undefined && endUs <= evictUs ? [{ groups, touched: null }] : []));
  }
  #send(out: Output): Step {
    const [part] = this.#parts;
    if (!part) return this.#finish();
    const { groups, touched } = part;
    const count = touched ? touched.length : groups.count;
    const [columns, n] = touched ? this.#listed(groups, touched) : this.#range(groups, count);
    this.#sent += n;
    if (!out.emit(makeBatch(n, columns))) return this.#finish();
    if (this.#sent >= count) {
      this.#parts = this.#parts.slice(1);
      this.#sent = 0;
    }
    // Also after the last: what was sent may refer to the windows' dictionaries, which are freed when it is done with.
    return 'more';
  }
  #range(groups: GroupState, count: number): [Column[], number] {
    const n = Math.min(this.#context.batchRows, count - this.#sent);
    return [groups.results(this.#sent, n), n];
  }
  /** As many as lie within one batch of neighbours: results come for ranges of groups. */
  #listed(groups: GroupState, touched: Uint32Array): [Column[], number] {
    const from = this.#sent;
    let to = from + 1;
    while (to < touched.length && touched[to]! - touched[from]! < this.#context.batchRows) to++;
    return [groups.resultsOf(touched.subarray(from, to)), to - from];
  }
  #finish(): Step {
    const since = performance.now();
    const evictUs = this.#watermark?.evictUs;
    const updated = this.#slices.touchedCount;
    const removed = this.#isComplete || evictUs === undefined ? 0 : this.#slices.closeUntil(evictUs);
    this.#stream.reportState(this.#node.stateId, {
      rowsUpdated: updated,
      rowsRemoved: removed,
      rowsDroppedByWatermark: this.#slices.lateCount,
      updateMs: this.#updateMs,
      removeMs: performance.now() - since,
    });
    return 'done';
  }
}
