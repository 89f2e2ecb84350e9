// A column of one value: Hive folders, columns that a file lacks. Temp memory.
import { buildColumn } from '../column/builder.ts';
import type { Column } from '../column/column.ts';
import type { DataType } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import type { Engine } from '../wasm/engine.ts';

export function constantColumn({ memory }: Engine, type: DataType, value: Value, length: number): Column {
  return buildColumn(memory, type, new Array<Value>(length).fill(value), (bytes) => memory.temp(bytes));
}
