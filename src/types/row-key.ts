// Values side by side as one text that is equal exactly when SQL groups the values together.
import type { DataType } from './data-type.ts';
import { valueKey } from './value-key.ts';
import type { Value } from './value.ts';

/** A value's length says where it ends; NULL is apart from all. */
export const rowKey = (values: readonly Value[], types: readonly DataType[]): string => {
  let out = '';
  for (let i = 0; i < values.length; i++) out += tagged(values[i]!, types[i]!);
  return out;
};
function tagged(value: Value, type: DataType): string {
  if (value === null) return 'n';
  const text = String(valueKey(value, type));
  return `${text.length}:${text}`;
}
