// Project: computes expressions. State: none. Order: kept.
import { makeBatch } from '../../column/batch.ts';
import { formatExpr } from '../../expr/format.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { OperatorDef } from '../operator.ts';

export const project: OperatorDef<'Project'> = {
  kind: 'Project',
  feedOrder: [0],
  explain: (node) => node.exprs.map(formatExpr).join(', '),
  open(node, context) {
    const compiled = compileExprs(node.exprs, node.input.output, context);
    return {
      onBatch(_port, batch, out) {
        out.emit(makeBatch(batch.length, compiled.evaluate(batch)));
        return 'done';
      },
      onEnd: () => 'done',
      resume: () => 'done',
      close: () => compiled.close(),
    };
  },
};
