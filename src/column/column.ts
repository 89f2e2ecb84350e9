// A column: numbers that say where its values stand. Plain data; whoever made it owns the memory.
// Layouts:
//   fixed  ptr -> n packed values of storageOf(type)
//   bits   ptr -> bitmap (boolean), bit 0 first, padded to 64 bytes with zero tail
//   plain  ptr -> n+1 i32 offsets into bytesPtr (need not start at 0); bytes are UTF-8 (string) or raw (binary)
//   dict   ptr -> n u32 codes into dictionary.values; codes of NULL rows are 0..count-1 or any value (guard: never read them)
//   list   ptr -> n+1 i32 offsets into children[0] (array) or children[0], children[1] (map: keys, values)
//   struct children one per field, each of length n
//   null   no memory: every row NULL
// validityPtr: bitmap of valid rows (1 = value), or 0 when no row is NULL. Values under NULL are garbage.
import type { DataType } from '../types/data-type.ts';
import type { Ptr } from './memory.ts';

export type Layout = 'fixed' | 'bits' | 'plain' | 'dict' | 'list' | 'struct' | 'null';
export interface Column {
  readonly type: DataType;
  readonly layout: Layout;
  readonly length: number;
  readonly ptr: Ptr;
  readonly validityPtr: Ptr;
  readonly bytesPtr: Ptr;
  readonly dictionary: Dictionary | null;
  readonly children: readonly Column[];
}
/**
 * Distinct values of a dict column: a plain column without NULLs, values distinct unless `unique` is false (file dictionaries may repeat).
 * `id` is unique within one instance; `sharedId` is set when the same dictionary is known under that id on every worker of the session.
 * Counted: a batch borrows; who keeps codes beyond the call retains.
 */
export interface Dictionary {
  readonly id: number;
  readonly sharedId?: string;
  readonly values: Column;
  readonly count: number;
  readonly unique: boolean;
  retain(): void;
  release(): void;
}

type ColumnInit = Partial<Column> & Pick<Column, 'type' | 'layout' | 'length'>;
export const makeColumn = (init: ColumnInit): Column => ({
  type: init.type,
  layout: init.layout,
  length: init.length,
  ptr: init.ptr ?? 0,
  validityPtr: init.validityPtr ?? 0,
  bytesPtr: init.bytesPtr ?? 0,
  dictionary: init.dictionary ?? null,
  children: init.children ?? [],
});
export const bitmapBytes = (bits: number): number => ((bits + 511) >> 9) << 6;
