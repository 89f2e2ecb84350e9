// Filter: keeps rows whose predicate is true; compacts the columns that are still needed. State: none. Order: kept.
import { makeBatch } from '../../column/batch.ts';
import { combineBitmaps } from '../../column/bitmap.ts';
import { takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import { formatExpr } from '../../expr/format.ts';
import type { OperatorDef } from '../operator.ts';

export const filter: OperatorDef<'Filter'> = {
  kind: 'Filter',
  feedOrder: [0],
  explain: (node) => formatExpr(node.predicate),
  open(node, context) {
    const { engine } = context;
    const { memory } = engine;
    const input = node.input.output;
    const test = compileExprs([node.predicate], input, context);
    const ordinals = node.output.map((a) => input.findIndex((b) => b.id === a.id));
    const temp = (bytes: number): number => memory.temp(bytes);
    return {
      onBatch(_port, batch, out) {
        const n = batch.length,
          result = test.evaluate(batch)[0]!;
        if (result.layout === 'null') return 'done';
        const bits = result.validityPtr ? combineBitmaps(memory, result.ptr, result.validityPtr, n, 'and', temp) : result.ptr;
        const idsPtr = temp(n * 4);
        const count = engine.kernels.bitsToIds(bits, n, 0, idsPtr);
        if (count === 0) return 'done';
        const columns = ordinals.map((i) => batch.columns[i]!);
        out.emit(
          makeBatch(count, count === n ? columns : columns.map((column) => takeColumn(engine, column, idsPtr, count, temp))),
        );
        return 'done';
      },
      onEnd: () => 'done',
      resume: () => 'done',
      close: () => test.close(),
    };
  },
};
