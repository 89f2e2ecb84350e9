// reader.ts: reads one task of an Arrow scan: its record batches, cut to batch size. State: the body of one record batch, the dictionaries.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import type { ByteSource } from '../../platform/platform.ts';
import type { ScanSource } from '../../plan/scan-source.ts';
import type { ScanRequest, TaskContext, TaskReader } from '../connector.ts';
import { constantColumn } from '../constant-column.ts';
import { openFile } from '../files.ts';
import { partitionValue } from '../hive.ts';
import { ArrayColumns } from './array-columns.ts';
import type { ArrowArray } from './arrow-array.ts';
import { corrupt, guarded } from './corrupt.ts';
import { TYPE } from './arrow-type.ts';
import type { ArrowType } from './arrow-type.ts';
import { BodyReader, decompressorOf, messageAt } from './ipc-source.ts';
import type { Block } from './ipc-source.ts';
import { readDictionary, readRecord } from './ipc-metadata.ts';
import type { RecordHeader } from './ipc-metadata.ts';
import type { ArrowFile, ArrowSpec, ArrowTask } from './spec.ts';

/** One record batch under way. */
interface Open {
  readonly arrays: ReadonlyMap<number, ArrowArray>;
  readonly rows: number;
  at: number;
}

export class ArrowReader implements TaskReader {
  readonly metrics = {};
  readonly #source: ScanSource;
  readonly #dataColumns: number;
  readonly #task: ArrowTask;
  readonly #file: ArrowFile;
  readonly #request: ScanRequest;
  readonly #context: TaskContext;
  readonly #columns: ArrayColumns;
  readonly #dictionaries = new Map<number, ArrowArray>();
  #loadedDictionaries = 0;
  #bytes: ByteSource | null = null;
  #bytesRead = 0;
  #next: number;
  #open: Open | null = null;
  #rowsLeft: number;

  constructor(source: ScanSource, task: ArrowTask, request: ScanRequest, context: TaskContext) {
    const spec = source.spec as ArrowSpec;
    this.#source = source;
    this.#dataColumns = spec.dataColumns;
    this.#task = task;
    this.#file = spec.files[task.file]!;
    this.#request = request;
    this.#context = context;
    this.#columns = new ArrayColumns(context.engine);
    this.#next = task.from;
    this.#rowsLeft = request.limit ?? Infinity;
  }
  get bytesRead(): number {
    return this.#bytesRead;
  }

  next(): Batch | null | Promise<Batch | null> {
    if (this.#rowsLeft <= 0) return null;
    if (this.#open && this.#open.at < this.#open.rows) return this.#batch(this.#open);
    if (this.#next === this.#task.to) return null;
    return guarded(this.#file, () => this.#load(this.#file.records[this.#next++]!)).then(() => this.next());
  }
  #batch(open: Open): Batch {
    const { engine, batchRows, timeZone } = this.#context;
    const n = Math.min(batchRows, open.rows - open.at, this.#rowsLeft);
    try {
      const columns = this.#request.columns.map((ordinal) => {
        const { type } = this.#source.schema[ordinal]!;
        if (ordinal >= this.#dataColumns)
          return constantColumn(engine, type, partitionValue(this.#file, ordinal - this.#dataColumns, type, timeZone), n);
        return this.#columns.column(open.arrays.get(ordinal)!, type, open.at, n);
      });
      open.at += n;
      this.#rowsLeft -= n;
      return makeBatch(n, columns);
    } catch (error) {
      throw error instanceof RangeError || error instanceof TypeError ? corrupt(this.#file.label, error) : error;
    }
  }
  async #load(block: Block): Promise<void> {
    this.#bytes ??= await openFile(this.#context.platform, this.#file);
    for (; this.#loadedDictionaries < block.dictionaries; this.#loadedDictionaries++)
      await this.#loadDictionary(this.#file.dictionaries[this.#loadedDictionaries]!);
    const message = await messageAt(this.#bytes, block, this.#context.signal);
    const header = readRecord(message.header);
    if (header.rows !== block.rows) throw new RangeError(`${header.rows} rows, not ${block.rows}`);
    const body = await this.#body(block, message.bodyBytes, header);
    const wanted = new Set(this.#request.columns);
    const arrays = new Map<number, ArrowArray>();
    this.#file.fields.forEach(({ type }, ordinal) => {
      const array = body.array(type, wanted.has(ordinal));
      if (array.length !== header.rows) throw new RangeError(`${array.length} rows in a batch of ${header.rows}`);
      arrays.set(ordinal, array);
    });
    this.#open = { arrays, rows: header.rows, at: 0 };
  }
  async #body({ offset, metadataBytes }: Block, length: number, header: RecordHeader): Promise<BodyReader> {
    this.#bytesRead += length;
    const bytes = await this.#bytes!.read(offset + metadataBytes, length, this.#context.signal);
    return new BodyReader(header, bytes, this.#dictionaries, await decompressorOf(header.codec));
  }
  async #loadDictionary(block: Block): Promise<void> {
    const message = await messageAt(this.#bytes!, block, this.#context.signal);
    const { id, isDelta, data } = readDictionary(message.header);
    const type = findDictionary(
      this.#file.fields.map((field) => field.type),
      id,
    );
    if (!type) throw new RangeError(`dictionary ${id} belongs to no column`);
    const array = (await this.#body(block, message.bodyBytes, data)).array(type, true);
    const known = this.#dictionaries.get(id);
    this.#dictionaries.set(id, isDelta && known ? joinText(known, array) : array);
  }
  close(): void {
    this.#columns.close();
    this.#bytes?.close();
  }
}
function findDictionary(types: readonly ArrowType[], id: number): ArrowType | null {
  for (const type of types) {
    if (type.typeId === TYPE.Dictionary && type.id === id) return type.dictionary!;
    const inner = findDictionary(
      (type.children ?? []).map((child) => child.type).concat(type.dictionary ? [type.dictionary] : []),
      id,
    );
    if (inner) return inner;
  }
  return null;
}
/** A delta adds text to a dictionary. */
function joinText(a: ArrowArray, b: ArrowArray): ArrowArray {
  if ((a.type.typeId !== TYPE.Utf8 && a.type.typeId !== TYPE.Binary) || a.validity || b.validity)
    throw new RangeError('a dictionary delta of this type');
  const offsetsOf = ({ offsets, length }: ArrowArray): Int32Array => new Int32Array(offsets.slice(0, (length + 1) * 4).buffer);
  const [first, second] = [offsetsOf(a), offsetsOf(b)];
  const offsets = new Int32Array(a.length + b.length + 1);
  offsets.set(first.subarray(0, a.length + 1));
  for (let i = 1; i <= b.length; i++) offsets[a.length + i] = first[a.length]! + second[i]! - second[0]!;
  const values = new Uint8Array(offsets[a.length + b.length]!);
  values.set(a.values.subarray(0, first[a.length]));
  values.set(b.values.subarray(second[0]!, second[b.length]), first[a.length]);
  return { ...a, length: a.length + b.length, values, offsets: new Uint8Array(offsets.buffer) };
}
