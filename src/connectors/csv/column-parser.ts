// column-parser.ts: one column of records as a typed Column, by kernels; what they leave over (long doubles, local timestamps, rare types)
// is done here row by row. Columns stand in the arena; a field that does not fit its type is NULL and marked as misfit.
import { buildColumn } from '../../column/builder.ts';
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { STORAGE_BYTES, storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { decimalFromText } from '../../types/decimal.ts';
import { CaudalError } from '../../types/error.ts';
import { formatType } from '../../types/format-type.ts';
import { timeZone } from '../../types/time-zone.ts';
import type { TimeZone } from '../../types/time-zone.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { timeReader } from '../time-formats.ts';
import type { TimeReader } from '../time-formats.ts';
import type { CsvDialect } from './dialect.ts';
import { fieldText, trimmedText } from './header.ts';
import type { Records } from './record-scanner.ts';
import { TextInterner } from './text-interner.ts';

export interface ParsedColumn {
  readonly column: Column;
  readonly misfits: number;
  readonly misfitsPtr: Ptr;
}
export interface ParseOptions {
  readonly dialect: CsvDialect;
  readonly configPtr: Ptr;
  readonly zone: string;
  readonly inferred: boolean;
}
/** Scratch of one parse: where the kernel writes. */
interface Target {
  readonly ptr: Ptr;
  readonly validityPtr: Ptr;
  readonly misfitsPtr: Ptr;
  readonly slowPtr: Ptr;
  readonly resultPtr: Ptr;
}

export class ColumnParser {
  readonly #engine: Engine;
  readonly #options: ParseOptions;
  readonly #type: DataType;
  readonly #zone: TimeZone;
  readonly #times: TimeReader;
  #interner: TextInterner | null;

  constructor(engine: Engine, type: DataType, options: ParseOptions) {
    this.#engine = engine;
    this.#type = type;
    this.#options = options;
    this.#zone = timeZone(options.zone);
    this.#times = timeReader(options.dialect.times, this.#zone);
    this.#interner = type.kind === 'string' ? new TextInterner(engine, type) : null;
  }
  parse(records: Records, columnIndex: number): ParsedColumn {
    const { times } = this.#options.dialect;
    switch (this.#type.kind) {
      case 'string':
      case 'binary':
        return this.#text(records, columnIndex);
      case 'tinyint':
      case 'smallint':
      case 'float':
        return this.#narrow(records, columnIndex);
      case 'int':
      case 'bigint':
      case 'double':
      case 'decimal':
      case 'boolean':
        return this.#fixed(records, columnIndex);
      case 'date':
        return times.date === undefined
          ? this.#fixed(records, columnIndex)
          : this.#slowly(records, columnIndex, false, (text) => this.#times.date(text));
      case 'timestamp':
        return times.timestamp === undefined
          ? this.#fixed(records, columnIndex)
          : this.#slowly(records, columnIndex, false, (text) => this.#times.timestamp(text));
      case 'timestamp_ntz':
        return this.#slowly(records, columnIndex, times.timestampNtz === undefined, (text) => this.#times.timestampNtz(text));
      default:
        throw new CaudalError('UNSUPPORTED_DATATYPE', `A CSV column cannot be ${formatType(this.#type)}.`);
    }
  }
  close(): void {
    this.#interner?.close();
    this.#interner = null;
  }

  #target(n: number, bytes: number): Target {
    const { memory } = this.#engine;
    const ptr = memory.temp(bytes),
      validityPtr = memory.temp(bitmapBytes(n)),
      misfitsPtr = memory.temp(bitmapBytes(n));
    for (const bits of [validityPtr, misfitsPtr]) memory.u8(bits, bitmapBytes(n)).fill(0);
    const resultPtr = memory.temp(64);
    memory.i32(resultPtr, 3).fill(0);
    return { ptr, validityPtr, misfitsPtr, slowPtr: memory.temp(n * 4), resultPtr };
  }
  #finish(layout: 'fixed' | 'bits', n: number, { ptr, validityPtr, misfitsPtr, resultPtr }: Target): ParsedColumn {
    const [nulls, misfits] = this.#engine.memory.i32(resultPtr, 2);
    const column = makeColumn({ type: this.#type, layout, length: n, ptr, validityPtr: nulls! + misfits! > 0 ? validityPtr : 0 });
    return { column, misfits: misfits!, misfitsPtr };
  }
  #fixed({ n, endsPtr, rowsPtr }: Records, c: number): ParsedColumn {
    const { kernels } = this.#engine;
    const { configPtr } = this.#options;
    const type = this.#type;
    const t = this.#target(n, type.kind === 'boolean' ? bitmapBytes(n) : n * STORAGE_BYTES[storageOf(type)]);
    const records = { n, endsPtr, rowsPtr };
    switch (type.kind) {
      case 'int':
        kernels.csvI32(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.resultPtr);
        break;
      case 'bigint':
        kernels.csvI64(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.resultPtr);
        break;
      case 'double':
        kernels.csvF64(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.slowPtr, t.resultPtr);
        this.#repair(records, c, t, 'slow', (text, row) => this.#storeDouble(t.ptr, row, text));
        break;
      case 'decimal':
        kernels.csvDecimal(
          endsPtr,
          rowsPtr,
          n,
          c,
          configPtr,
          t.ptr,
          t.validityPtr,
          t.misfitsPtr,
          t.slowPtr,
          t.resultPtr,
          type.precision,
          type.scale,
        );
        this.#repair(records, c, t, 'slow', (text, row) => {
          const value = decimalFromText(text, type);
          return typeof value === 'bigint' && this.#storeInteger(t.ptr, row, value, type.precision > 18);
        });
        break;
      case 'boolean':
        kernels.csvBoolean(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.resultPtr);
        break;
      case 'date':
        kernels.csvDate(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.resultPtr);
        this.#repair(records, c, t, 'misfits', (text, row) => this.#storeDate(t.ptr, row, this.#times.date(text)));
        break;
      case 'timestamp':
        kernels.csvTimestamp(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.slowPtr, t.resultPtr);
        this.#moveToUtc(t);
        this.#repair(records, c, t, 'misfits', (text, row) => {
          const value = this.#times.timestamp(text);
          return value !== undefined && this.#storeInteger(t.ptr, row, value, false);
        });
        break;
      default:
        throw new Error(`${type.kind} has no CSV kernel`);
    }
    return this.#finish(type.kind === 'boolean' ? 'bits' : 'fixed', n, t);
  }

  /** Gives the rows that a kernel left over to `store`, which answers whether the text fitted. */
  #repair(
    records: Records,
    c: number,
    t: Target,
    which: 'slow' | 'misfits',
    store: (text: string, row: number) => boolean,
  ): void {
    const { memory } = this.#engine;
    const [, misfits, slow] = memory.i32(t.resultPtr, 3);
    if (which === 'misfits' && (misfits === 0 || this.#options.inferred)) return;
    const rows =
      which === 'slow' ? [...memory.u32(t.slowPtr, slow!)] : [...setRows(memory.u8(t.misfitsPtr, bitmapBytes(records.n)))];
    let bad = which === 'slow' ? misfits! : 0;
    for (const row of rows) {
      const fits = store(fieldText(memory, records, row, c, this.#options.dialect).trim(), row);
      setBit(memory.u8(t.validityPtr, bitmapBytes(records.n)), row, fits);
      setBit(memory.u8(t.misfitsPtr, bitmapBytes(records.n)), row, !fits);
      if (!fits) bad++;
    }
    memory.i32(t.resultPtr, 2)[1] = bad;
  }
  #storeDouble(ptr: Ptr, row: number, text: string): boolean {
    const value = parseDouble(text);
    if (value !== undefined) this.#engine.memory.f64(ptr + row * 8, 1)[0] = value;
    return value !== undefined;
  }
  #storeDate(ptr: Ptr, row: number, days: number | undefined): boolean {
    if (days !== undefined) this.#engine.memory.i32(ptr + row * 4, 1)[0] = days;
    return days !== undefined;
  }
  #storeInteger(ptr: Ptr, row: number, value: bigint, wide: boolean): boolean {
    const { memory } = this.#engine;
    if (wide) memory.i64(ptr + row * 16, 2).set([value, value >> 64n]);
    else memory.i64(ptr + row * 8, 1)[0] = value;
    return true;
  }
  /** Timestamps without a zone in their text are of the session's zone. */
  #moveToUtc(t: Target): void {
    if (this.#options.zone === 'UTC') return;
    const { memory } = this.#engine;
    const rows = memory.u32(t.slowPtr, memory.i32(t.resultPtr, 3)[2]!);
    for (const row of rows) {
      const cell = memory.i64(t.ptr + row * 8, 1);
      cell[0] = this.#zone.fromLocal(cell[0]!);
    }
  }

  /** Types that no kernel stores: parsed as their wider sibling, then narrowed. */
  #narrow(records: Records, c: number): ParsedColumn {
    const { memory, kernels } = this.#engine;
    const { n, endsPtr, rowsPtr } = records;
    const { configPtr } = this.#options;
    const t = this.#target(n, n * 8);
    if (this.#type.kind === 'float') {
      kernels.csvF64(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.slowPtr, t.resultPtr);
      this.#repair(records, c, t, 'slow', (text, row) => this.#storeDouble(t.ptr, row, text));
      memory.f32(t.ptr, n).set(memory.f64(t.ptr, n).slice());
      return this.#finish('fixed', n, t);
    }
    kernels.csvI32(endsPtr, rowsPtr, n, c, configPtr, t.ptr, t.validityPtr, t.misfitsPtr, t.resultPtr);
    const limit = this.#type.kind === 'tinyint' ? 128 : 32768;
    const wide = memory.i32(t.ptr, n).slice();
    const validity = memory.u8(t.validityPtr, bitmapBytes(n)),
      misfits = memory.u8(t.misfitsPtr, bitmapBytes(n));
    wide.forEach((value, row) => {
      if (value >= -limit && value < limit) return;
      setBit(validity, row, false);
      setBit(misfits, row, true);
      memory.i32(t.resultPtr, 2)[1]!++;
    });
    if (this.#type.kind === 'tinyint') memory.i8(t.ptr, n).set(wide);
    else memory.i16(t.ptr, n).set(wide);
    return this.#finish('fixed', n, t);
  }

  #text(records: Records, c: number): ParsedColumn {
    const interned = this.#interner?.intern(records, c, this.#options.configPtr);
    if (interned) return interned;
    this.close();
    const { memory, kernels } = this.#engine;
    const { n, endsPtr, rowsPtr } = records;
    const bytes = kernels.csvStringBytes(endsPtr, rowsPtr, n, c);
    const t = this.#target(n, (n + 1) * 4);
    const bytesPtr = memory.temp(bytes + 8);
    kernels.csvPlain(endsPtr, rowsPtr, n, c, this.#options.configPtr, t.ptr, bytesPtr, t.validityPtr, t.misfitsPtr, t.resultPtr);
    const { column, misfits, misfitsPtr } = this.#finish('fixed', n, t);
    const plain = { ...column, layout: 'plain' as const, bytesPtr };
    if (this.#type.kind === 'binary' || kernels.utf8InvalidString(bytesPtr, t.ptr, 0, n) < 0)
      return { column: plain, misfits, misfitsPtr };
    return this.#replaceBroken(plain, t);
  }
  /** Text that is not UTF-8: a misfit where every record must fit, else read with U+FFFD for what is broken, as Spark does. */
  #replaceBroken(column: Column, t: Target): ParsedColumn {
    const { memory, kernels } = this.#engine;
    const n = column.length;
    if (this.#options.dialect.mode !== 'FAILFAST') {
      const offsets = memory.i32(column.ptr, n + 1);
      const validity = memory.u8(t.validityPtr, bitmapBytes(n));
      const texts = Array.from({ length: n }, (_, row) =>
        (validity[row >> 3]! >> (row & 7)) & 1
          ? replacing.decode(memory.u8(column.bytesPtr + offsets[row]!, offsets[row + 1]! - offsets[row]!))
          : null,
      );
      return {
        column: buildColumn(memory, this.#type, texts, (bytes) => memory.temp(bytes)),
        misfits: memory.i32(t.resultPtr, 2)[1]!,
        misfitsPtr: t.misfitsPtr,
      };
    }
    const misfits = memory.u8(t.misfitsPtr, bitmapBytes(n));
    let bad = memory.i32(t.resultPtr, 2)[1]!;
    for (let row = 0; row < n; row++)
      if (kernels.utf8InvalidString(column.bytesPtr, column.ptr, row, row + 1) >= 0) {
        setBit(misfits, row, true);
        bad++;
      }
    return { column, misfits: bad, misfitsPtr: t.misfitsPtr };
  }

  /** `lenient`: blank ends mean nothing. */
  #slowly(records: Records, c: number, lenient: boolean, parse: (text: string) => Value | undefined): ParsedColumn {
    const { memory } = this.#engine;
    const { dialect } = this.#options;
    const { n } = records;
    const t = this.#target(n, 0);
    let misfits = 0;
    const values = Array.from({ length: n }, (_, row): Value => {
      const field = trimmedText(memory, records, row, c, dialect);
      const text = lenient ? field.trim() : field;
      if (text === '' || text === dialect.nullValue) return null;
      const value = parse(text);
      if (value !== undefined) return value;
      setBit(memory.u8(t.misfitsPtr, bitmapBytes(n)), row, true);
      misfits++;
      return null;
    });
    return { column: buildColumn(memory, this.#type, values, (bytes) => memory.temp(bytes)), misfits, misfitsPtr: t.misfitsPtr };
  }
}
const replacing = new TextDecoder('utf-8', { ignoreBOM: true });

const WORDS: Readonly<Record<string, number>> = {
  NaN: NaN,
  Inf: Infinity,
  '+Inf': Infinity,
  '-Inf': -Infinity,
  Infinity: Infinity,
  '+Infinity': Infinity,
  '-Infinity': -Infinity,
};
/** Decimal text or Spark's words for what is no number. */
export function parseDouble(text: string): number | undefined {
  if (Object.hasOwn(WORDS, text)) return WORDS[text];
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
function setBit(bits: Uint8Array, row: number, on: boolean): void {
  if (on) bits[row >> 3]! |= 1 << (row & 7);
  else bits[row >> 3]! &= ~(1 << (row & 7));
}
/** Rows whose bit is set. */
export function* setRows(bits: Uint8Array): Generator<number> {
  for (let byte = 0; byte < bits.length; byte++)
    for (let bit = 0; bit < 8; bit++) if ((bits[byte]! >> bit) & 1) yield byte * 8 + bit;
}
