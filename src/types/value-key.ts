// A primitive that is equal exactly when two values of one type are equal as SQL groups them: NaN = NaN, -0 = 0, bytes by content.
import type { DataType } from './data-type.ts';
import { MapValue, StructValue } from './value.ts';
import type { Value } from './value.ts';

export function valueKey(value: Value, type: DataType): string | number | bigint | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : value + 0;
  return JSON.stringify(nestedKey(value, type));
}
/** NULL, text and numbers stay apart by a tag. */
function nestedKey(value: Value, type: DataType): unknown {
  if (value === null) return null;
  if (value instanceof Uint8Array) return ['b', ...value];
  if (value instanceof StructValue && type.kind === 'struct')
    return value.values.map((v, i) => nestedKey(v, type.fields[i]!.type));
  if (value instanceof MapValue && type.kind === 'map')
    return value.entries.map(([k, v]) => [nestedKey(k, type.key), nestedKey(v, type.value)]);
  if (Array.isArray(value) && type.kind === 'array') return (value as readonly Value[]).map((v) => nestedKey(v, type.element));
  const key = valueKey(value, type);
  return typeof key === 'bigint' ? ['i', String(key)] : key;
}
