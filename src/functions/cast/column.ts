// Casts of whole columns to and from decimals, between integers and text, and from timestamps to dates, where kernels can tell the exact result for every row; undefined leaves it to the one-row
// cast, which also says what is wrong with a row. Validity is the caller's. Results stand in temp memory.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { type DataType, DOUBLE, isInteger, storageOf } from '../../types/data-type.ts';
import { US_PER_SECOND } from '../../types/time-zone.ts';
import type { Engine } from '../../wasm/engine.ts';
import { daysOf, localColumn } from '../local-column.ts';
import { rescaleColumn } from '../decimal-kernels.ts';

/** Divisors up to 10^22 are exact doubles. */
const MAX_EXACT_POWER = 22;
const TO_I64 = { i8: 'castI8I64', i16: 'castI16I64', i32: 'castI32I64' } as const;

export function castColumn(engine: Engine, column: Column, to: DataType, zoneId: string): Column | undefined {
  const { type: from, length: n } = column;
  if (column.layout === 'plain' && from.kind === 'string' && isInteger(to)) return parseIntegers(engine, column, to);
  if (column.layout !== 'fixed') return undefined;
  if (isInteger(from) && to.kind === 'string') return formatIntegers(engine, column, to);
  if (isInteger(from) && to.kind === 'timestamp') return fromSeconds(engine, column, to);
  if (from.kind === 'timestamp' && to.kind === 'bigint') return toSeconds(engine, column, to);
  if (from.kind === 'timestamp' && to.kind === 'date') {
    const local = localColumn(engine, column, zoneId);
    return local && daysOf(engine, local, n);
  }
  if (from.kind === 'decimal' && to.kind === 'double') return toDouble(engine, column, from.scale);
  if (to.kind !== 'decimal') return undefined;
  if (from.kind === 'decimal')
    return rescaleColumn(engine, { ptr: column.ptr, isWide: storageOf(from) === 'i128' }, from.scale, to, n);
  const ptr = unscaledInteger(engine, column);
  return ptr === undefined ? undefined : rescaleColumn(engine, { ptr, isWide: false }, 0, to, n);
}
/** Values of an integer column as i64. */
function unscaledInteger({ memory, kernels }: Engine, { type, ptr, length }: Column): number | undefined {
  if (type.kind === 'bigint') return ptr;
  if (type.kind !== 'tinyint' && type.kind !== 'smallint' && type.kind !== 'int') return undefined;
  const out = memory.temp(Math.max(1, length * 8));
  kernels[TO_I64[storageOf(type) as keyof typeof TO_I64]](ptr, out, length);
  return out;
}
const I64_MAX = 2n ** 63n - 1n;
/** Seconds of the epoch. */
function fromSeconds(engine: Engine, column: Column, type: DataType): Column | undefined {
  const values = unscaledInteger(engine, column);
  if (values === undefined) return undefined;
  const ptr = engine.memory.temp(Math.max(1, column.length * 8));
  return engine.kernels.scaleI64(values, US_PER_SECOND, I64_MAX, ptr, column.length) === 0
    ? makeColumn({ type, layout: 'fixed', length: column.length, ptr })
    : undefined;
}
function toSeconds({ memory, kernels }: Engine, { ptr, length }: Column, type: DataType): Column {
  const out = memory.temp(Math.max(1, length * 8));
  kernels.floorDivI64(ptr, US_PER_SECOND, out, length);
  return makeColumn({ type, layout: 'fixed', length, ptr: out });
}
const MAX_DIGITS = 20;
function formatIntegers(engine: Engine, column: Column, type: DataType): Column | undefined {
  const { memory, kernels } = engine;
  const n = column.length,
    values = unscaledInteger(engine, column);
  if (values === undefined) return undefined;
  const ptr = memory.temp((n + 1) * 4),
    bytesPtr = memory.temp(Math.max(1, n * MAX_DIGITS));
  kernels.formatI64(values, n, ptr, bytesPtr);
  return makeColumn({ type, layout: 'plain', length: n, ptr, bytesPtr });
}
const FROM_I64 = { i8: 'castI64I8', i16: 'castI64I16', i32: 'castI64I32' } as const;
/** Rows of digits and a sign; anything else, spaces included, is left to the one-row cast. */
function parseIntegers({ memory, kernels }: Engine, column: Column, type: DataType): Column | undefined {
  const n = column.length,
    values = memory.temp(Math.max(1, n * 8));
  if (kernels.parseI64(column.ptr, column.bytesPtr, column.validityPtr, n, values) !== 0) return undefined;
  const storage = storageOf(type);
  if (storage === 'i64') return makeColumn({ type, layout: 'fixed', length: n, ptr: values });
  const ptr = memory.temp(Math.max(1, n * 4));
  const status = kernels[FROM_I64[storage as keyof typeof FROM_I64]](values, ptr, n);
  return status === 0 ? makeColumn({ type, layout: 'fixed', length: n, ptr }) : undefined;
}
function toDouble({ memory, kernels }: Engine, { type, ptr, length }: Column, scale: number): Column | undefined {
  if (storageOf(type) !== 'i64' || scale > MAX_EXACT_POWER) return undefined;
  const out = memory.temp(Math.max(1, length * 8));
  return kernels.decimalToF64(ptr, 10 ** scale, out, length) === 0
    ? makeColumn({ type: DOUBLE, layout: 'fixed', length, ptr: out })
    : undefined;
}
