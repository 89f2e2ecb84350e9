// Columns of an apache-arrow Table (of any version) as plain values.
import type { ResultTable } from './engine.ts';

interface AnyTable {
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChildAt(index: number): Iterable<unknown> | null;
}
export function readArrow(table: AnyTable): ResultTable {
  return {
    names: table.schema.fields.map((field) => field.name),
    columns: table.schema.fields.map((_field, i) => [...(table.getChildAt(i) ?? [])].map(plain)),
  };
}
/** Wide sums come as four words. */
function plain(value: unknown): unknown {
  if (!(value instanceof Uint32Array)) return value;
  return value.reduceRight((sum, word) => sum * 4294967296n + BigInt(word), 0n);
}
