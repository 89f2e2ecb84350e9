// Takes the logical rows of one state as frames, by table.
import type { FramePool } from '../column/frame-pool.ts';
import { FrameWriter } from '../column/frame-writer.ts';
import type { SavedTable } from '../checkpoint/state-file.ts';
import type { OperatorState, StateTableWriter, StateWriter } from '../physical/stream.ts';
import type { Field } from '../types/data-type.ts';
import type { Engine } from '../wasm/engine.ts';

/** All of the state, or what changed after epoch `sinceEpoch`; tables of which nothing did are left out. */
export function saveTables(
  { memory }: Engine,
  state: OperatorState,
  sinceEpoch: number | null,
  pool: FramePool,
): readonly SavedTable[] {
  const open: { name: string; fields: readonly Field[]; keys: number; puts: FrameWriter; removed: FrameWriter }[] = [];
  const writer: StateWriter = {
    table(name, fields, keys): StateTableWriter {
      const table = {
        name,
        fields,
        keys,
        puts: new FrameWriter(memory, fields, { pool }),
        removed: new FrameWriter(memory, fields.slice(0, keys), { pool }),
      };
      open.push(table);
      return { put: (batch) => table.puts.append(batch), remove: (batch) => table.removed.append(batch) };
    },
  };
  state.save(writer, sinceEpoch);
  const finish = (frame: FrameWriter): ArrayBuffer | null => (frame.rows === 0 ? null : frame.finish());
  return open
    .map((table) => ({ ...table, puts: finish(table.puts), removed: finish(table.removed) }))
    .filter(({ puts, removed }) => puts !== null || removed !== null);
}
