// run-node.ts: runs one physical operator over rows of plain values, cut into batches of any size, and gives back its rows.
// Checks what every operator owes: it resumes after 'more', frees its heap memory, and keeps nothing of a borrowed batch.

import { expect } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import { readValues } from '../../src/column/values.ts';
import type { Attribute } from '../../src/expr/expr.ts';
import { operatorOf } from '../../src/physical/operators/index.ts';
import type { Output } from '../../src/physical/operator.ts';
import type { LeafNode, PhysicalNode, ValuesNode } from '../../src/physical/physical.ts';
import { inputsOfNode } from '../../src/physical/physical.ts';
import type { DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { columnOf } from './columns.ts';
import { testEngine } from './engine.ts';

export type Row = readonly Value[];
let nextId = 1;
export const attribute = (name: string, type: DataType): Attribute => ({
  kind: 'Attribute',
  id: nextId++,
  name,
  type,
  nullable: true,
});
export const rowsNode = (output: readonly Attribute[], values: readonly Row[]): ValuesNode => ({
  kind: 'Values',
  id: nextId++,
  output,
  values,
});

export interface RunOptions {
  readonly batchRows?: number;
  /** Whether text stands as dictionaries, one per batch. */
  readonly isDict?: boolean;
}
/** Rows that leave `node`, whose inputs are Values nodes. */
export function runNode(node: Exclude<PhysicalNode, LeafNode>, { batchRows = 7, isDict = false }: RunOptions = {}): Row[] {
  const engine = testEngine();
  const { memory } = engine;
  const live = memory.liveBytes;
  const definition = operatorOf(node.kind);
  const operator = definition.open(node as never, { engine, batchRows, evaluation: { timeZone: 'UTC', nowUs: 0n, ansi: true } });
  const rows: Row[] = [];
  const out: Output = {
    emit(batch) {
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.columns.length).toBe(node.output.length);
      const columns = batch.columns.map((column) => readValues(memory, column));
      for (let i = 0; i < batch.length; i++) rows.push(columns.map((column) => column[i]!));
      return true;
    },
  };
  const drain = (step: 'done' | 'more'): void => {
    const mark = memory.mark();
    while (step === 'more') {
      memory.release(mark);
      step = operator.resume(out);
    }
  };
  for (const port of definition.feedOrder) {
    const input = inputsOfNode(node)[port] as ValuesNode;
    for (let from = 0; from < input.values.length; from += batchRows) {
      const part = input.values.slice(from, from + batchRows);
      const columns = input.output.map(({ type }, c) =>
        columnOf(memory, { type, isDict, values: part.map((row) => row[c]!) }, (bytes) => memory.temp(bytes)),
      );
      drain(operator.onBatch(port, makeBatch(part.length, columns), out));
      for (const column of columns) column.dictionary?.release();
      // A batch is borrowed: whoever still looks at it sees garbage now.
      memory.release(0);
      memory.u8(memory.temp(1 << 17), 1 << 17).fill(0xa5);
      memory.release(0);
    }
    drain(operator.onEnd(port, out));
  }
  operator.close();
  memory.clearArena();
  expect(memory.liveBytes).toBe(live);
  return rows;
}
