// Statistics of a file as values of the engine: bounds for pruning and for the planner. What cannot be trusted is left out:
// old fields for anything but signed numbers, NaN, bytes of the wrong length.
import type { ColumnStatistics } from '../../plan/scan-source.ts';
import { compareValues } from '../../types/compare-value.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { Bounds } from '../prune.ts';
import { distinctOf, distinctOverall } from './distinct.ts';
import type { ChunkValues } from './distinct.ts';
import type { RawStatistics } from './footer.ts';
import type { Conversion } from './leaf-type.ts';
import type { LeafNode } from './schema.ts';
import type { OpenFile } from './source.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const int32 = (bytes: Uint8Array): number | undefined => (bytes.length === 4 ? view(bytes).getInt32(0, true) : undefined);
const int64 = (bytes: Uint8Array): bigint | undefined => (bytes.length === 8 ? view(bytes).getBigInt64(0, true) : undefined);
const toBig = (value: number | undefined): bigint | undefined => (value === undefined ? undefined : BigInt(value));

/** PLAIN bytes of one value as the engine's value; undefined if they are not one, or the conversion does not keep the order of bytes. */
export function plainValue(bytes: Uint8Array, node: LeafNode): Value | undefined {
  return node.conversion === 'same' ? SAME[node.type.kind]?.(bytes) : CONVERTED[node.conversion]?.(bytes);
}
const SAME: { readonly [K in DataType['kind']]?: (bytes: Uint8Array) => Value | undefined } = {
  boolean: (bytes) => (bytes.length === 1 ? bytes[0] === 1 : undefined),
  int: int32,
  date: int32,
  bigint: int64,
  timestamp: int64,
  timestamp_ntz: int64,
  decimal: int64,
  float: (bytes) => number(bytes.length === 4 ? view(bytes).getFloat32(0, true) : NaN),
  double: (bytes) => number(bytes.length === 8 ? view(bytes).getFloat64(0, true) : NaN),
  string: text,
  binary: (bytes) => bytes,
};
const CONVERTED: { readonly [C in Conversion]?: (bytes: Uint8Array) => Value | undefined } = {
  int8: int32,
  int16: int32,
  int32To64: (bytes) => toBig(int32(bytes)),
  int32To128: (bytes) => toBig(int32(bytes)),
  uint32To64: (bytes) => (bytes.length === 4 ? BigInt(view(bytes).getUint32(0, true)) : undefined),
  int64To128: int64,
  uint64To128: (bytes) => (bytes.length === 8 ? view(bytes).getBigUint64(0, true) : undefined),
  millis: (bytes) => scaled(int64(bytes), (v) => v * 1000n),
  nanos: (bytes) => scaled(int64(bytes), (v) => v / 1000n - (v % 1000n < 0n ? 1n : 0n)),
  fixedDecimal64: bigEndian,
  fixedDecimal128: bigEndian,
  bytesDecimal64: bigEndian,
  bytesDecimal128: bigEndian,
  fixedBytes: (bytes) => bytes,
};
/** NaN bounds nothing. */
const number = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);
const scaled = (value: bigint | undefined, by: (v: bigint) => bigint): bigint | undefined =>
  value === undefined ? undefined : by(value);
function text(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    // A bound cut within a character bounds bytes, not text.
    return undefined;
  }
}
function bigEndian(bytes: Uint8Array): bigint | undefined {
  if (bytes.length === 0 || bytes.length > 16) return undefined;
  return BigInt.asIntN(
    bytes.length * 8,
    bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n),
  );
}

/** Old writers compared bytes as signed, so only signed numbers came out right. */
const SIGNED: ReadonlySet<Conversion> = new Set<Conversion>([
  'int8',
  'int16',
  'int32To64',
  'int32To128',
  'int64To128',
  'millis',
  'nanos',
]);
const isSigned = (node: LeafNode): boolean =>
  node.conversion === 'same'
    ? node.physical !== 'BYTE_ARRAY' && node.physical !== 'FIXED_LEN_BYTE_ARRAY'
    : SIGNED.has(node.conversion);
const isFloating = (node: LeafNode): boolean => node.type.kind === 'float' || node.type.kind === 'double';

/** What a chunk's statistics say of its `rows` rows. */
export function boundsOf(statistics: RawStatistics | undefined, node: LeafNode, rows: number): Bounds {
  if (!statistics) return { rows };
  const { min: minBytes, max: maxBytes, nullCount, nanCount, legacy } = statistics;
  const usable = !legacy || isSigned(node);
  const min = usable && minBytes ? plainValue(minBytes, node) : undefined;
  // NaN is the greatest value here and in no file's statistics.
  const max = usable && maxBytes && (!isFloating(node) || nanCount === 0) ? plainValue(maxBytes, node) : undefined;
  return {
    rows,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(nullCount === undefined ? {} : { nullCount }),
  };
}

/** Bounds of a column over all row groups of all files, as far as every one of them has some, and about how many values it has. */
export function columnStatistics(files: readonly OpenFile[], name: string, type: DataType): ColumnStatistics {
  const all: ChunkValues[] = [];
  for (const { footer, nodes } of files) {
    const node = nodes.find((n) => n.name === name);
    for (const { rows, chunks } of footer.rowGroups) {
      if (rows === 0) continue;
      if (!node) all.push({ rows, nullCount: rows, distinct: 0 });
      else if (node.kind !== 'leaf') all.push({ rows });
      else {
        const chunk = chunks[node.column]!;
        all.push({ ...boundsOf(chunk.statistics, node, rows), distinct: distinctOf(chunk, node) });
      }
    }
  }
  const nullCount = all.every((b) => b.nullCount !== undefined) ? all.reduce((sum, b) => sum + b.nullCount!, 0) : undefined;
  const filled = all.filter((b) => b.nullCount !== b.rows);
  const min = extreme(
      filled.map((b) => b.min),
      type,
      -1,
    ),
    max = extreme(
      filled.map((b) => b.max),
      type,
      1,
    );
  const distinctCount = distinctOverall(filled, type);
  return {
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(nullCount === undefined ? {} : { nullCount }),
    ...(distinctCount === undefined ? {} : { distinctCount }),
  };
}
function extreme(values: readonly (Value | undefined)[], type: DataType, sign: 1 | -1): Value | undefined {
  let best: Value | undefined;
  for (const value of values) {
    if (value === undefined || value === null) return undefined;
    if (best === undefined || best === null || compareValues(value, best, type) * sign > 0) best = value;
  }
  return best;
}

/** A value's PLAIN bytes, as bloom filters hash them; undefined where more than one value of the file may equal it. */
export function plainBytes(value: Value, node: LeafNode): Uint8Array | undefined {
  const bytes = new Uint8Array(8),
    out = view(bytes);
  switch (node.physical) {
    case 'INT32':
      if (
        typeof value === 'bigint'
          ? node.conversion !== 'int32To64' && node.conversion !== 'uint32To64'
          : typeof value !== 'number'
      )
        return undefined;
      out.setUint32(0, Number(BigInt.asUintN(32, BigInt(value as number | bigint))), true);
      return bytes.subarray(0, 4);
    case 'INT64':
      if (
        typeof value !== 'bigint' ||
        (node.conversion !== 'same' && node.conversion !== 'int64To128' && node.conversion !== 'uint64To128')
      )
        return undefined;
      out.setBigUint64(0, BigInt.asUintN(64, value), true);
      return bytes;
    case 'FLOAT':
    case 'DOUBLE':
      // 0 and -0 are equal, NaN has many forms.
      if (typeof value !== 'number' || value === 0 || Number.isNaN(value)) return undefined;
      if (node.physical === 'DOUBLE') out.setFloat64(0, value, true);
      else out.setFloat32(0, value, true);
      return bytes.subarray(0, node.physical === 'DOUBLE' ? 8 : 4);
    case 'BYTE_ARRAY':
      if (node.conversion !== 'same') return undefined;
      return typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : undefined;
    default:
      return undefined;
  }
}
