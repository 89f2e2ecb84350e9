// SetOperation: INTERSECT and EXCEPT [ALL] over whole rows; NULLs are equal, left order is kept. Right rows come on port 1, first.
// State: a group table over rows, per group how many right rows are left and whether a left row went out.
import { takeBatch } from '../../wasm/move.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { OperatorDef } from '../operator.ts';

export const setOperation: OperatorDef<'SetOperation'> = {
  kind: 'SetOperation',
  feedOrder: [1, 0],
  explain: (node) => `${node.op}${node.all ? ' all' : ''}`,
  open(node, { engine }) {
    const { memory } = engine;
    const table = createGroupTable(
      engine,
      node.output.map((a) => a.type),
    );
    const right: number[] = [];
    const emitted = new Set<number>();
    const keeps = (id: number): boolean => {
      const left = right[id] ?? 0;
      if (node.all) {
        if (left > 0) right[id] = left - 1;
        return node.op === 'intersect' ? left > 0 : left === 0;
      }
      if (left > 0 !== (node.op === 'intersect') || emitted.has(id)) return false;
      emitted.add(id);
      return true;
    };
    return {
      onBatch(port, batch, out) {
        const idsPtr = table.assign(batch.columns, batch.length);
        if (port === 1) {
          for (const id of memory.u32(idsPtr, batch.length)) right[id] = (right[id] ?? 0) + 1;
          return 'done';
        }
        const rowsPtr = memory.temp(batch.length * 4);
        const groups = memory.u32(idsPtr, batch.length),
          rows = memory.u32(rowsPtr, batch.length);
        let count = 0;
        for (let row = 0; row < batch.length; row++) if (keeps(groups[row]!)) rows[count++] = row;
        if (count > 0)
          out.emit(count === batch.length ? batch : takeBatch(engine, batch, rowsPtr, count, (bytes) => memory.temp(bytes)));
        return 'done';
      },
      onEnd: () => 'done',
      resume: () => 'done',
      close: () => table.close(),
    };
  },
};
