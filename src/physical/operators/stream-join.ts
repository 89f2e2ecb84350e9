// StreamJoin: rows of two streams meet by key, in whatever order they come. Of an epoch the left rows go first: each looks for partners
// among the right rows kept so far and is kept itself; then the right rows, which find this epoch's left rows too; at the end the watermark
// closes rows of both sides. A row that closes at once is not kept but still finds partners; an outer row without a partner leaves when it
// closes. State: join-side.ts. Emits at most batchRows rows a step, pairs by segment.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import { makeColumn } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { formatExpr } from '../../expr/format.ts';
import { NO_WATERMARK } from '../../plan/row-watermarks.ts';
import { must } from '../../types/assert.ts';
import { takeBatch } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import { nulls, pairBatch, pairLayout } from '../joins/pairs.ts';
import type { PairLayout } from '../joins/pairs.ts';
import { ResidualFilter } from '../joins/residual.ts';
import type { Pairs } from '../joins/residual.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { StreamJoinNode, StreamJoinSide } from '../physical.ts';
import { keepRows, leastWatermark, timesOf, withoutLate } from '../state/event-times.ts';
import { JOIN_RULES } from '../state/join-rules.ts';
import { idsOf } from '../state/join-segment.ts';
import type { Segment } from '../state/join-segment.ts';
import type { JoinSide } from '../state/join-side.ts';
import { JoinState, keptOf } from '../state/join-state.ts';
import { END_OF_TIME_US } from '../stream.ts';
import type { PortWatermark, StreamContext } from '../stream.ts';

export const streamJoin: OperatorDef<'StreamJoin'> = {
  kind: 'StreamJoin',
  feedOrder: [0, 1],
  explain({ stateId, type, sides: [left, right], nullSafe, condition }) {
    const keys = left.keys.map((key, i) => `${formatExpr(key)} ${nullSafe[i] ? '<=>' : '='} ${formatExpr(right.keys[i]!)}`);
    const closes = ({ closing }: StreamJoinSide): string => (closing ? `${closing.time.name} + ${closing.afterUs} us` : 'never');
    return `state=${stateId} ${type} on ${keys.join(' AND ')}${condition ? ` and ${formatExpr(condition)}` : ''}; left closes at ${closes(left)}, right at ${closes(right)}`;
  },
  open: (node, context) => new StreamJoin(node, context),
};

type Port = 0 | 1;
/** Sides whose rows leave without a partner too; `left_anti` sends no others. */
const OUTER: { readonly [T in StreamJoinNode['type']]: readonly [boolean, boolean] } = {
  inner: [false, false],
  left: [true, false],
  right: [false, true],
  full: [true, true],
  left_semi: [false, false],
  left_anti: [true, false],
};
/** What rows of one port are done with. */
interface Side {
  readonly port: Port;
  readonly state: JoinSide;
  readonly isOuter: boolean;
  readonly keys: CompiledExprs;
  readonly filter: CompiledExprs | undefined;
  /** Output of pairs whose probing row is of this port. */
  readonly pairs: PairLayout;
  readonly condition: ResidualFilter | undefined;
  readonly timeOrdinal: number;
  /** Where the watermark before each row stands; -1: all rows see that of the epoch before. */
  readonly watermarkOrdinal: number;
  /** The other input's, and of the epoch before both inputs' watermark. */
  readonly otherUs: bigint | undefined;
  readonly watermarkUs: bigint | undefined;
  readonly part: 'time' | 'end';
}

class StreamJoin implements Operator {
  readonly #node: StreamJoinNode;
  readonly #context: OperatorContext;
  readonly #stream: StreamContext;
  readonly #watermark: PortWatermark;
  readonly #sides: readonly [Side, Side];
  #work: Generator<Batch> | undefined;
  #stored = 0;
  #late = 0;
  #removed = 0;
  #updateMs = 0;

  constructor(node: StreamJoinNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around StreamJoin');
    this.#watermark = leastWatermark(this.#stream.watermarks(node.stateId));
    const state = this.#stream.state(node.stateId, () => new JoinState(node, context));
    this.#sides = [this.#side(0, state.sides[0]), this.#side(1, state.sides[1])];
  }
  onBatch(port: number, batch: Batch, out: Output): Step {
    const since = performance.now();
    this.#work = this.#take(this.#sides[port]!, batch);
    const step = this.resume(out);
    this.#updateMs += performance.now() - since;
    return step;
  }
  onEnd(port: number, out: Output): Step {
    this.#sides[port]!.state.seal();
    if (port === 0) return 'done';
    this.#work = this.#end();
    return this.resume(out);
  }
  resume(out: Output): Step {
    const next = this.#work?.next();
    if (!next || next.done) return 'done';
    out.emit(next.value);
    return 'more';
  }
  close(): void {
    for (const side of this.#sides ?? []) {
      side.keys.close();
      side.filter?.close();
      side.condition?.close();
    }
  }

  #side(port: Port, state: JoinSide): Side {
    const { inputs, sides, type, condition, output } = this.#node;
    const { keys, filter, late, watermark } = sides[port];
    const all = inputs[port].output;
    const [own, other] = [keptOf(all, sides[port]), keptOf(inputs[1 - port]!.output, sides[1 - port]!)];
    // Left rows go first: they see the right input's watermark as it was, right rows the left's as it is now.
    const otherPort = this.#stream.watermarks(this.#node.stateId)[1 - port];
    return {
      port,
      state,
      isOuter: OUTER[type][port],
      keys: compileExprs(keys, own, this.#context),
      filter: filter && compileExprs([filter], own, this.#context),
      pairs: pairLayout(output, own, other),
      condition: condition && new ResidualFilter(condition, own, other, this.#context),
      timeOrdinal: late ? own.findIndex((a) => a.id === late.time.id) : -1,
      watermarkOrdinal: watermark ? all.findIndex((a) => a.id === watermark.id) : -1,
      otherUs: port === 0 ? otherPort?.own?.beganUs : otherPort?.own?.nowUs,
      watermarkUs: this.#watermark.lateUs,
      part: late?.part ?? 'time',
    };
  }

  /** Rows of a port: their partners, and what is kept of them. */
  *#take(side: Side, batch: Batch): Generator<Batch> {
    const inTime = this.#inTime(side, batch);
    this.#late += batch.length - inTime.length;
    const rows = side.filter ? yield* this.#fulfilling(side, side.filter, inTime) : inTime;
    if (rows.length === 0) return;
    const keys = side.keys.evaluate(rows);
    const matched = new Uint8Array(rows.length);
    yield* this.#probe(side, rows, keys, matched);
    yield* this.#keep(side, rows, matched);
  }
  /** The rows that are not late, without the column of watermarks. */
  #inTime(side: Side, batch: Batch): Batch {
    const { engine } = this.#context;
    const { timeOrdinal, watermarkOrdinal, watermarkUs, otherUs, part } = side;
    const { lateUpTo } = JOIN_RULES[this.#stream.semantics];
    if (watermarkOrdinal < 0)
      return withoutLate(engine, batch, timeOrdinal, watermarkUs === undefined ? undefined : lateUpTo(watermarkUs, part));
    const columns = batch.columns.filter((_, i) => i !== watermarkOrdinal);
    const rows = makeBatch(batch.length, columns);
    if (timeOrdinal < 0 || otherUs === undefined) return rows;
    const times = timesOf(engine, columns[timeOrdinal]!, END_OF_TIME_US);
    const marks = timesOf(engine, batch.columns[watermarkOrdinal]!, NO_WATERMARK);
    return keepRows(engine, rows, (row) => {
      const mark = marks[row]!;
      return mark === NO_WATERMARK || times[row]! > lateUpTo(mark < otherUs ? mark : otherUs, part)!;
    });
  }
  /** The rows that fulfil what is asked of this side alone; the others are outer rows without a partner now, or nothing. */
  *#fulfilling(side: Side, filter: CompiledExprs, batch: Batch): Generator<Batch, Batch> {
    const { engine } = this.#context;
    const test = filter.evaluate(batch)[0]!;
    const { memory } = engine;
    const bitOf = (ptr: Ptr, row: number): boolean => ((memory.u8(ptr + (row >> 3), 1)[0]! >> (row & 7)) & 1) === 1;
    const isTrue = (row: number): boolean =>
      test.layout !== 'null' && bitOf(test.ptr, row) && (test.validityPtr === 0 || bitOf(test.validityPtr, row));
    const passing = keepRows(engine, batch, isTrue);
    if (side.isOuter && passing.length < batch.length) {
      const failing = keepRows(engine, batch, (row) => !isTrue(row));
      yield this.#alone(side, failing);
    }
    return passing;
  }
  *#probe(side: Side, rows: Batch, keys: readonly Column[], matched: Uint8Array): Generator<Batch> {
    const { engine, batchRows } = this.#context;
    const { memory, kernels } = engine;
    for (const segment of this.#sides[1 - side.port]!.state.segments) {
      const mark = memory.mark();
      const ids = segment.probe(keys, rows.length);
      const at = memory.temp(12);
      memory.u32(at, 3).fill(0);
      const { startsPtr, rowsPtr } = segment.build;
      for (let done = 0; done < rows.length;) {
        const inner = memory.mark();
        const [probeIds, buildIds] = [memory.temp(batchRows * 4), memory.temp(batchRows * 4)];
        done = kernels.expandPairs(ids, rows.length, startsPtr, rowsPtr, false, probeIds, buildIds, batchRows, at);
        const found = this.#alive(segment, { probeIds, buildIds, count: memory.u32(at, 3)[2]! });
        const pairs = side.condition?.apply(rows, segment.build.rows, found) ?? found;
        const output = this.#note(side, rows, segment, pairs, matched);
        if (output) yield output;
        memory.release(inner);
      }
      memory.release(mark);
    }
  }
  #alive(segment: Segment, { probeIds, buildIds, count }: Pairs): Pairs {
    if (segment.live === segment.length) return { probeIds, buildIds, count };
    const { memory } = this.#context.engine;
    const [probe, build] = [memory.u32(probeIds, count), memory.u32(buildIds, count)];
    let kept = 0;
    for (let i = 0; i < count; i++) {
      if (!segment.isLive(build[i]!)) continue;
      probe[kept] = probe[i]!;
      build[kept++] = build[i]!;
    }
    return { probeIds, buildIds, count: kept };
  }
  /** Both rows of each pair have had a partner now. Returns what the pairs send. */
  #note(side: Side, rows: Batch, segment: Segment, { probeIds, buildIds, count }: Pairs, matched: Uint8Array): Batch | undefined {
    if (count === 0) return undefined;
    const { engine } = this.#context;
    const { memory } = engine;
    const first: number[] = [];
    for (const row of memory.u32(probeIds, count)) matched[row] = 1;
    for (const row of memory.u32(buildIds, count)) if (segment.match(row, this.#stream.epoch.id)) first.push(row);
    const { type } = this.#node;
    if (type === 'left_anti') return undefined;
    if (type !== 'left_semi') return pairBatch(engine, side.pairs, rows, segment.build.rows, probeIds, buildIds, count, null);
    // A left row that is kept leaves with its first partner; one that comes, once it has seen all (#keep).
    return side.port === 0 || first.length === 0
      ? undefined
      : this.#alone(
          this.#sides[0],
          segment.take(
            engine,
            first.sort((a, b) => a - b),
          ),
        );
  }
  /** Rows stay until they close; those that close at once do not stay. */
  *#keep(side: Side, rows: Batch, matched: Uint8Array): Generator<Batch> {
    const { engine } = this.#context;
    const isSemi = this.#node.type === 'left_semi' && side.port === 0;
    if (isSemi && matched.includes(1))
      yield this.#alone(
        side,
        keepRows(engine, rows, (row) => matched[row] === 1),
      );
    const evictUs = this.#watermark.evictUs;
    const closings = side.state.closings(rows);
    const { excludesEarly } = JOIN_RULES[this.#stream.semantics];
    const waits = excludesEarly === 'none' || (excludesEarly === 'right' && side.port === 0);
    const isExcluded = (row: number): boolean =>
      !waits &&
      evictUs !== undefined &&
      closings[row]! <= evictUs &&
      !(excludesEarly === 'right' && side.isOuter && matched[row] === 0);
    const stays = (row: number): boolean => !isExcluded(row) && !(isSemi && matched[row] === 1);
    const kept = Array.from({ length: rows.length }, (_, row) => row).filter(stays);
    const epoch = this.#stream.epoch.id;
    side.state.append(kept.length === rows.length ? rows : this.#pick(rows, kept), (i) => ({
      closesAt: closings[kept[i]!]!,
      isMatched: matched[kept[i]!] === 1,
      changed: epoch,
    }));
    this.#stored += kept.length;
    const leaves = (row: number): boolean => matched[row] === 0 && isExcluded(row);
    if (!side.isOuter) return;
    const alone = keepRows(engine, rows, leaves);
    if (alone.length > 0) yield this.#alone(side, alone);
  }
  *#end(): Generator<Batch> {
    const since = performance.now();
    const { evictUs } = this.#watermark;
    const { engine, batchRows } = this.#context;
    const { memory } = engine;
    for (const side of evictUs === undefined ? [] : this.#sides)
      for (const { segment, rows } of side.state.close(evictUs!)) {
        if (!side.isOuter) {
          // As in Spark: not counted where rows leave with NULLs.
          this.#removed += rows.length;
          continue;
        }
        const alone = rows.filter((row) => !segment.isMatched(row));
        for (let from = 0; from < alone.length; from += batchRows) {
          const mark = memory.mark();
          yield this.#alone(side, segment.take(engine, alone.slice(from, from + batchRows)));
          memory.release(mark);
        }
      }
    this.#stream.reportState(this.#node.stateId, {
      rowsUpdated: this.#stored,
      rowsRemoved: this.#removed,
      rowsDroppedByWatermark: this.#late,
      updateMs: this.#updateMs,
      removeMs: performance.now() - since,
    });
  }
  /** Rows of one side, the other side's columns NULL. */
  #alone(side: Side, rows: Batch): Batch {
    const { engine } = this.#context;
    const other = keptOf(this.#node.inputs[1 - side.port]!.output, this.#node.sides[1 - side.port]!);
    return makeBatch(
      rows.length,
      side.pairs.sources.map(({ side: of, ordinal }) =>
        of === 'probe'
          ? rows.columns[ordinal]!
          : nulls(engine, makeColumn({ type: other[ordinal]!.type, layout: 'null', length: 0 }), rows.length),
      ),
    );
  }
  #pick(rows: Batch, ids: readonly number[]): Batch {
    const { engine } = this.#context;
    return takeBatch(engine, rows, idsOf(engine, ids), ids.length, (bytes) => engine.memory.temp(bytes));
  }
}
