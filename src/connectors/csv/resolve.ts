// resolve.ts: what a CSV read gives: dialect, names and types, given or found in a sample (the first 1 MiB and 16 places spread over the file).
import type { DataType, Schema } from '../../types/data-type.ts';
import { BIGINT, BOOLEAN, DATE, DOUBLE, INT, STRING, TIMESTAMP, decimal } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { formatType } from '../../types/format-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { ScanSource } from '../../plan/scan-source.ts';
import { wholeStream } from '../byte-stream.ts';
import type { ConnectorContext, ReadRequest } from '../connector.ts';
import { findFiles, labelFiles, openFile } from '../files.ts';
import type { SourceFile } from '../files.ts';
import { partitionFields, withoutPartitions } from '../hive.ts';
import { booleanOption, option } from '../options.ts';
import { Recent } from '../recent.ts';
import { sessionEngine } from '../session-engine.ts';
import { dialectOf } from './dialect.ts';
import type { CsvDialect } from './dialect.ts';
import { headerNames, madeUpNames, rawField } from './header.ts';
import { CLASS, classesOf, typeOfClasses, uniteColumns } from './infer.ts';
import type { FoundColumn } from './infer.ts';
import { fieldCount, nextRecords, readHeader, withScanner } from './look.ts';
import type { Look } from './look.ts';
import { patchRows } from './malformed.ts';
import { mapFiles } from './map-files.ts';
import type { Records } from './record-scanner.ts';
import { regularRows } from './regular-rows.ts';
import { sniffSeparator } from './sniff.ts';
import { PROMOTED_OPTION } from './spec.ts';
import type { CsvSpec } from './spec.ts';

const SAMPLE_BYTES = 1 << 20;
const DIALECT_SAMPLE_BYTES = 1 << 16;
const SPREAD_SAMPLES = 16;
const SPREAD_BYTES = 1 << 15;
const DEFAULT_TASK_BYTES = 8 << 20;
const SAMPLE_ROWS = 8192;

const recent = new Recent<ScanSource>();

export async function resolveCsv(request: ReadRequest, context: ConnectorContext): Promise<ScanSource> {
  const files = await findFiles(request, context);
  return recent.get(files, [request.options, request.schema, context.timeZone], () => resolveFiles(files, request, context));
}
async function resolveFiles(files: readonly SourceFile[], request: ReadRequest, context: ConnectorContext): Promise<ScanSource> {
  const { options } = request;
  const look: Look = { context, engine: await sessionEngine(context), file: files[0]! };
  const sniffs =
    request.schema === undefined &&
    ['header', 'inferSchema', 'sep', 'delimiter'].every((name) => option(options, name) === undefined);
  let dialect = dialectOf(options);
  if (sniffs)
    dialect = {
      ...dialect,
      sniffed: true,
      separator: await findSeparator(look),
      escape: option(options, 'escape') === undefined ? dialect.quote : dialect.escape,
    };
  const infers = request.schema === undefined && (sniffs || booleanOption(options, 'inferSchema', false));
  const first = request.schema ? undefined : await inferColumns(look, dialect, sniffs, infers);
  if (first) dialect = { ...dialect, header: first.header };
  const byName = first?.header === true;
  const merges = byName && booleanOption(options, 'mergeSchema', false);
  const columns = first && (merges ? await uniteFiles(files, first.columns, look, dialect, infers) : first.columns);
  const partitions = partitionFields(files, context.timeZone, request.schema);
  const given = request.schema && withoutPartitions(request.schema, partitions);
  const fields = given ?? typedFields(columns!, infers, dialect, promotedTypes(options));
  const dataFields = fields.map((field) => ({ ...field, nullable: true }));
  const merged = await mapFiles(files, dataFields, dialect, {
    look,
    byName,
    merges,
  });
  const spec: CsvSpec = {
    dialect,
    files: merged,
    dataColumns: dataFields.length,
    inferred: infers,
    taskBytes: Number(option(options, 'maxPartitionBytes') ?? DEFAULT_TASK_BYTES),
  };
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return {
    format: 'csv',
    label: labelFiles(files),
    schema: [...dataFields, ...partitions],
    bytes,
    rows: Math.ceil(bytes / (8 * Math.max(1, dataFields.length))),
    spec,
  };
}

const SIMPLE: Readonly<Record<string, DataType>> = Object.fromEntries(
  [INT, BIGINT, DOUBLE, DATE, TIMESTAMP, BOOLEAN, STRING].map((t) => [formatType(t), t]),
);
/** Types that the session learned from PROMOTE. */
function promotedTypes(options: ReadRequest['options']): ReadonlyMap<string, DataType> {
  const given = Object.entries(JSON.parse(option(options, PROMOTED_OPTION) ?? '{}') as Record<string, string>);
  return new Map(
    given.map(([name, ddl]) => {
      const digits = /^decimal\((\d+),0\)$/.exec(ddl);
      return [name, digits ? decimal(Number(digits[1]), 0) : (SIMPLE[ddl] ?? STRING)];
    }),
  );
}

async function findSeparator({ context, engine: { memory }, file }: Look): Promise<string> {
  const stream = wholeStream(await openFile(context.platform, file), file, context.signal);
  const ptr = memory.alloc(DIALECT_SAMPLE_BYTES);
  try {
    let length = 0,
      isWhole = false;
    while (length < DIALECT_SAMPLE_BYTES && !isWhole) {
      const count = await stream.read(memory, ptr + length, DIALECT_SAMPLE_BYTES - length);
      length += count;
      isWhole = count === 0;
    }
    return sniffSeparator(memory.u8(ptr, length).slice(), isWhole);
  } finally {
    memory.free(ptr);
    stream.close();
  }
}

/** Classes and digits of every column over some records. */
class ColumnClasses {
  readonly classes: Int32Array;
  readonly digits: Int32Array;
  constructor(columns: number) {
    this.classes = new Int32Array(columns);
    this.digits = new Int32Array(columns);
  }
  add(engine: Engine, records: Records, from: number, dialect: CsvDialect, configPtr: number): void {
    const { memory } = engine;
    const digitsPtr = memory.alloc(64);
    for (let c = 0; c < this.classes.length; c++) {
      memory.i32(digitsPtr, 1)[0] = this.digits[c]!;
      this.classes[c]! |= classesOf(engine, records, from, c, { dialect, configPtr, digitsPtr });
      this.digits[c] = memory.i32(digitsPtr, 1)[0]!;
    }
    memory.free(digitsPtr);
  }
}

/** Columns of all files that have records. */
async function uniteFiles(
  files: readonly SourceFile[],
  columns: readonly FoundColumn[],
  look: Look,
  dialect: CsvDialect,
  infers: boolean,
): Promise<readonly FoundColumn[]> {
  let united = columns;
  for (const file of files.slice(1)) {
    if ((await readHeader({ ...look, file }, dialect)).length === 0) continue;
    united = uniteColumns(united, (await inferColumns({ ...look, file }, dialect, false, infers)).columns);
  }
  return united;
}
const typedFields = (
  columns: readonly FoundColumn[],
  infers: boolean,
  { times }: CsvDialect,
  promoted: ReadonlyMap<string, DataType>,
): Schema =>
  columns.map(({ name, classes, digits }) => ({
    name,
    nullable: true,
    type: promoted.get(name) ?? (infers ? typeOfClasses(classes, digits, times) : STRING),
  }));
function inferColumns(
  look: Look,
  dialect: CsvDialect,
  sniffs: boolean,
  infers: boolean,
): Promise<{ columns: readonly FoundColumn[]; header: boolean }> {
  return withScanner(look, dialect, null, async (scanner, configPtr) => {
    const { engine, file } = look;
    const first = await nextRecords(scanner, engine, configPtr, 1);
    if (!first)
      throw new CaudalError('UNABLE_TO_INFER_SCHEMA', `${file.label} has no records to learn columns from.`, {
        params: { file: file.label },
        hint: 'Give a schema.',
      });
    const columns = fieldCount(engine, first);
    const head = new ColumnClasses(columns),
      rest = new ColumnClasses(columns);
    head.add(engine, first, 0, dialect, configPtr);
    const written = headerNames(engine.memory, first, 0, columns, dialect);
    const texts = Array.from({ length: columns }, (_, c) => new TextDecoder().decode(rawField(engine.memory, first, 0, c)));
    let repeats = false;
    while (infers && scanner.position < SAMPLE_BYTES) {
      // Cleaned once: fields are counted from one record to the next.
      const records = await scanner.next(SAMPLE_ROWS);
      if (!records) break;
      const mark = engine.memory.mark();
      const regular = inferable(engine, records, columns, dialect, configPtr);
      repeats ||=
        regular.n > 0 && texts.every((text, c) => text === new TextDecoder().decode(rawField(engine.memory, regular, 0, c)));
      rest.add(engine, regular, 0, dialect, configPtr);
      engine.memory.release(mark);
    }
    if (infers) await addSpread(look, dialect, scanner.position, columns, rest);
    const header = sniffs ? looksLikeHeader(head, rest, texts, repeats) : dialect.header;
    if (!header)
      for (let c = 0; c < columns; c++) {
        rest.classes[c]! |= head.classes[c]!;
        rest.digits[c] = Math.max(rest.digits[c]!, head.digits[c]!);
      }
    const names = header ? written : madeUpNames(columns);
    const found = names.map((name, c): FoundColumn => ({ name, classes: rest.classes[c]!, digits: rest.digits[c]! }));
    return { columns: found, header };
  });
}
/** Records that types are learned from: those with missing or surplus fields too where they are no error, as in Spark. */
function inferable(engine: Engine, records: Records, columns: number, { mode }: CsvDialect, configPtr: number): Records {
  const ragged = new Map<number, number>();
  regularRows(engine, records, columns, configPtr, (row, fields) => {
    if (mode === 'FAILFAST') return true;
    ragged.set(row, fields);
    return false;
  });
  return patchRows(engine, records, ragged, columns);
}
/** Places spread over the file. A place inside quotes looks ragged and is left out: a sample may mislead, types are checked while reading. */
async function addSpread(look: Look, dialect: CsvDialect, from: number, columns: number, classes: ColumnClasses): Promise<void> {
  const { engine, file } = look;
  if (file.compression || file.size < from + SPREAD_SAMPLES * SPREAD_BYTES || file.handle.kind === 'url') return;
  const step = Math.floor((file.size - from) / SPREAD_SAMPLES);
  for (let sample = 0; sample < SPREAD_SAMPLES; sample++) {
    const at = from + sample * step;
    await withScanner(look, dialect, { from: at, to: Math.min(file.size, at + SPREAD_BYTES) }, async (scanner, configPtr) => {
      try {
        await scanner.next(1);
        const records = await scanner.next(SAMPLE_ROWS);
        if (!records) return;
        records.n--;
        let ragged = 0;
        regularRows(engine, records, columns, configPtr, () => {
          ragged++;
          return true;
        });
        if (ragged === 0) classes.add(engine, records, 0, dialect, configPtr);
      } catch (error) {
        // The place stood inside quotes, or a record is longer than the sample.
        if (!(error instanceof CaudalError && error.code === 'MALFORMED_RECORD')) throw error;
      }
    });
  }
}
/** A header names columns: some name does not fit its column's type; or all is text, the names differ and no record repeats them. */
function looksLikeHeader(head: ColumnClasses, rest: ColumnClasses, texts: readonly string[], repeats: boolean): boolean {
  const isText = [...head.classes].map((classes) => (classes & CLASS.text) !== 0);
  const misfits = [...rest.classes].some(
    (classes, c) => (classes & ~CLASS.none) !== 0 && (classes & CLASS.text) === 0 && isText[c],
  );
  if (misfits) return true;
  return (
    !repeats &&
    isText.every(Boolean) &&
    new Set(texts).size === texts.length &&
    [...rest.classes].every((classes) => (classes & ~CLASS.none & ~CLASS.text) === 0)
  );
}
