// Runs a task: its row groups in order, batch by batch. Synchronous while bytes are at hand; a promise when a file is opened,
// a decompressor loaded, or ranges fetched (the next group's while this one is decoded).
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import type { ByteSource } from '../../platform/platform.ts';
import type { TaskContext, TaskReader } from '../connector.ts';
import { openFile } from '../files.ts';
import type { ReadInto } from './chunk-bytes.ts';
import { loadCodec } from './codecs.ts';
import { unsupportedFile } from './corrupt.ts';
import { GroupReader } from './group-reader.ts';
import { prefetchGroup } from './prefetch.ts';
import type { ParquetTask, TaskFile, TaskGroup } from './task.ts';
import { rangeRows } from './task.ts';

export class ParquetTaskReader implements TaskReader {
  readonly #task: ParquetTask;
  readonly #context: TaskContext;
  readonly metrics = {};
  #next = 0;
  #reader: GroupReader | null = null;
  /** Rows of groups from which no column is read. */
  #bareRows = 0;
  #limit: number;
  #source: ByteSource | null = null;
  #sourceFile = -1;
  #fetching: { readonly group: number; readonly read: Promise<ReadInto> } | null = null;
  #bytesBefore = 0;

  constructor(task: ParquetTask, context: TaskContext) {
    this.#task = task;
    this.#context = context;
    this.#limit = task.limit ?? Infinity;
  }
  get bytesRead(): number {
    return this.#bytesBefore + (this.#reader?.bytesRead ?? 0);
  }

  next(): Batch | null | Promise<Batch | null> {
    for (;;) {
      const batch = this.#read();
      if (batch) {
        this.#limit -= batch.length;
        return batch;
      }
      const group = this.#task.groups[this.#next];
      if (!group || this.#limit <= 0) return null;
      const opened = this.#open(group, this.#next++);
      if (opened) return opened.then(() => this.next());
    }
  }
  close(): void {
    this.#closeGroup();
    this.#source?.close();
    this.#source = null;
    this.#limit = 0;
  }

  #read(): Batch | null {
    const n = Math.min(this.#context.batchRows, this.#limit);
    if (n <= 0) return null;
    if (this.#bareRows > 0) {
      const rows = Math.min(n, this.#bareRows);
      this.#bareRows -= rows;
      return makeBatch(rows, []);
    }
    return this.#reader?.next(n) ?? null;
  }
  #closeGroup(): void {
    this.#bytesBefore += this.#reader?.bytesRead ?? 0;
    this.#reader?.close();
    this.#reader = null;
  }

  /** Makes the group current; a promise if that must wait. */
  #open(group: TaskGroup, index: number): Promise<void> | undefined {
    this.#closeGroup();
    const file = this.#task.files[group.file]!;
    if (file.columns.length === 0) {
      this.#bareRows = rangeRows(group.ranges);
      return undefined;
    }
    if (this.#sourceFile !== group.file) return this.#openFile(file, group, index);
    return this.#openGroup(file, group, index);
  }
  async #openFile(file: TaskFile, group: TaskGroup, index: number): Promise<void> {
    this.#source?.close();
    this.#source = null;
    this.#source = await openFile(this.#context.platform, file.source);
    this.#sourceFile = group.file;
    await this.#loadCodecs(file, group.file);
    await this.#openGroup(file, group, index);
  }
  async #loadCodecs(file: TaskFile, ordinal: number): Promise<void> {
    const codecs = new Set(
      this.#task.groups.filter((g) => g.file === ordinal).flatMap((g) => [...g.chunks.values()].map((chunk) => chunk.codec)),
    );
    for (const codec of codecs)
      if (!(await loadCodec(codec))) throw unsupportedFile(file.source.label, 'a column', `the codec ${codec}`);
  }
  #openGroup(file: TaskFile, group: TaskGroup, index: number): Promise<void> | undefined {
    const source = this.#source!;
    if (source.readIntoSync) {
      this.#reader = new GroupReader(this.#context.engine, file, group, (offset, target) => source.readIntoSync!(offset, target));
      return undefined;
    }
    const read = this.#fetching?.group === index ? this.#fetching.read : prefetchGroup(source, group, this.#context.signal);
    return read.then((readInto) => {
      this.#fetching = this.#fetchNext(source, group.file, index + 1);
      this.#reader = new GroupReader(this.#context.engine, file, group, readInto);
    });
  }
  /** Starts on the group after the current one if it is in the same file. */
  #fetchNext(source: ByteSource, file: number, index: number): { group: number; read: Promise<ReadInto> } | null {
    const group = this.#task.groups[index];
    if (!group || group.file !== file) return null;
    const read = prefetchGroup(source, group, this.#context.signal);
    // Whoever comes to the group sees the failure; until then it is not unhandled.
    read.catch(() => undefined);
    return { group: index, read };
  }
}
