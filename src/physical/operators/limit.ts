// Limit: rows offset .. offset + limit of what comes. State: two counters. Order: kept.
import { makeBatch } from '../../column/batch.ts';
import { sliceColumn } from '../../wasm/move.ts';
import type { OperatorDef, Step } from '../operator.ts';

export const limit: OperatorDef<'Limit'> = {
  kind: 'Limit',
  feedOrder: [0],
  explain: (node) =>
    [node.limit === null ? '' : String(node.limit), node.offset ? `offset ${node.offset}` : ''].filter(Boolean).join(' '),
  open(node, { engine }) {
    let toSkip = node.offset,
      left = node.limit ?? Infinity;
    return {
      get satisfied() {
        return left <= 0;
      },
      onBatch(_port, batch, out): Step {
        const from = Math.min(toSkip, batch.length);
        toSkip -= from;
        const count = Math.min(batch.length - from, left);
        if (count <= 0) return 'done';
        left -= count;
        const temp = (bytes: number): number => engine.memory.temp(bytes);
        out.emit(
          count === batch.length
            ? batch
            : makeBatch(
                count,
                batch.columns.map((column) => sliceColumn(engine, column, from, count, temp)),
              ),
        );
        return 'done';
      },
      onEnd: () => 'done',
      resume: () => 'done',
      close: () => undefined,
    };
  },
};
