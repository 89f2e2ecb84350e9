// Session: an engine with its workers, tables and settings. Sessions are independent.
import { DataFrame } from './dataframe/dataframe.ts';
import type { RunOptions } from './dataframe/host.ts';
import { notYet } from './dataframe/arguments.ts';
import { toSchema } from './dataframe/schema-input.ts';
import type { SchemaInput } from './dataframe/schema-input.ts';
import { Catalog } from './session/catalog.ts';
import type { RuntimeConf } from './session/conf.ts';
import type { SessionCore } from './session/core.ts';
import type { FileRegistry } from './session/file-registry.ts';
import { localPlan } from './session/local-plan.ts';
import { openCore } from './session/open-core.ts';
import type { SessionOptions } from './session/options.ts';
import type { SqlParams } from './session/parameters.ts';
import { rangePlan } from './session/range.ts';
import { DataFrameReader } from './session/reader.ts';
import type { StreamingManager } from './streaming/manager.ts';
import { addAll, MemoryStream } from './streaming/memory-stream.ts';
import type { MemoryStreamOptions } from './streaming/memory-stream.ts';
import { DataStreamReader } from './streaming/reader.ts';
import { runScript, sqlFrame, tablePlan } from './session/statement.ts';
import type { ExecuteResult } from './session/statement.ts';

export class Session implements AsyncDisposable {
  readonly #core: SessionCore;
  /** Reads bounded data. */
  readonly read: DataFrameReader;
  /** Names for files in FROM, `read` and globs. */
  readonly files: FileRegistry;
  /** Settings, Spark's keys without `spark.`. */
  readonly conf: RuntimeConf;
  /** Tables, views, functions and the cache. */
  readonly catalog: Catalog;
  /** The running streams, and listeners to them. */
  readonly streams: StreamingManager;

  /** Users call `Session.create`; tests bring a core of their own. */
  constructor(core: SessionCore) {
    this.#core = core;
    this.files = core.parts.files;
    this.conf = core.parts.conf;
    this.read = new DataFrameReader(core);
    this.catalog = new Catalog(core);
    this.streams = core.streams;
  }
  /** Makes a session; does not wait for workers. */
  static async create(options: SessionOptions = {}): Promise<Session> {
    return new Session(openCore(options));
  }

  /** One statement, lazily; commands start at the call. Syntax errors throw at once. */
  sql(text: string, params?: SqlParams): DataFrame<any> {
    return sqlFrame(text, params, this.#core);
  }
  /** Runs `;`-separated statements and resolves to the last result. */
  execute(script: string, params?: SqlParams, options: RunOptions = {}): Promise<ExecuteResult> {
    return runScript(script, params, options, this.#core);
  }
  /** A table or view; the name is bound now. */
  table(name: string): DataFrame<any> {
    return new DataFrame(this.#core, tablePlan(name, this.#core));
  }
  /** A DataFrame of rows (objects or arrays) or of columns; types come from the values unless a schema is given. */
  createDataFrame(data: readonly object[] | Readonly<Record<string, ArrayLike<unknown>>>, schema?: SchemaInput): DataFrame<any> {
    return new DataFrame(this.#core, localPlan(data, schema, this.#core));
  }
  /** BIGINT `id` from 0 (or `start`) up to but not including `end`. */
  range(start: number | bigint, end?: number | bigint, step?: number | bigint, _partitions?: number): DataFrame<any> {
    return new DataFrame(this.#core, rangePlan(start, end, step));
  }
  /** Reads streams. */
  get readStream(): DataStreamReader {
    return new DataStreamReader(
      (plan) => new DataFrame(this.#core, plan),
      (name) => this.#core.tableStream(name),
    );
  }
  /** A source that the program feeds: for tests and programs. */
  memoryStream(schema: SchemaInput, options: MemoryStreamOptions = {}): MemoryStream {
    const { conf } = this.#core.parts;
    return new MemoryStream(
      toSchema(schema),
      options,
      (plan) => new DataFrame(this.#core, plan),
      () => conf.timeZone,
    );
  }
  /** One epoch over several inputs. */
  addAll(inputs: readonly (readonly [stream: Pick<MemoryStream, 'add'>, rows: readonly object[]])[]): void {
    addAll(inputs as readonly (readonly [MemoryStream, readonly object[]])[]);
  }
  /** An RDD of values. */
  parallelize(_values: Iterable<unknown>, _partitions?: number): never {
    return notYet('parallelize()');
  }
  /** Cancels what runs and stops the workers; idempotent. */
  close(): Promise<void> {
    return this.#core.close();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
