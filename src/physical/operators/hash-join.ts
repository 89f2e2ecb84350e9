// HashJoin: builds on port 1, probes on port 0. State: the build side (build-side.ts). Order: probe rows, then build rows of each;
// for right and full, build rows without a match follow at the end. Emits at most batchRows pairs a step.
import type { Batch } from '../../column/batch.ts';
import type { Ptr } from '../../column/memory.ts';
import { formatExpr } from '../../expr/format.ts';
import { takeBatch } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import { BuildSide } from '../joins/build-side.ts';
import { pairBatch, pairLayout } from '../joins/pairs.ts';
import type { PairLayout } from '../joins/pairs.ts';
import { ResidualFilter } from '../joins/residual.ts';
import { emitUnmatched } from '../joins/unmatched.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { HashJoinNode } from '../physical.ts';

export const hashJoin: OperatorDef<'HashJoin'> = {
  kind: 'HashJoin',
  feedOrder: [1, 0],
  explain: (node) => {
    const keys = node.probeKeys.map((key, i) => `${formatExpr(key)} = ${formatExpr(node.buildKeys[i]!)}`).join(' AND ');
    return `${node.type} on ${keys}${node.residual ? ` and ${formatExpr(node.residual)}` : ''}${node.nullAware ? ' null-aware' : ''}`;
  },
  open: (node, context) => new HashJoin(node, context),
};

const NONE = 0xffffffff;
/** The probe batch whose pairs are being written. */
interface Probing {
  readonly batch: Batch;
  readonly ids: Ptr;
  readonly state: Ptr;
}

class HashJoin implements Operator {
  readonly #node: HashJoinNode;
  readonly #context: OperatorContext;
  readonly #build: BuildSide;
  readonly #probeKeys: CompiledExprs;
  readonly #layout: PairLayout;
  readonly #residual: ResidualFilter | null;
  readonly #outer: boolean;
  readonly #tracks: boolean;
  #probing: Probing | null = null;
  #unmatchedFrom = -1;

  constructor(node: HashJoinNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#outer = node.type === 'left' || node.type === 'full';
    this.#tracks = node.type === 'right' || node.type === 'full';
    this.#layout = pairLayout(node.output, node.input.output, node.build.output);
    this.#build = new BuildSide(context, node.buildKeys, node.build.output);
    this.#probeKeys = compileExprs(node.probeKeys, node.input.output, context);
    this.#residual = node.residual ? new ResidualFilter(node.residual, node.input.output, node.build.output, context) : null;
  }
  onBatch(port: number, batch: Batch, out: Output): Step {
    if (port === 1) {
      this.#build.append(batch);
      return 'done';
    }
    const { memory } = this.#context.engine;
    const keys = this.#probeKeys.evaluate(batch);
    const ids = this.#build.probe(keys, batch.length);
    const { type } = this.#node;
    if (type === 'left_semi' || type === 'left_anti') return this.#filterProbe(batch, ids, keys, out);
    const state = memory.temp(12);
    memory.u32(state, 3).fill(0);
    this.#probing = { batch, ids, state };
    return this.resume(out);
  }
  onEnd(port: number, out: Output): Step {
    if (port === 1) {
      this.#build.seal(this.#tracks);
      return 'done';
    }
    if (!this.#tracks) return 'done';
    this.#unmatchedFrom = 0;
    return this.resume(out);
  }
  resume(out: Output): Step {
    if (this.#probing) return this.#emitPairs(this.#probing, out);
    if (this.#unmatchedFrom < 0) return 'done';
    const next = emitUnmatched(this.#context, this.#layout, this.#node.input.output, this.#build, this.#unmatchedFrom, out);
    this.#unmatchedFrom = next;
    return next < 0 ? 'done' : 'more';
  }
  close(): void {
    this.#build.close();
    this.#probeKeys.close();
    this.#residual?.close();
  }

  #emitPairs(probing: Probing, out: Output): Step {
    const { engine, batchRows } = this.#context;
    const { memory, kernels } = engine;
    const { batch, ids, state } = probing;
    const capacity = batchRows,
      temp = (bytes: number): Ptr => memory.temp(bytes);
    const probeIds = temp(capacity * 4),
      buildIds = temp(capacity * 4);
    const plainOuter = this.#outer && !this.#residual;
    const before = memory.u32(state, 3)[0]!,
      offset = memory.u32(state, 3)[1]!;
    const done = kernels.expandPairs(
      ids,
      batch.length,
      this.#build.startsPtr,
      this.#build.rowsPtr,
      plainOuter,
      probeIds,
      buildIds,
      capacity,
      state,
    );
    let count = memory.u32(state, 3)[2]!;
    let pairs = { probeIds, buildIds };
    if (this.#residual) {
      const kept = this.#residual.apply(batch, this.#build.rows, { probeIds, buildIds, count });
      count = kept.count;
      pairs = kept;
      if (this.#outer)
        ({ count, ...pairs } = this.#residual.withUnmatched(kept, {
          from: before,
          fromOffset: offset,
          to: done,
          toOffset: memory.u32(state, 3)[1]!,
        }));
    }
    if (this.#tracks && count > 0) kernels.markRows(pairs.buildIds, count, this.#build.matchedPtr);
    if (count > 0)
      out.emit(
        pairBatch(
          engine,
          this.#layout,
          batch,
          this.#build.rows,
          pairs.probeIds,
          pairs.buildIds,
          count,
          this.#outer ? 'build' : null,
        ),
      );
    if (done < batch.length) return 'more';
    this.#probing = null;
    return 'done';
  }
  /** Semi and anti joins keep or drop probe rows; NOT IN (nullAware) knows nothing as soon as a NULL is in play. */
  #filterProbe(
    batch: Batch,
    ids: Ptr,
    keys: readonly { readonly layout: string; readonly validityPtr: Ptr }[],
    out: Output,
  ): Step {
    const { engine } = this.#context;
    const { memory, kernels } = engine;
    const anti = this.#node.type === 'left_anti';
    if (this.#node.nullAware && anti && this.#build.count > 0) {
      if (this.#build.hasNullKey || keys.some((key) => key.layout === 'null')) return 'done';
      // A NULL probe key is unknown, not absent: it gets any group, so that the row counts as matched.
      for (const { validityPtr } of keys) if (validityPtr) this.#matchNulls(ids, validityPtr, batch.length);
    }
    if (this.#residual) this.#residual.maskUnmatched(batch, this.#build, ids);
    const rows = memory.temp(Math.max(1, batch.length) * 4 + 4);
    const count = kernels.matchedRows(ids, batch.length, !anti, rows);
    if (count === 0) return 'done';
    const ordinals = this.#layout.sources.map((source) => batch.columns[source.ordinal]!);
    const kept = { length: batch.length, columns: ordinals };
    out.emit(count === batch.length ? kept : takeBatch(engine, kept, rows, count, (bytes) => memory.temp(bytes)));
    return 'done';
  }
  #matchNulls(ids: Ptr, validityPtr: Ptr, n: number): void {
    const { memory } = this.#context.engine;
    const valid = memory.u8(validityPtr, (n + 7) >> 3),
      view = memory.u32(ids, n);
    for (let i = 0; i < n; i++) if (((valid[i >> 3]! >> (i & 7)) & 1) === 0 && view[i] === NONE) view[i] = 0;
  }
}
