// DataFrame: a lazy, immutable query. Methods build unresolved plans and return at once; actions (async) run them.
// Order: rows keep the order of their source unless a method says otherwise.
import type { Literal } from '../expr/expr.ts';
import type { FrameMethod } from '../plan/frame-method.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import type { Plan, PlanReference } from '../plan/logical.ts';
import { parseExpression } from '../sql/parse.ts';
import { schemaToJson, shownType } from '../types/format-type.ts';
import { countArgument, explainMode, invalidArgument, joinKind, notYet } from './arguments.ts';
import { streamRecordBatches, toArrowTable } from './arrow.ts';
import type { RecordBatch, Table } from './arrow.ts';
import { Column, callExpr } from './column.ts';
import { columnNamed, plainColumn } from './column-name.ts';
import { columnExpr } from './columns.ts';
import { delayMs, durationMs } from './duration.ts';
import type { ColumnOrName } from './columns.ts';
import { GroupedByKey, KeyedStream } from './grouped-by-key.ts';
import { GroupedData } from './grouped-data.ts';
import type { AggregateName } from './grouped-data.ts';
import type { ActionOptions, ExplainMode, FrameHost, QueryResult, RunOptions } from './host.ts';
import type { ValueFormat } from './js-values.ts';
import { literal, typedLiteral } from './literal.ts';
import { Observation } from './observation.ts';
import { collectBatches, collectColumns, collectRows, toArrays, toObjects } from './rows.ts';
import type { ColumnData } from './rows.ts';
import type { StructTypeJson } from './schema-input.ts';
import { formatTable, schemaTree, showCells } from './show.ts';
import { DESCRIBE_STATISTICS, SUMMARY_STATISTICS } from './summary-plan.ts';
import { orderOf } from './window.ts';
import { DataStreamWriter } from './stream-writer.ts';
import { DataFrameWriter, splitOptions } from './writer.ts';
import type { FormatOptions } from './writer.ts';
import { INT } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';

type AnyRow = Record<string, any>;
type Fill = number | bigint | string | boolean;
const BROADCAST_HINTS = ['broadcast', 'broadcastjoin', 'mapjoin'];
const DEFAULT_SHOW_ROWS = 20;
const DEFAULT_CELL_WIDTH = 20;
let nextPlanId = 1;

export class DataFrame<Row = AnyRow> {
  readonly #host: FrameHost;
  readonly #isSmall: boolean;
  /** This frame's plan under the id that `df.col` pins to. */
  readonly plan: PlanReference;
  constructor(host: FrameHost, plan: Plan, isSmall = false) {
    this.#host = host;
    this.#isSmall = isSmall;
    this.plan = Object.freeze({ kind: 'PlanReference', planId: nextPlanId++, input: plan });
  }
  #derive<R = Row>(plan: Plan): DataFrame<R> {
    return new DataFrame<R>(this.#host, Object.freeze(plan));
  }
  #method<R = Row>(method: FrameMethod): DataFrame<R> {
    return this.#derive<R>({ kind: 'UnresolvedMethod', input: this.plan, method: Object.freeze(method) });
  }

  // ---------------------------------------------------------------- columns
  select<R = AnyRow>(...columns: ColumnOrName[]): DataFrame<R> {
    return this.#derive({ kind: 'UnresolvedProject', input: this.plan, exprs: columns.flat().map(columnExpr) });
  }
  selectExpr<R = AnyRow>(...expressions: string[]): DataFrame<R> {
    return this.#derive({ kind: 'UnresolvedProject', input: this.plan, exprs: expressions.flat().map(parseExpression) });
  }
  withColumn(name: string, column: Column): DataFrame<any> {
    return this.withColumns({ [name]: column });
  }
  withColumns(columns: Readonly<Record<string, Column>>): DataFrame<any> {
    const added = Object.entries(columns).map(([name, column]) => {
      if (!(column instanceof Column)) throw invalidArgument('withColumn()', 'a Column; make one with lit(), col() or expr()');
      return { name, input: column.expression };
    });
    return this.#derive({ kind: 'UnresolvedWithColumns', input: this.plan, columns: added });
  }
  withColumnRenamed(from: string, to: string): DataFrame<any> {
    return this.#derive({ kind: 'UnresolvedRename', input: this.plan, from, to });
  }
  drop(...columns: ColumnOrName[]): DataFrame<any> {
    const dropped = columns.flat().map((c) => (c instanceof Column ? c.expression : plainColumn(c)));
    return this.#derive({ kind: 'UnresolvedDrop', input: this.plan, columns: dropped });
  }
  alias(name: string): DataFrame<Row> {
    return this.#derive({ kind: 'SubqueryAlias', input: this.plan, name });
  }
  col(name: string): Column {
    return new Column(columnNamed(name, this.plan.planId));
  }

  // ---------------------------------------------------------------- rows
  filter(condition: Column | string): DataFrame<Row> {
    if (typeof condition !== 'string' && !(condition instanceof Column))
      throw invalidArgument('filter()', 'a Column or SQL text');
    const predicate = typeof condition === 'string' ? parseExpression(condition) : condition.expression;
    return this.#derive({ kind: 'Filter', input: this.plan, predicate });
  }
  where(condition: Column | string): DataFrame<Row> {
    return this.filter(condition);
  }
  distinct(): DataFrame<Row> {
    return this.#derive({ kind: 'UnresolvedDistinct', input: this.plan, columns: [] });
  }
  dropDuplicates(...columns: (string | readonly string[] | undefined)[]): DataFrame<Row> {
    const names = columns.flat().filter((name) => name !== undefined);
    return this.#derive({ kind: 'UnresolvedDistinct', input: this.plan, columns: names });
  }
  /** On a stream with a watermark: a duplicate is a row equal to one that came no longer ago, in event time, than the watermark's delay. */
  dropDuplicatesWithinWatermark(...columns: (string | readonly string[] | undefined)[]): DataFrame<Row> {
    const names = columns.flat().filter((name) => name !== undefined);
    return this.#derive({ kind: 'UnresolvedDistinct', input: this.plan, columns: names, withinWatermark: true });
  }
  orderBy(...columns: (ColumnOrName | readonly ColumnOrName[])[]): DataFrame<Row> {
    return this.#derive({ kind: 'Sort', input: this.plan, orders: (columns.flat() as ColumnOrName[]).map(orderOf) });
  }
  sort(...columns: (ColumnOrName | readonly ColumnOrName[])[]): DataFrame<Row> {
    return this.orderBy(...columns);
  }
  limit(rows: number): DataFrame<Row> {
    return this.#derive({ kind: 'Limit', input: this.plan, limit: countArgument(rows, 'limit()'), offset: 0 });
  }
  offset(rows: number): DataFrame<Row> {
    return this.#derive({ kind: 'Limit', input: this.plan, limit: null, offset: countArgument(rows, 'offset()') });
  }
  slice(from: number, to: number): DataFrame<Row> {
    const offset = countArgument(from, 'slice()');
    const limit = Math.max(0, countArgument(to, 'slice()') - offset);
    return this.#derive({ kind: 'Limit', input: this.plan, limit, offset });
  }
  sample(...args: [boolean, number, (number | bigint)?] | [number, (number | bigint)?]): DataFrame<Row> {
    const [withReplacement, fraction, seed] =
      typeof args[0] === 'boolean' ? (args as [boolean, number, number?]) : [false, ...args];
    if (typeof fraction !== 'number' || !(fraction >= 0) || (!withReplacement && fraction > 1))
      throw invalidArgument('sample()', withReplacement ? 'a fraction from 0' : 'a fraction from 0 to 1');
    const seeded = BigInt((seed as number | bigint | undefined) ?? Math.floor(Math.random() * 2 ** 53));
    return this.#derive({ kind: 'Sample', input: this.plan, fraction, seed: seeded, withReplacement });
  }

  // ---------------------------------------------------------------- groups and joins
  groupBy(...columns: (ColumnOrName | readonly ColumnOrName[])[]): GroupedData {
    return new GroupedData(this.plan, (columns.flat() as ColumnOrName[]).map(columnExpr), (plan) => this.#derive<AnyRow>(plan));
  }
  agg<R = AnyRow>(first: Column | Readonly<Record<string, AggregateName | undefined>>, ...rest: Column[]): DataFrame<R> {
    return this.groupBy().agg(first, ...rest) as DataFrame<R>;
  }
  join(other: DataFrame<any>, on?: string | readonly string[] | Column, how = 'inner'): DataFrame<any> {
    const type = joinKind(how);
    const hint = other.#isSmall ? ('broadcast_right' as const) : this.#isSmall ? ('broadcast_left' as const) : undefined;
    const on_ =
      on === undefined
        ? {}
        : on instanceof Column
          ? { condition: on.expression }
          : { using: typeof on === 'string' ? [on] : [...on] };
    const isCross = on === undefined && type === 'inner';
    return this.#derive({
      kind: 'Join',
      left: this.plan,
      right: other.plan,
      type: isCross ? 'cross' : type,
      ...on_,
      ...(hint && { hint }),
    });
  }
  crossJoin(other: DataFrame<any>): DataFrame<any> {
    return this.join(other, undefined, 'cross');
  }
  union(other: DataFrame<any>): DataFrame<Row> {
    return this.#derive({ kind: 'Union', inputs: [this.plan, other.plan], output: [] });
  }
  unionAll(other: DataFrame<any>): DataFrame<Row> {
    return this.union(other);
  }
  unionByName(other: DataFrame<any>, allowMissingColumns = false): DataFrame<Row> {
    const byName = allowMissingColumns ? 'fill' : 'strict';
    return this.#derive({ kind: 'Union', inputs: [this.plan, other.plan], output: [], byName });
  }
  #setOperation(other: DataFrame<any>, op: 'intersect' | 'except', all: boolean): DataFrame<Row> {
    return this.#derive({ kind: 'SetOperation', left: this.plan, right: other.plan, op, all });
  }
  intersect(other: DataFrame<any>): DataFrame<Row> {
    return this.#setOperation(other, 'intersect', false);
  }
  intersectAll(other: DataFrame<any>): DataFrame<Row> {
    return this.#setOperation(other, 'intersect', true);
  }
  except(other: DataFrame<any>): DataFrame<Row> {
    return this.#setOperation(other, 'except', false);
  }
  exceptAll(other: DataFrame<any>): DataFrame<Row> {
    return this.#setOperation(other, 'except', true);
  }

  // ---------------------------------------------------------------- missing values, statistics
  fillna(value: Fill | Readonly<Record<string, Fill | undefined>>, columns?: string | readonly string[]): DataFrame<Row> {
    if (typeof value !== 'object') {
      const named = columns === undefined ? {} : { columns: [columns].flat() };
      return this.#method({ what: 'fill', fills: [{ value: literal(value), ...named }], byType: true });
    }
    const fills = Object.entries(value).flatMap(([column, v]) =>
      v === undefined ? [] : [{ value: literal(v), columns: [column] }],
    );
    return this.#method({ what: 'fill', fills, byType: false });
  }
  dropna(how: 'any' | 'all' | number | readonly string[] = 'any', columns?: readonly string[]): DataFrame<Row> {
    if (Array.isArray(how)) return this.dropna('any', how as readonly string[]);
    if (typeof how === 'string' && how !== 'any' && how !== 'all')
      throw invalidArgument('dropna()', `'any', 'all' or a number, not '${how}'`);
    const least = how === 'any' ? undefined : how === 'all' ? 1 : countArgument(how, 'dropna()');
    return this.#method({ what: 'dropNulls', ...(least !== undefined && { least }), ...(columns && { columns }) });
  }
  replace(...args: readonly unknown[]): DataFrame<Row> {
    const isMapping = args[0] instanceof Map;
    const pairs = isMapping ? [...(args[0] as Map<unknown, unknown>)] : replacementPairs(args[0], args[1]);
    const columns = (isMapping ? args[1] : args[2]) as readonly string[] | undefined;
    const kinds = new Set(pairs.flat().flatMap((v) => (v === null ? [] : [typeof v === 'bigint' ? 'number' : typeof v])));
    if (kinds.size > 1) throw invalidArgument('replace()', `values of one type, not ${[...kinds].join(' and ')}`);
    const literals = pairs.map(([from, to]): [Literal, Literal] => [literal(from), literal(to)]);
    return this.#method({ what: 'replace', pairs: literals, ...(columns && { columns }) });
  }
  describe(...columns: string[]): DataFrame<any> {
    const named = columns.flat();
    return this.#method({ what: 'summary', statistics: DESCRIBE_STATISTICS, ...(named.length > 0 && { columns: named }) });
  }
  summary(...statistics: string[]): DataFrame<any> {
    return this.#method({ what: 'summary', statistics: statistics.length > 0 ? statistics.flat() : SUMMARY_STATISTICS });
  }
  observe(observation: Observation | string, first: Column, ...rest: Column[]): DataFrame<Row> {
    const target = typeof observation === 'string' ? new Observation(observation) : observation;
    const observationId = this.#host.observe((metrics) => target.fill(metrics));
    return this.#method({
      what: 'observe',
      name: target.name,
      observationId,
      aggregates: [first, ...rest].map((c) => c.expression),
    });
  }

  // ---------------------------------------------------------------- how it runs
  cache(): DataFrame<Row> {
    this.#host.cache(this.plan);
    return this;
  }
  persist(_level?: string): DataFrame<Row> {
    return this.cache();
  }
  unpersist(): DataFrame<Row> {
    this.#host.uncache(this.plan);
    return this;
  }
  repartition(...args: readonly (number | ColumnOrName)[]): DataFrame<Row> {
    return this.#repartition('hash', args);
  }
  repartitionByRange(...args: readonly (number | ColumnOrName)[]): DataFrame<Row> {
    return this.#repartition('range', args);
  }
  coalesce(partitions: number): DataFrame<Row> {
    return this.#repartition('coalesce', [partitions]);
  }
  #repartition(how: 'hash' | 'range' | 'coalesce', args: readonly (number | ColumnOrName)[]): DataFrame<Row> {
    const [first] = args;
    const partitions = typeof first === 'number' ? countArgument(first, 'repartition()') : undefined;
    if (partitions === 0) throw invalidArgument('repartition()', 'a number of partitions from 1');
    const by = args.filter((a) => typeof a !== 'number').map((a) => columnExpr(a));
    return this.#derive({ kind: 'Repartition', input: this.plan, by, how, ...(partitions !== undefined && { partitions }) });
  }
  /** Join strategies other than broadcast, and partition hints, change no result; here they change nothing. */
  hint(name: string, ..._parameters: readonly (number | ColumnOrName)[]): DataFrame<Row> {
    return new DataFrame<Row>(this.#host, this.plan, BROADCAST_HINTS.includes(name.toLowerCase()));
  }
  createOrReplaceTempView(name: string): void {
    this.#host.createTempView(name, this.plan);
  }
  /** Whether its rows never end: then only `writeStream` runs it. */
  get isStreaming(): boolean {
    return isStreaming(this.plan);
  }
  /** Declares event time: rows later than the highest time seen minus `delay` may be dropped by what keeps state. */
  withWatermark(column: string, delay: string, options: { readonly idleTimeout?: string } = {}): DataFrame<Row> {
    const { idleTimeout } = options;
    return this.#derive({
      kind: 'EventTimeWatermark',
      input: this.plan,
      column: columnNamed(column),
      delayMs: delayMs(delay),
      ...(idleTimeout !== undefined && { idleMs: durationMs(idleTimeout, 'idleTimeout') }),
    });
  }
  /** For functions that keep state per key, as Spark's; with one column the key is its value, with several an object. */
  groupByKey<T = Row, K = any>(...columns: ColumnOrName[]): GroupedByKey<T, K> {
    return new GroupedByKey<T, K>(this.#keyed(columns, 'groupByKey()'));
  }
  /** For functions that keep state per key, as Flink's. */
  keyBy<T = Row, K = any>(...columns: ColumnOrName[]): KeyedStream<T, K> {
    return new KeyedStream<T, K>(this.#keyed(columns, 'keyBy()'));
  }
  #keyed(columns: readonly ColumnOrName[], method: string): ConstructorParameters<typeof GroupedByKey>[0] {
    if (columns.length === 0) throw invalidArgument(method, 'at least one column');
    return {
      input: this.plan,
      keys: columns.flat().map(columnExpr),
      format: this.#host.valueFormat,
      derive: (plan) => this.#derive(plan),
    };
  }
  get writeStream(): DataStreamWriter {
    if (!this.isStreaming)
      throw new CaudalError('WRITE_STREAM_NOT_ALLOWED', '`writeStream` can be called only on streaming Dataset/DataFrame.');
    return new DataStreamWriter(this.#host, this.plan);
  }
  get write(): DataFrameWriter {
    return new DataFrameWriter(this.#host, this.plan);
  }

  // ---------------------------------------------------------------- schema and plan
  async schema(): Promise<StructTypeJson> {
    return schemaToJson(await this.#host.schemaOf(this.plan));
  }
  async columns(): Promise<string[]> {
    return (await this.#host.schemaOf(this.plan)).map((f) => f.name);
  }
  async dtypes(): Promise<[name: string, type: string][]> {
    return (await this.#host.schemaOf(this.plan)).map((f) => [f.name, shownType(f.type)]);
  }
  async printSchema(): Promise<string> {
    return schemaTree(await this.#host.schemaOf(this.plan));
  }
  async explain(mode: ExplainMode | boolean = 'simple'): Promise<string> {
    return this.#host.explain(this.plan, explainMode(mode));
  }

  // ---------------------------------------------------------------- actions
  #format(options: ActionOptions): ValueFormat {
    const { integers, decimals, timestamps } = options;
    return {
      ...this.#host.valueFormat,
      ...(integers && { integers }),
      ...(decimals && { decimals }),
      ...(timestamps && { timestamps }),
    };
  }
  collect(options: ActionOptions & { rows: 'array' }): Promise<unknown[][]>;
  collect(options?: ActionOptions & { rows?: 'object' }): Promise<Row[]>;
  async collect(options: ActionOptions & { rows?: 'array' | 'object' } = {}): Promise<unknown[]> {
    const result = await this.#host.query(this.plan, options);
    const format = this.#format(options);
    return options.rows === 'array' ? collectRows(result, format, toArrays) : collectRows(result, format, toObjects);
  }
  async toColumns(options: ActionOptions = {}): Promise<ColumnData[]> {
    return collectColumns(await this.#host.query(this.plan, options), this.#format(options));
  }
  async toArrow(options: RunOptions & { dictionaries?: boolean } = {}): Promise<Table> {
    const dictionaries = options.dictionaries ?? false;
    const result = await this.#host.query(this.plan, options, { plainText: !dictionaries });
    return toArrowTable(result, dictionaries, this.#host.valueFormat.timeZone);
  }
  /** The running query, its batches not decoded: for the command line, which shows a few rows and counts the others. */
  query(options: RunOptions = {}): Promise<QueryResult> {
    return this.#host.query(this.plan, options);
  }
  async *batches(options: ActionOptions = {}): AsyncGenerator<RecordBatch, void, undefined> {
    yield* streamRecordBatches(await this.#host.query(this.plan, options, { plainText: true }), this.#host.valueFormat.timeZone);
  }
  async *toLocalIterator(options: ActionOptions = {}): AsyncGenerator<Row, void, undefined> {
    const { schema, batches } = await this.#host.query(this.plan, options);
    const format = this.#format(options);
    for await (const batch of batches) yield* toObjects(batch, schema, format) as Row[];
  }
  async foreach(fn: (row: Row) => void, options: ActionOptions = {}): Promise<void> {
    for await (const row of this.toLocalIterator(options)) fn(row);
  }
  async count(options: ActionOptions = {}): Promise<number> {
    const rows = callExpr('count', [typedLiteral(1, INT)]);
    const counted = this.#derive({ kind: 'UnresolvedAggregate', input: this.plan, groupings: [], aggregates: [rows] });
    const result = await this.#host.query(counted.plan, options);
    const [row] = await collectRows(result, { ...this.#format(options), integers: 'number' }, toArrays);
    return row![0] as number;
  }
  async first(options: ActionOptions = {}): Promise<Row | null> {
    const [row] = await this.take(1, options);
    return row ?? null;
  }
  async take(rows: number, options: ActionOptions = {}): Promise<Row[]> {
    return this.limit(countArgument(rows, 'take()')).collect(options);
  }
  async show(rows = DEFAULT_SHOW_ROWS, truncate: boolean | number = true, options: ActionOptions = {}): Promise<void> {
    console.log(await this.showString(rows, truncate, options));
  }
  async showString(rows = DEFAULT_SHOW_ROWS, truncate: boolean | number = true, options: ActionOptions = {}): Promise<string> {
    const limit = countArgument(Math.max(0, Math.trunc(rows)), 'show()');
    const { schema, batches } = await this.#host.query(this.limit(limit + 1).plan, options);
    const cells = showCells(await collectBatches({ schema, batches }), limit + 1, schema, this.#host.valueFormat.timeZone);
    const width = truncate === true ? DEFAULT_CELL_WIDTH : truncate === false ? 0 : truncate;
    return formatTable(
      schema.map((f) => f.name),
      cells,
      limit,
      width,
    );
  }
  async toFile(format: string, options: FormatOptions & RunOptions = {}): Promise<Blob> {
    const { run, format: own } = splitOptions(options);
    return this.#host.encode(this.plan, format.toLowerCase(), own, run);
  }

  // ---------------------------------------------------------------- later work
  rollup(..._columns: ColumnOrName[]): GroupedData {
    return notYet('rollup()');
  }
  cube(..._columns: ColumnOrName[]): GroupedData {
    return notYet('cube()');
  }
  groupingSets(_sets: readonly (readonly ColumnOrName[])[], ..._columns: ColumnOrName[]): GroupedData {
    return notYet('groupingSets()');
  }
  pivot(_column: ColumnOrName, _values?: readonly unknown[]): GroupedData {
    return notYet('pivot()');
  }
  unpivot(..._args: readonly unknown[]): DataFrame<any> {
    return notYet('unpivot()');
  }
}

/** Marks a DataFrame as small enough to send to every worker. */
export const broadcast = <Row>(df: DataFrame<Row>): DataFrame<Row> => df.hint('broadcast');

function replacementPairs(from: unknown, to: unknown): [unknown, unknown][] {
  if (!Array.isArray(from)) return [[from, to]];
  if (!Array.isArray(to)) return from.map((value) => [value, to]);
  if (from.length !== to.length) throw invalidArgument('replace()', 'two lists of one length');
  return from.map((value, i) => [value, to[i]]);
}
