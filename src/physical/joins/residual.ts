// The part of a join condition that is not an equality of keys: evaluated over candidate pairs.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { combineBitmaps } from '../../column/bitmap.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Attribute, Expr } from '../../expr/expr.ts';
import { visit } from '../../expr/walk.ts';
import { takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import type { OperatorContext } from '../operator.ts';

const NONE = 0xffffffff;
export interface Pairs {
  readonly probeIds: Ptr;
  readonly buildIds: Ptr;
  readonly count: number;
}
/** Which probe rows a step covered: it began inside `from` (offset > 0) and stopped inside `to` (offset > 0) or before it. */
export interface Covered {
  readonly from: number;
  readonly fromOffset: number;
  readonly to: number;
  readonly toOffset: number;
}
/** The build side as semi and anti joins walk it. */
interface Groups {
  readonly startsPtr: Ptr;
  readonly rowsPtr: Ptr;
  readonly rows: Batch;
}

export class ResidualFilter {
  readonly #context: OperatorContext;
  readonly #compiled: CompiledExprs;
  readonly #fromProbe: readonly number[];
  readonly #fromBuild: readonly number[];
  /** Whether the probe row at which the last step stopped has kept a pair already. */
  #carriedRow = -1;

  constructor(condition: Expr, probe: readonly Attribute[], build: readonly Attribute[], context: OperatorContext) {
    const used = new Set<number>();
    visit(condition, (e) => {
      if (e.kind === 'Attribute') used.add(e.id);
    });
    const ordinals = (side: readonly Attribute[]): number[] => side.flatMap((a, i) => (used.has(a.id) ? [i] : []));
    this.#context = context;
    this.#fromProbe = ordinals(probe);
    this.#fromBuild = ordinals(build);
    const inputs = [...this.#fromProbe.map((i) => probe[i]!), ...this.#fromBuild.map((i) => build[i]!)];
    this.#compiled = compileExprs([condition], inputs, context);
  }
  close(): void {
    this.#compiled.close();
  }
  readonly #temp = (bytes: number): Ptr => this.#context.engine.memory.temp(Math.max(1, bytes));

  /** The pairs for which the condition is true, in order. */
  apply(probeRows: Batch, buildRows: Batch, { probeIds, buildIds, count }: Pairs): Pairs {
    if (count === 0) return { probeIds, buildIds, count };
    const { engine } = this.#context;
    const { memory, kernels } = engine;
    const columns = [
      ...this.#fromProbe.map((i) => takeColumn(engine, probeRows.columns[i]!, probeIds, count, this.#temp)),
      ...this.#fromBuild.map((i) => takeColumn(engine, buildRows.columns[i]!, buildIds, count, this.#temp)),
    ];
    const test = this.#compiled.evaluate(makeBatch(count, columns))[0]!;
    if (test.layout === 'null') return { probeIds, buildIds, count: 0 };
    const bits = test.validityPtr ? combineBitmaps(memory, test.ptr, test.validityPtr, count, 'and', this.#temp) : test.ptr;
    const ids = this.#temp(count * 4),
      kept = kernels.bitsToIds(bits, count, 0, ids);
    const [p, b] = [this.#temp(kept * 4), this.#temp(kept * 4)];
    kernels.take4(probeIds, count, ids, p, kept);
    kernels.take4(buildIds, count, ids, b, kept);
    return { probeIds: p, buildIds: b, count: kept };
  }
  /** Adds (row, NULL) for each finished probe row that kept no pair, in probe order. */
  withUnmatched({ probeIds, buildIds, count }: Pairs, { from, fromOffset, to, toOffset }: Covered): Pairs {
    const { memory } = this.#context.engine;
    const room = count + to - from;
    const [p, b] = [this.#temp(room * 4), this.#temp(room * 4)];
    const inP = memory.u32(probeIds, count),
      inB = memory.u32(buildIds, count),
      outP = memory.u32(p, room),
      outB = memory.u32(b, room);
    let at = 0,
      written = 0;
    if (fromOffset === 0) this.#carriedRow = -1;
    for (let row = from; row <= to; row++) {
      const before = at;
      for (; at < count && inP[at] === row; at++, written++) {
        outP[written] = row;
        outB[written] = inB[at]!;
      }
      const matched = at > before || this.#carriedRow === row;
      if (row === to) {
        if (toOffset > 0 && matched) this.#carriedRow = row;
        break;
      }
      if (!matched) {
        outP[written] = row;
        outB[written++] = NONE;
      }
    }
    return { probeIds: p, buildIds: b, count: written };
  }
  /** Semi and anti: rows whose candidates all fail the condition lose their group. */
  maskUnmatched(probeRows: Batch, groups: Groups, ids: Ptr): void {
    const { engine, batchRows } = this.#context;
    const { memory, kernels } = engine;
    const n = probeRows.length,
      hit = new Uint8Array(n);
    const state = this.#temp(12);
    memory.u32(state, 3).fill(0);
    const probeIds = this.#temp(batchRows * 4),
      buildIds = this.#temp(batchRows * 4);
    for (let done = 0; done < n;) {
      const mark = memory.mark();
      done = kernels.expandPairs(ids, n, groups.startsPtr, groups.rowsPtr, false, probeIds, buildIds, batchRows, state);
      const kept = this.apply(probeRows, groups.rows, { probeIds, buildIds, count: memory.u32(state, 3)[2]! });
      for (const row of memory.u32(kept.probeIds, kept.count)) hit[row] = 1;
      memory.release(mark);
    }
    const view = memory.u32(ids, n);
    for (let i = 0; i < n; i++) if (hit[i] === 0) view[i] = NONE;
  }
}
