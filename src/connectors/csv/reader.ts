// reader.ts: reads one task of a CSV scan: records of a byte range as batches of the requested columns.
// State: the scanner's window and one dictionary per text column; both end with the task. Order: that of the file.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { bitmapBytes } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { ScanSource } from '../../plan/scan-source.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { openStream } from '../byte-stream.ts';
import { constantColumn } from '../constant-column.ts';
import type { ScanRequest, TaskContext, TaskReader } from '../connector.ts';
import { openFile } from '../files.ts';
import { partitionValue } from '../hive.ts';
import { nextBatch } from '../record-batches.ts';
import { ColumnParser, setRows } from './column-parser.ts';
import type { ParsedColumn } from './column-parser.ts';
import { writeConfig } from './dialect.ts';
import { fieldText } from './header.ts';
import { classesOf, classesOfType, typeOfClasses } from './infer.ts';
import { RecordProblem, describeMisfit, patchRows, throwProblem, recordSpan } from './malformed.ts';
import { RecordScanner } from './record-scanner.ts';
import type { Records } from './record-scanner.ts';
import { dropRows, regularRows } from './regular-rows.ts';
import type { CsvFile, CsvSpec, CsvTask } from './spec.ts';

/** A requested column: parsed from a field, the same in all rows, or the text of records that did not fit. */
type Output =
  | { readonly kind: 'field'; readonly field: number; readonly name: string; readonly parser: ColumnParser }
  | { readonly kind: 'constant'; readonly type: DataType; readonly value: Value }
  | { readonly kind: 'corrupt' };

export class CsvReader implements TaskReader {
  readonly metrics = {};
  readonly #source: ScanSource;
  readonly #spec: CsvSpec;
  readonly #task: CsvTask;
  readonly #file: CsvFile;
  readonly #request: ScanRequest;
  readonly #context: TaskContext;
  readonly #configPtr: Ptr;
  readonly #outputs: readonly Output[];
  #scanner: RecordScanner | null = null;
  #skipsHeader: boolean;
  #rowsLeft: number;

  constructor(source: ScanSource, task: CsvTask, request: ScanRequest, context: TaskContext) {
    this.#source = source;
    this.#spec = source.spec as CsvSpec;
    this.#task = task;
    this.#file = this.#spec.files[task.file]!;
    this.#request = request;
    this.#context = context;
    this.#skipsHeader = task.header;
    this.#rowsLeft = request.limit ?? Infinity;
    this.#configPtr = writeConfig(context.engine.memory, this.#spec.dialect);
    this.#outputs = request.columns.map((ordinal) => this.#output(ordinal));
  }
  get bytesRead(): number {
    return this.#scanner?.bytesRead ?? 0;
  }

  #output(ordinal: number): Output {
    const { timeZone: zone } = this.#context;
    const { name, type } = this.#source.schema[ordinal]!;
    const { dialect, dataColumns, inferred } = this.#spec;
    const constant = (value: Value): Output => ({ kind: 'constant', type, value });
    if (ordinal >= dataColumns) return constant(partitionValue(this.#file, ordinal - dataColumns, type, zone));
    const field = this.#file.mapping ? this.#file.mapping[ordinal]! : ordinal;
    if (field < 0) return name === dialect.corruptColumn ? { kind: 'corrupt' } : constant(null);
    return {
      kind: 'field',
      field,
      name,
      parser: new ColumnParser(this.#context.engine, type, { dialect, configPtr: this.#configPtr, zone, inferred }),
    };
  }

  next(): Batch | null | Promise<Batch | null> {
    if (!this.#scanner) return this.#open().then(() => this.next());
    const scanner = this.#scanner;
    return nextBatch(
      () => (this.#rowsLeft > 0 ? scanner.next(this.#skipsHeader ? 1 : this.#context.batchRows) : null),
      (records) => this.#batch(records),
      (error) => throwProblem(error, this.#file, this.#source.label, this.#context),
    );
  }
  async #open(): Promise<void> {
    const { platform, engine, signal } = this.#context;
    const { from, to } = this.#task;
    const source = await openFile(platform, this.#file);
    const stream = openStream(source, this.#file.compression, from, to, signal);
    this.#scanner = new RecordScanner(engine, stream, this.#file.label, this.#configPtr, this.#file.fields, from);
  }

  /** The records as a batch; null when none is left of them. */
  #batch(scanned: Records): Batch | null {
    const { engine } = this.#context;
    const { mode } = this.#spec.dialect;
    const ragged = new Map<number, number>();
    if (this.#skipsHeader) {
      regularRows(engine, scanned, -1, this.#configPtr, () => false);
      if (scanned.n > 0) this.#skipsHeader = false;
      return null;
    }
    regularRows(engine, scanned, this.#file.fields, this.#configPtr, (row, fields) => {
      if (mode === 'FAILFAST') throw this.#raggedProblem(scanned, row, fields);
      if (mode === 'PERMISSIVE') ragged.set(row, fields);
      return mode === 'DROPMALFORMED';
    });
    if (scanned.n === 0) return null;
    const corrupt = this.#outputs.some((o) => o.kind === 'corrupt') ? new Map<number, string>() : null;
    if (corrupt) for (const [row, fields] of ragged) corrupt.set(row, this.#recordText(scanned, row, fields));
    const records = patchRows(engine, scanned, ragged, this.#file.fields);
    if (records.n > this.#rowsLeft) records.n = this.#rowsLeft;
    const columns = this.#columns(records, corrupt);
    this.#rowsLeft -= records.n;
    return records.n === 0 ? null : makeBatch(records.n, columns);
  }
  #columns(records: Records, corrupt: Map<number, string> | null): Column[] {
    const { memory } = this.#context.engine;
    const { mode } = this.#spec.dialect;
    const parsed = this.#outputs.map((o) => (o.kind === 'field' ? o.parser.parse(records, o.field) : null));
    if (parsed.some((p) => p !== null && p.misfits > 0)) {
      const rows = this.#misfitRows(records, parsed);
      if (mode === 'DROPMALFORMED') {
        dropRows(this.#context.engine, records, (row) => rows.has(row));
        return records.n === 0 ? [] : this.#columns(records, corrupt);
      }
      // The text of a ragged record is there already: whole, while the record is patched.
      for (const row of rows)
        if (corrupt && !corrupt.has(row)) corrupt.set(row, this.#recordText(records, row, this.#file.fields));
    }
    return this.#outputs.map((output, i) => {
      switch (output.kind) {
        case 'field':
          return parsed[i]!.column;
        case 'constant':
          return constantColumn(this.#context.engine, output.type, output.value, records.n);
        case 'corrupt':
          return buildColumn(
            memory,
            this.#request.output[i]!.type,
            Array.from({ length: records.n }, (_, row) => corrupt!.get(row) ?? null),
            (bytes) => memory.temp(bytes),
          );
      }
    });
  }
  /** Rows with a field that does not fit; where that is an error, throws it for the first one. */
  #misfitRows(records: Records, parsed: readonly (ParsedColumn | null)[]): Set<number> {
    const { memory } = this.#context.engine;
    const rows = new Set<number>();
    parsed.forEach((p, i) => {
      const output = this.#outputs[i]!;
      if (!p || p.misfits === 0 || output.kind !== 'field') return;
      for (const row of setRows(memory.u8(p.misfitsPtr, bitmapBytes(records.n)))) {
        if (this.#spec.inferred || this.#spec.dialect.mode === 'FAILFAST')
          throw this.#misfitProblem(records, row, output, p.column);
        rows.add(row);
      }
    });
    return rows;
  }
  #misfitProblem(records: Records, row: number, output: Extract<Output, { kind: 'field' }>, { type }: Column): RecordProblem {
    const { engine } = this.#context;
    const { memory } = engine;
    const [start] = recordSpan(memory, records, row, 1);
    const text = fieldText(memory, records, row, output.field, this.#spec.dialect);
    const offset = this.#scanner!.offsetOf(start);
    if (type.kind === 'string')
      return new RecordProblem(
        offset,
        `'${text.slice(0, 40)}' is not valid: text behind a closing quote, or bytes that are not UTF-8`,
        output.name,
      );
    if (!this.#spec.inferred) return new RecordProblem(offset, describeMisfit(text, type), output.name);
    const digitsPtr = memory.temp(64);
    memory.i32(digitsPtr, 1)[0] = type.kind === 'decimal' ? type.precision : 0;
    // Everything this batch shows of the column, so that one promotion is enough for it.
    const { dialect } = this.#spec;
    const classes = classesOf(engine, records, 0, output.field, { dialect, configPtr: this.#configPtr, digitsPtr });
    return new RecordProblem(
      offset,
      describeMisfit(text, type),
      output.name,
      typeOfClasses(classes | classesOfType(type), memory.i32(digitsPtr, 1)[0]!, dialect.times),
    );
  }
  #raggedProblem(records: Records, row: number, fields: number): RecordProblem {
    const [start] = recordSpan(this.#context.engine.memory, records, row, 1);
    return new RecordProblem(
      this.#scanner!.offsetOf(start),
      `the record has ${fields} field${fields === 1 ? '' : 's'}, not ${this.#file.fields}`,
    );
  }
  #recordText(records: Records, row: number, fields: number): string {
    const { memory } = this.#context.engine;
    const [start, end] = recordSpan(memory, records, row, fields);
    return new TextDecoder().decode(memory.u8(start, end - start));
  }
  close(): void {
    this.#scanner?.close();
    for (const output of this.#outputs) if (output.kind === 'field') output.parser.close();
    this.#context.engine.memory.free(this.#configPtr);
  }
}
