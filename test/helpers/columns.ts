// columns.ts: random columns of every type and layout for fast-check, built from plain JavaScript values that stay the oracle.

import fc from 'fast-check';
import { bitmapBytes, makeColumn, type Column } from '../../src/column/column.ts';
import { buildColumn, type Allocate } from '../../src/column/builder.ts';
import { makeDictionary } from '../../src/column/dictionary.ts';
import type { Memory } from '../../src/column/memory.ts';
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  NULL,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TINYINT,
  arrayOf,
  decimal,
  mapOf,
  structOf,
  type DataType,
} from '../../src/types/data-type.ts';
import { MapValue, StructValue, type Value } from '../../src/types/value.ts';

// Lengths up to what a test names, not fast-check's usual ten.
fc.configureGlobal({ ...fc.readConfigureGlobal(), baseSize: 'medium' });

function decimalOf(precision: number): fc.Arbitrary<Value> {
  const top = 10n ** BigInt(precision) - 1n;
  return fc.oneof(fc.bigInt({ min: -top, max: top }), fc.constantFrom(0n, top, -top));
}
const integer = (bits: number): fc.Arbitrary<number> => {
  const min = -(2 ** (bits - 1)),
    max = 2 ** (bits - 1) - 1;
  return fc.oneof(fc.integer({ min, max }), fc.constantFrom(0, 1, -1, min, max));
};

/** Values of a type, NULL not among them; extremes are frequent. */
export function valueOf(type: DataType): fc.Arbitrary<Value> {
  switch (type.kind) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'tinyint':
      return integer(8);
    case 'smallint':
      return integer(16);
    case 'int':
    case 'date':
    case 'interval_year_month':
      return integer(32);
    case 'bigint':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'interval_day_time':
      return fc.oneof(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.constantFrom(0n, 1n, -1n, -(2n ** 63n), 2n ** 63n - 1n),
      );
    case 'float':
      return fc.oneof(fc.float(), fc.constantFrom(NaN, 0, -0, Infinity, -Infinity));
    case 'double':
      return fc.oneof(fc.double(), fc.constantFrom(NaN, 0, -0, Infinity, -Infinity, 1e308, 5e-324));
    case 'decimal':
      return decimalOf(type.precision);
    case 'string':
      return fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom('', 'a', 'aé', '😀', 'zz'));
    case 'binary':
      return fc.uint8Array({ maxLength: 20 });
    case 'array':
      return fc.array(valueOrNull(type.element), { maxLength: 4 });
    case 'struct':
      return fc.tuple(...type.fields.map((f) => valueOrNull(f.type))).map((values) => new StructValue(values));
    case 'map':
      return fc
        .array(fc.tuple(valueOf(type.key), valueOrNull(type.value)), { maxLength: 3 })
        .map((entries) => new MapValue(entries));
  }
}
export const valueOrNull = (type: DataType): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 4, arbitrary: valueOf(type) }, { weight: 1, arbitrary: fc.constant(null) });

const POINT = structOf([
  { name: 'x', type: INT, nullable: true },
  { name: 'y', type: STRING, nullable: true },
]);
export const FLAT_TYPES: readonly DataType[] = [
  NULL,
  BOOLEAN,
  TINYINT,
  SMALLINT,
  INT,
  BIGINT,
  FLOAT,
  DOUBLE,
  decimal(9, 2),
  decimal(38, 4),
  STRING,
  BINARY,
  DATE,
  TIMESTAMP,
];
export const ALL_TYPES: readonly DataType[] = [
  ...FLAT_TYPES,
  arrayOf(INT),
  arrayOf(STRING),
  POINT,
  mapOf(STRING, DOUBLE),
  arrayOf(arrayOf(POINT)),
];

/** Values of one type, and whether bytes columns stand as a dictionary. */
export interface ColumnSpec {
  readonly type: DataType;
  readonly values: readonly Value[];
  readonly isDict: boolean;
}
export const specOf = (
  type: DataType,
  length: { readonly minLength?: number; readonly maxLength: number },
): fc.Arbitrary<ColumnSpec> =>
  fc.record({
    type: fc.constant(type),
    isDict: fc.boolean(),
    values: fc.oneof(fc.array(valueOrNull(type), length), fc.array(valueOf(type), length)),
  });

export function columnOf(memory: Memory, spec: ColumnSpec, allocate: Allocate): Column {
  const isBytes = spec.type.kind === 'string' || spec.type.kind === 'binary';
  return isBytes && spec.isDict ? dictColumn(memory, spec, allocate) : buildColumn(memory, spec.type, spec.values, allocate);
}
/** Codes under NULL are garbage on purpose. The dictionary has one holder: the caller. */
function dictColumn(memory: Memory, { type, values }: ColumnSpec, allocate: Allocate): Column {
  const keyOf = (v: Value): string => (typeof v === 'string' ? v : Array.from(v as Uint8Array).join());
  const codeOf = new Map<string, number>(),
    distinct: Value[] = [];
  const codes = values.map((v) => {
    if (v === null) return 0xfffffff0;
    const key = keyOf(v);
    if (!codeOf.has(key)) {
      codeOf.set(key, distinct.length);
      distinct.push(v);
    }
    return codeOf.get(key)!;
  });
  const ptr = allocate(Math.max(1, values.length * 4));
  memory.u32(ptr, values.length).set(codes);
  const entries = buildColumn(memory, type, distinct, (bytes) => memory.alloc(bytes));
  return makeColumn({
    type,
    layout: 'dict',
    length: values.length,
    ptr,
    validityPtr: validityOf(memory, values, allocate),
    dictionary: makeDictionary(memory, entries, distinct.length, true),
  });
}
function validityOf(memory: Memory, values: readonly Value[], allocate: Allocate): number {
  if (!values.includes(null)) return 0;
  const bytes = Math.max(64, bitmapBytes(values.length)),
    ptr = allocate(bytes);
  const view = memory.u8(ptr, bytes).fill(0);
  values.forEach((v, i) => (view[i >> 3]! |= v === null ? 0 : 1 << (i & 7)));
  return ptr;
}
