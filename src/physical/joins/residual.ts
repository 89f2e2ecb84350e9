// The part of a join condition that is not an equality of keys: evaluated over candidate pairs.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { combineBitmaps } from '../../column/bitmap.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Attribute, Expr } from '../../expr/expr.ts';
import { visit } from '../../expr/walk.ts';
import { takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
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
export interface ResidualFilter {
  /** The pairs for which the condition is true, in order. */
  apply(probe: Batch, build: Batch, probeIds: Ptr, buildIds: Ptr, count: number): Pairs;
  /** Adds (row, NULL) for each finished probe row that kept no pair, in probe order. */
  withUnmatched(kept: Pairs, ids: Ptr, covered: Covered): Pairs;
  /** Semi and anti: rows whose candidates all fail the condition lose their group. */
  maskUnmatched(probe: Batch, build: Groups, ids: Ptr): void;
  close(): void;
}

export function residualFilter(
  condition: Expr,
  probe: readonly Attribute[],
  build: readonly Attribute[],
  context: OperatorContext,
): ResidualFilter {
  const { engine, batchRows } = context;
  const { memory, kernels } = engine;
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  const used = new Set<number>();
  visit(condition, (e) => {
    if (e.kind === 'Attribute') used.add(e.id);
  });
  const fromProbe = probe.flatMap((a, i) => (used.has(a.id) ? [{ attribute: a, ordinal: i }] : []));
  const fromBuild = build.flatMap((a, i) => (used.has(a.id) ? [{ attribute: a, ordinal: i }] : []));
  const compiled = compileExprs(
    [condition],
    [...fromProbe, ...fromBuild].map((s) => s.attribute),
    context,
  );
  /** Whether the probe row at which the last step stopped has kept a pair already. */
  let carriedRow = -1;

  const apply = (probeRows: Batch, buildRows: Batch, probeIds: Ptr, buildIds: Ptr, count: number): Pairs => {
    if (count === 0) return { probeIds, buildIds, count };
    const columns = [
      ...fromProbe.map(({ ordinal }) => takeColumn(engine, probeRows.columns[ordinal]!, probeIds, count, temp)),
      ...fromBuild.map(({ ordinal }) => takeColumn(engine, buildRows.columns[ordinal]!, buildIds, count, temp)),
    ];
    const test = compiled.evaluate(makeBatch(count, columns))[0]!;
    if (test.layout === 'null') return { probeIds, buildIds, count: 0 };
    const bits = test.validityPtr ? combineBitmaps(memory, test.ptr, test.validityPtr, count, 'and', temp) : test.ptr;
    const ids = temp(count * 4),
      kept = kernels.bitsToIds(bits, count, 0, ids);
    const [p, b] = [temp(Math.max(1, kept) * 4), temp(Math.max(1, kept) * 4)];
    const picked = memory.u32(ids, kept),
      probeView = memory.u32(probeIds, count),
      buildView = memory.u32(buildIds, count);
    const outP = memory.u32(p, kept),
      outB = memory.u32(b, kept);
    for (let i = 0; i < kept; i++) {
      outP[i] = probeView[picked[i]!]!;
      outB[i] = buildView[picked[i]!]!;
    }
    return { probeIds: p, buildIds: b, count: kept };
  };
  return {
    apply,
    withUnmatched({ probeIds, buildIds, count }, _ids, { from, fromOffset, to, toOffset }) {
      const rows = to - from,
        room = count + rows;
      const [p, b] = [temp(Math.max(1, room) * 4), temp(Math.max(1, room) * 4)];
      const inP = memory.u32(probeIds, count),
        inB = memory.u32(buildIds, count),
        outP = memory.u32(p, room),
        outB = memory.u32(b, room);
      let at = 0,
        written = 0;
      if (fromOffset === 0) carriedRow = -1;
      for (let row = from; row <= to; row++) {
        const before = at;
        for (; at < count && inP[at] === row; at++, written++) {
          outP[written] = row;
          outB[written] = inB[at]!;
        }
        const matched = at > before || carriedRow === row;
        if (row === to) {
          if (toOffset > 0 && matched) carriedRow = row;
          break;
        }
        if (!matched) {
          outP[written] = row;
          outB[written++] = NONE;
        }
      }
      return { probeIds: p, buildIds: b, count: written };
    },
    maskUnmatched(probeRows, groups, ids) {
      const n = probeRows.length,
        hit = new Uint8Array(n);
      const state = temp(12);
      memory.u32(state, 3).fill(0);
      const probeIds = temp(batchRows * 4),
        buildIds = temp(batchRows * 4);
      for (let done = 0; done < n;) {
        const mark = memory.mark();
        done = kernels.expandPairs(ids, n, groups.startsPtr, groups.rowsPtr, false, probeIds, buildIds, batchRows, state);
        const kept = apply(probeRows, groups.rows, probeIds, buildIds, memory.u32(state, 3)[2]!);
        for (const row of memory.u32(kept.probeIds, kept.count)) hit[row] = 1;
        memory.release(mark);
      }
      const view = memory.u32(ids, n);
      for (let i = 0; i < n; i++) if (hit[i] === 0) view[i] = NONE;
    },
    close: () => compiled.close(),
  };
}
