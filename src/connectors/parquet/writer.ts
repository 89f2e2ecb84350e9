// Batches as a Parquet file, one row group at a time, by hyparquet-writer (loaded when the first batch comes).
// State: the rows of the row group being filled, as JavaScript values; so a group is `rowGroupSize` rows, 131072 unless asked otherwise.
import type { Batch } from '../../column/batch.ts';
import { isFloating } from '../../types/data-type.ts';
import type { DataType, Schema } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { FormatWriter } from '../connector.ts';
import { invalidOption, option } from '../options.ts';
import type { Options } from '../options.ts';
import type { WriterElement } from './hyparquet.ts';
import { cellsOf } from './writer-cells.ts';
import type { Cell } from './writer-cells.ts';
import { schemaElements } from './writer-schema.ts';

type Library = typeof import('hyparquet-writer');
type File = InstanceType<Library['ParquetWriter']>;
const ROW_GROUP_ROWS = 1 << 17;
const CODECS = { none: 'UNCOMPRESSED', uncompressed: 'UNCOMPRESSED', snappy: 'SNAPPY', gzip: 'GZIP' } as const;
type WriterCodec = (typeof CODECS)[keyof typeof CODECS];

export function parquetWriter(schema: Schema, options: Options): FormatWriter {
  return new ParquetFileWriter(schema, codecOf(options), rowGroupRows(options));
}
function codecOf(options: Options): WriterCodec {
  const name = (option(options, 'compression', 'codec') ?? 'snappy').toLowerCase();
  if (Object.hasOwn(CODECS, name)) return CODECS[name as keyof typeof CODECS];
  throw invalidOption('compression', name, 'none, snappy or gzip (nothing here compresses zstd; it is read)');
}
function rowGroupRows(options: Options): number {
  const text = option(options, 'rowGroupSize') ?? String(ROW_GROUP_ROWS),
    rows = Number(text);
  if (Number.isSafeInteger(rows) && rows > 0) return rows;
  throw invalidOption('rowGroupSize', text, 'a positive number of rows');
}

class ParquetFileWriter implements FormatWriter {
  readonly #schema: Schema;
  readonly #codec: WriterCodec;
  readonly #groupRows: number;
  readonly #elements: readonly WriterElement[];
  #cells: Cell[][];
  #rows = 0;
  #file: File | undefined;

  constructor(schema: Schema, codec: WriterCodec, groupRows: number) {
    this.#schema = schema;
    this.#codec = codec;
    this.#groupRows = groupRows;
    this.#elements = schemaElements(schema);
    this.#cells = schema.map(() => []);
  }
  async write(batch: Batch, { memory }: Engine): Promise<readonly Uint8Array[]> {
    batch.columns.forEach((column, c) => {
      const into = this.#cells[c]!;
      for (const cell of cellsOf(memory, column)) into.push(cell);
    });
    this.#rows += batch.length;
    const parts: Uint8Array[] = [];
    while (this.#rows >= this.#groupRows) parts.push(await this.#flush(this.#groupRows));
    return parts;
  }
  async finish(): Promise<readonly Uint8Array[]> {
    const last = this.#rows > 0 ? [await this.#flush(this.#rows)] : [];
    const file = await this.#open();
    void file.finish();
    return [...last, takeBytes(file)];
  }

  /** The next `rows` rows as a row group's bytes. */
  async #flush(rows: number): Promise<Uint8Array> {
    const file = await this.#open();
    const groups = this.#cells.map((cells) => cells.slice(0, rows));
    this.#cells = this.#cells.map((cells) => cells.slice(rows));
    this.#rows -= rows;
    const columnData = this.#schema.map(({ name, type }, c) => ({
      name,
      data: groups[c]!,
      ...(hasFloats(type) ? { encoding: 'PLAIN' as const } : {}),
    }));
    void file.write({ columnData, rowGroupSize: rows });
    return takeBytes(file);
  }
  async #open(): Promise<File> {
    if (this.#file) return this.#file;
    const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
    const schema = [...this.#elements];
    const compressors = this.#codec === 'GZIP' ? { GZIP: (await import('fflate')).gzipSync } : {};
    this.#file = new ParquetWriter({
      writer: new ByteWriter(),
      schema,
      codec: this.#codec,
      compressors,
      createdBy: 'caudal',
    });
    return this.#file;
  }
}
/** The library's dictionaries take -0 for 0. */
function hasFloats(type: DataType): boolean {
  if (type.kind === 'array') return hasFloats(type.element);
  if (type.kind === 'map') return hasFloats(type.key) || hasFloats(type.value);
  return type.kind === 'struct' ? type.fields.some((field) => hasFloats(field.type)) : isFloating(type);
}
/** What the library has written so far; its buffer starts over, its count of bytes goes on. */
function takeBytes(file: File): Uint8Array {
  const writer = file.writer as InstanceType<Library['ByteWriter']>;
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
