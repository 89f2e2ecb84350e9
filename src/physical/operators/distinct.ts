// Distinct: the first row per key, in order of arrival. State: a group table of the keys seen.
import { takeBatch } from '../../wasm/move.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { OperatorDef } from '../operator.ts';

export const distinct: OperatorDef<'Distinct'> = {
  kind: 'Distinct',
  feedOrder: [0],
  explain: (node) => `keys=[${node.keys.map((key) => key.name).join(', ')}]`,
  open(node, { engine }) {
    const { memory, kernels } = engine;
    const ordinals = node.keys.map((key) => node.input.output.findIndex((a) => a.id === key.id));
    const seen = createGroupTable(
      engine,
      node.keys.map((key) => key.type),
    );
    return {
      onBatch(_port, batch, out) {
        const n = batch.length;
        const known = seen.count;
        const idsPtr = seen.assign(
          ordinals.map((ordinal) => batch.columns[ordinal]!),
          n,
        );
        const rowsPtr = memory.temp(n * 4);
        const count = kernels.newRows(idsPtr, known, rowsPtr, n);
        if (count === n) out.emit(batch);
        else if (count > 0) out.emit(takeBatch(engine, batch, rowsPtr, count, (bytes) => memory.temp(bytes)));
        return 'done';
      },
      onEnd: () => 'done',
      resume: () => 'done',
      close: () => seen.close(),
    };
  },
};
