// Result batches as apache-arrow record batches. The engine's layout is Arrow's, so fixed columns and plain strings are views over the
// result's bytes; decimals widen to 128 bits and dictionary strings are written out (or kept, one dictionary per column).
import type { DataType as ArrowType, Data, Field as ArrowField, RecordBatch, Schema as ArrowSchema } from 'apache-arrow';
import type { DataType, Schema } from '../types/data-type.ts';
import type { Interning } from './arrow-dictionary.ts';
import { plainStrings } from './arrow-strings.ts';
import type { ResultBatch, ResultColumn } from './result.ts';

export type Arrow = typeof import('apache-arrow');
let loading: Promise<Arrow> | undefined;
/** Asked for once: `import()` of a module that is there still costs up to 1 ms where hooks are installed. */
export const loadArrow = (): Promise<Arrow> =>
  (loading ??= import('apache-arrow').catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));

/** Depends on the plan's schema only, never on the data. */
export function arrowSchema(arrow: Arrow, schema: Schema, timeZone: string, dictionaries: boolean): ArrowSchema {
  const fields = schema.map(({ name, type, nullable }) => {
    const plain = arrowType(arrow, type, timeZone);
    const isDictionary = dictionaries && type.kind === 'string';
    return new arrow.Field(name, isDictionary ? new arrow.Dictionary(plain, new arrow.Int32()) : plain, nullable);
  });
  return new arrow.Schema(fields);
}

function arrowType(arrow: Arrow, type: DataType, timeZone: string): ArrowType {
  const child = (name: string, of: DataType, nullable: boolean): ArrowField =>
    new arrow.Field(name, arrowType(arrow, of, timeZone), nullable);
  switch (type.kind) {
    case 'null':
      return new arrow.Null();
    case 'boolean':
      return new arrow.Bool();
    case 'tinyint':
      return new arrow.Int8();
    case 'smallint':
      return new arrow.Int16();
    case 'int':
      return new arrow.Int32();
    case 'bigint':
      return new arrow.Int64();
    case 'float':
      return new arrow.Float32();
    case 'double':
      return new arrow.Float64();
    case 'decimal':
      return new arrow.Decimal(type.scale, type.precision, 128);
    case 'string':
      return new arrow.Utf8();
    case 'binary':
      return new arrow.Binary();
    case 'date':
      return new arrow.DateDay();
    case 'timestamp':
      return new arrow.TimestampMicrosecond(timeZone);
    case 'timestamp_ntz':
      return new arrow.TimestampMicrosecond();
    case 'interval_year_month':
      return new arrow.IntervalYearMonth();
    case 'interval_day_time':
      return new arrow.DurationMicrosecond();
    case 'array':
      return new arrow.List(child('element', type.element, type.containsNull));
    case 'struct':
      return new arrow.Struct(type.fields.map((f) => child(f.name, f.type, f.nullable)));
    case 'map': {
      const entries = [child('key', type.key, false), child('value', type.value, type.valueContainsNull)];
      return new arrow.Map_(new arrow.Field('entries', new arrow.Struct(entries), false) as never);
    }
  }
}

export function recordBatch(
  arrow: Arrow,
  schema: ArrowSchema,
  batch: ResultBatch,
  interning: readonly (Interning | undefined)[],
): RecordBatch {
  const children = batch.columns.map((column, i) => interning[i]?.(column) ?? columnData(arrow, column, schema.fields[i]!.type));
  const data = arrow.makeData({ type: new arrow.Struct(schema.fields), length: batch.length, nullCount: 0, children });
  return new arrow.RecordBatch(schema, data);
}

function columnData(arrow: Arrow, column: ResultColumn, type: ArrowType): Data {
  const { length, validity } = column;
  const base = { type, length, ...(validity ? { nullBitmap: validity } : { nullCount: 0 }) };
  switch (column.layout) {
    case 'null':
      return nullData(arrow, type, length);
    case 'bits':
    case 'fixed':
      return arrow.makeData({ ...base, data: arrowValues(column) } as never);
    case 'plain':
      return arrow.makeData({ ...base, valueOffsets: column.offsets!, data: column.bytes! } as never);
    case 'dict': {
      const { offsets, bytes } = plainStrings(column);
      return arrow.makeData({ ...base, valueOffsets: offsets, data: bytes } as never);
    }
    case 'struct':
      return arrow.makeData({
        ...base,
        children: column.children.map((c, i) => columnData(arrow, c, childOf(type, i))),
      } as never);
    case 'list':
      return arrow.makeData({ ...base, valueOffsets: column.offsets!, child: listChild(arrow, column, type) } as never);
  }
}
const childOf = (type: ArrowType, index: number): ArrowType => (type.children as ArrowField[])[index]!.type;

function listChild(arrow: Arrow, column: ResultColumn, type: ArrowType): Data {
  const child = childOf(type, 0);
  if (column.type.kind !== 'map') return columnData(arrow, column.children[0]!, child);
  const children = column.children.map((c, i) => columnData(arrow, c, childOf(child, i)));
  return arrow.makeData({ type: child, length: column.children[0]!.length, nullCount: 0, children } as never);
}

/** A column of a declared type in which every row is NULL. apache-arrow's own builders need `new Function`, which a page may forbid. */
function nullData(arrow: Arrow, type: ArrowType, length: number): Data {
  if (arrow.DataType.isNull(type)) return arrow.makeData({ type, length });
  const children = ((type.children ?? []) as ArrowField[]).map((child) =>
    nullData(arrow, child.type, arrow.DataType.isStruct(type) ? length : 0),
  );
  const zeros = new Uint8Array((length + 1) * 16);
  return arrow.makeData({
    type,
    length,
    nullBitmap: zeros.subarray(0, ((length + 511) >> 9) << 6),
    valueOffsets: new Int32Array(length + 1),
    data: zeros,
    children,
    child: children[0],
  } as never);
}

function arrowValues({ type, values }: ResultColumn): ArrayBufferView {
  switch (type.kind) {
    case 'bigint':
    case 'timestamp':
    case 'timestamp_ntz':
    case 'interval_day_time':
      return new BigInt64Array(values!.buffer, values!.byteOffset, values!.length / 2);
    case 'decimal':
      return type.precision <= 18 ? widened(values as Uint32Array) : values!;
    default:
      return values!;
  }
}
/** 64-bit words with their sign spread over 128. */
function widened(words: Uint32Array): Uint32Array {
  const out = new Uint32Array(words.length * 2);
  for (let i = 0, o = 0; i < words.length; i += 2, o += 4) {
    const high = words[i + 1]!;
    const sign = (high | 0) >> 31;
    out[o] = words[i]!;
    out[o + 1] = high;
    out[o + 2] = sign;
    out[o + 3] = sign;
  }
  return out;
}
