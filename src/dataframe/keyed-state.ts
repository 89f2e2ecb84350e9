// Types of keyed state as users write against them (groupByKey, keyBy). Times are epoch milliseconds.
import type { SchemaInput } from './schema-input.ts';

type Row = Record<string, any>;
export interface StateTtl {
  /** Processing time since the last write after which the value is gone. */
  readonly ttlMs?: number;
}
export interface ValueState<V, I = V> {
  readonly exists: boolean;
  get(): V | undefined;
  update(value: I): void;
  clear(): void;
}
export interface ListState<V, I = V> {
  readonly exists: boolean;
  /** A copy; empty if there is none. */
  get(): V[];
  add(value: I): void;
  addAll(values: Iterable<I>): void;
  /** Replaces the whole list. */
  update(values: Iterable<I>): void;
  clear(): void;
}
export interface MapState<K, V, KI = K, VI = V> {
  readonly exists: boolean;
  get(key: KI): V | undefined;
  has(key: KI): boolean;
  set(key: KI, value: VI): void;
  delete(key: KI): void;
  keys(): IterableIterator<K>;
  values(): IterableIterator<V>;
  entries(): IterableIterator<[K, V]>;
  [Symbol.iterator](): IterableIterator<[K, V]>;
  clear(): void;
}
export interface MapSchema {
  readonly key: SchemaInput;
  readonly value: SchemaInput;
}

// ---------------------------------------------------------------- mapGroupsWithState
export type StateTimeout = 'none' | 'eventTime' | 'processingTime';
export interface GroupState<V, I = V> {
  readonly exists: boolean;
  /** True in the call made for a timeout; its rows are empty. */
  readonly hasTimedOut: boolean;
  get(): V | undefined;
  update(value: I): void;
  remove(): void;
  /** Processing-time timeout from now; it must be set again in every call. */
  setTimeoutDuration(duration: string | number): void;
  /** Event-time timeout; epoch milliseconds, later than the watermark. */
  setTimeoutTimestamp(time: number | Date): void;
  getCurrentWatermarkMs(): number;
  getCurrentProcessingTimeMs(): number;
}
export interface MapGroupsOptions {
  readonly state: SchemaInput;
  readonly output: SchemaInput;
  readonly timeout?: StateTimeout;
}
export interface FlatMapGroupsOptions extends MapGroupsOptions {
  readonly outputMode: 'append' | 'update';
}

// ---------------------------------------------------------------- transformWithState
export type TimeMode = 'none' | 'eventTime' | 'processingTime';
export interface TimerValues {
  readonly currentProcessingTimeMs: number;
  readonly currentWatermarkMs: number;
}
export interface ExpiredTimer {
  readonly expiryTimeMs: number;
}
export interface StatefulProcessorHandle {
  getValueState(name: string, schema: SchemaInput, ttl?: StateTtl): ValueState<any>;
  getListState(name: string, schema: SchemaInput, ttl?: StateTtl): ListState<any>;
  getMapState(name: string, key: SchemaInput, value: SchemaInput, ttl?: StateTtl): MapState<any, any>;
  deleteIfExists(name: string): void;
  registerTimer(expiryTimeMs: number): void;
  deleteTimer(expiryTimeMs: number): void;
  listTimers(): number[];
  getQueryInfo(): { readonly queryId: string; readonly runId: string; readonly batchId: number };
}
export interface StatefulProcessor<K = any, T = any, O = any, I = Row> {
  init?(handle: StatefulProcessorHandle): void;
  handleInputRows(key: K, rows: Iterable<T>, times: TimerValues): Iterable<O>;
  handleExpiredTimer?(key: K, times: TimerValues, timer: ExpiredTimer): Iterable<O>;
  handleInitialState?(key: K, initial: I, times: TimerValues): void;
  close?(): void;
}

// ---------------------------------------------------------------- keyBy().process
export interface ProcessState {
  value(name: string, schema: SchemaInput, ttl?: StateTtl): ValueState<any>;
  list(name: string, schema: SchemaInput, ttl?: StateTtl): ListState<any>;
  map(name: string, schema: MapSchema, ttl?: StateTtl): MapState<any, any>;
}
export interface ProcessTimers {
  registerEventTime(timeMs: number): void;
  registerProcessingTime(timeMs: number): void;
  deleteEventTime(timeMs: number): void;
  deleteProcessingTime(timeMs: number): void;
}
export interface OpenContext {
  readonly state: ProcessState;
}
export interface ProcessContext<O = any, K = any> extends OpenContext {
  readonly key: K;
  readonly timers: ProcessTimers;
  /** Event time of the current row or timer; null without event time. */
  readonly timestamp: number | null;
  /** -Infinity before the first. */
  readonly currentWatermark: number;
  readonly currentProcessingTime: number;
  emit(row: O): void;
  /** To the side output `tag`, read by `query.sideOutput(tag)`. */
  output(tag: string, row: Row): void;
}
export interface TimerContext<O = any, K = any> extends ProcessContext<O, K> {
  readonly timeDomain: 'eventTime' | 'processingTime';
}
export interface ProcessFunction<T = any, O = any, K = any> {
  open?(ctx: OpenContext): void;
  processElement(row: T, ctx: ProcessContext<O, K>): void;
  onTimer?(timeMs: number, ctx: TimerContext<O, K>): void;
  close?(): void;
}
export interface ProcessOptions {
  readonly sideOutputs?: Readonly<Record<string, SchemaInput>>;
}

/** What `groupByKey` calls for each key. */
export type GroupFunction = (key: any, rows: Iterable<any>, state: GroupState<any>) => unknown;
export interface TransformSettings {
  readonly output: SchemaInput;
  readonly timeMode?: TimeMode;
  readonly outputMode: 'append' | 'update';
  /** Event-time column of the output; never older than the watermark. */
  readonly eventTimeColumn?: string;
}
