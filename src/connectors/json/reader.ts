// reader.ts: reads one task of a JSON scan. Only the requested columns are turned into values; the rest is stepped over.
// State: the chunk of records under way. Order: that of the file. Cost: 20-30 ns a byte of JSON, all in TypeScript.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import type { ScanSource } from '../../plan/scan-source.ts';
import type { Field } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { formatType } from '../../types/format-type.ts';
import { timeZone } from '../../types/time-zone.ts';
import type { Value } from '../../types/value.ts';
import { openStream } from '../byte-stream.ts';
import type { ScanRequest, TaskContext, TaskReader } from '../connector.ts';
import { constantColumn } from '../constant-column.ts';
import { describeMisfit, RecordProblem, throwProblem } from '../csv/malformed.ts';
import { openFile } from '../files.ts';
import { partitionValue } from '../hive.ts';
import { nextBatch } from '../record-batches.ts';
import { timeReader } from '../time-formats.ts';
import type { TimeReader } from '../time-formats.ts';
import type { Chunk, ChunkSource } from './chunks.ts';
import { JsonParser, JsonSyntaxError } from './parser.ts';
import type { Misfit } from './parser.ts';
import { openChunks } from './resolve.ts';
import type { JsonFile, JsonSpec, JsonTask } from './spec.ts';

const encoder = new TextEncoder();

export class JsonReader implements TaskReader {
  readonly metrics = {};
  readonly #source: ScanSource;
  readonly #spec: JsonSpec;
  readonly #task: JsonTask;
  readonly #file: JsonFile;
  readonly #request: ScanRequest;
  readonly #context: TaskContext;
  readonly #times: TimeReader;
  /** The requested columns that records have, and all names a record may have. */
  readonly #fields: readonly Field[];
  readonly #names: ReadonlySet<string>;
  #chunks: ChunkSource | null = null;
  #rowsLeft: number;

  constructor(source: ScanSource, task: JsonTask, request: ScanRequest, context: TaskContext) {
    this.#source = source;
    this.#spec = source.spec as JsonSpec;
    this.#task = task;
    this.#file = this.#spec.files[task.file]!;
    this.#request = request;
    this.#context = context;
    this.#times = timeReader(this.#spec.times, timeZone(context.timeZone));
    this.#fields = request.columns.filter((c) => c < this.#spec.dataColumns).map((c) => source.schema[c]!);
    this.#names = new Set(source.schema.map((field) => field.name));
    this.#rowsLeft = request.limit ?? Infinity;
  }
  get bytesRead(): number {
    return this.#chunks?.bytesRead ?? 0;
  }

  next(): Batch | null | Promise<Batch | null> {
    if (!this.#chunks) return this.#open().then(() => this.next());
    const chunks = this.#chunks;
    return nextBatch(
      () => (this.#rowsLeft > 0 ? chunks.next(this.#context.batchRows) : null),
      (chunk) => this.#batch(chunk),
      (error) => throwProblem(error, this.#file, this.#source.label, this.#context),
    );
  }
  async #open(): Promise<void> {
    const { platform, engine, signal } = this.#context;
    const { from, to } = this.#task;
    const source = await openFile(platform, this.#file);
    const stream = openStream(source, this.#file.compression, from, to, signal);
    this.#chunks = openChunks(engine, stream, this.#file, from);
  }

  #batch(chunk: Chunk): Batch | null {
    const columns = this.#fields.map((): Value[] => []);
    const corrupt: (string | null)[] = [];
    let rows = 0;
    for (const [line, text] of chunk.texts.entries()) {
      if (text.trim() === '' || rows === this.#rowsLeft) continue;
      const { values, problem } = this.#record(text, chunk, line);
      if (problem !== null && this.#spec.mode === 'DROPMALFORMED') continue;
      for (let c = 0; c < values.length; c++) columns[c]!.push(values[c]!);
      corrupt.push(problem === null ? null : text);
      rows++;
    }
    this.#rowsLeft -= rows;
    return rows === 0 ? null : this.#makeBatch(rows, columns, corrupt);
  }
  #makeBatch(rows: number, columns: readonly Value[][], corrupt: (string | null)[]): Batch {
    const { engine, timeZone: zone } = this.#context;
    const { dataColumns, corruptColumn } = this.#spec;
    let next = 0;
    return makeBatch(
      rows,
      this.#request.columns.map((ordinal) => {
        const { name, type } = this.#source.schema[ordinal]!;
        if (ordinal >= dataColumns)
          return constantColumn(engine, type, partitionValue(this.#file, ordinal - dataColumns, type, zone), rows);
        const values = columns[next++]!;
        return buildColumn(engine.memory, type, name === corruptColumn ? corrupt : values, (bytes) => engine.memory.temp(bytes));
      }),
    );
  }
  /** The values of a record; `problem`: why it does not fit, in the modes that go on. */
  #record(text: string, chunk: Chunk, line: number): { values: readonly Value[]; problem: string | null } {
    const parser = new JsonParser(text, 0, this.#times);
    let problem: string | null = null;
    const report = (reason: string, at: number, field?: Field): void => {
      problem = reason;
      if (this.#spec.mode === 'FAILFAST' || (this.#spec.sampled && field)) throw this.#problem(reason, at, chunk, line, field);
    };
    parser.onMisfit = ({ field, text: value }: Misfit) => report(describeMisfit(value, field.type), parser.at, field);
    if (this.#spec.sampled)
      parser.onUnknown = (name) => {
        if (!this.#names.has(name))
          report('the name is not among the columns found in the sample', parser.at, {
            name,
            type: { kind: 'string' },
            nullable: true,
          });
      };
    try {
      if (parser.peek() === 'null') return { values: this.#fields.map(() => null), problem };
      const values = parser.record(this.#fields, 0);
      if (!Number.isNaN(parser.skipSpace())) parser.fail('something stands behind the record');
      return { values, problem };
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
      report(`${error.message} at character ${error.at + 1}`, error.at);
      return { values: this.#fields.map(() => null), problem };
    }
  }
  #problem(reason: string, at: number, { texts, offset, gap }: Chunk, line: number, field: Field | undefined): Error {
    if (this.#file.layout === 'lines') {
      const before = texts.slice(0, line).reduce((sum, text) => sum + encoder.encode(text).length + gap, 0);
      return new RecordProblem(offset + before, reason, field?.name, this.#spec.sampled && field ? field.type : undefined);
    }
    const text = texts[line]!;
    const params = {
      file: this.#file.label,
      source: this.#source.label,
      ...(field ? { column: field.name, type: formatType(field.type) } : {}),
    };
    const code = this.#spec.sampled && field ? 'PROMOTE' : 'MALFORMED_RECORD';
    return new CaudalError(
      code,
      `${this.#file.label}${field ? `, column '${field.name}'` : ''}: ${reason}, in ${JSON.stringify(text.slice(Math.max(0, at - 40), at + 40))}.`,
      { params },
    );
  }
  close(): void {
    this.#chunks?.close();
  }
}
