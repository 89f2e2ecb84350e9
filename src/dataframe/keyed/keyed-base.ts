// What the kinds of keyed functions have in common: the store, the key at work, the clock, rows in and out as JavaScript's values.
import type { KeyedEpoch, KeyedReport, KeyedRow } from '../../plan/keyed-function.ts';
import type { Schema } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { CaudalError } from '../../types/error.ts';
import { userFailure } from '../../types/user-failure.ts';
import type { ValueFormat } from '../js-values.ts';
import type { SchemaInput } from '../schema-input.ts';
import type { ListState, MapState, StateTtl, ValueState } from '../keyed-state.ts';
import { codecOf, rowFromJs, rowToJs, typeOfSchema } from './codec.ts';
import type { Codec } from './codec.ts';
import { KeyedStore } from './keyed-store.ts';
import type { KeyEntry } from './keyed-store.ts';
import { listState, mapState, valueState } from './variables.ts';
import type { Current } from './variables.ts';

export interface KeyedShape {
  readonly input: Schema;
  readonly key: Schema;
  readonly output: Schema;
  readonly format: ValueFormat;
}

/** The rows of a key that came in the epoch, in their order. */
interface KeyRows {
  readonly entry: KeyEntry;
  readonly rows: unknown[];
}

export class KeyedBase implements Current {
  readonly store: KeyedStore;
  readonly shape: KeyedShape;
  epoch!: KeyedEpoch;
  dropped = 0;
  readonly #arrived = new Map<string, KeyRows>();
  #entry: KeyEntry | null = null;

  constructor(shape: KeyedShape) {
    this.shape = shape;
    this.store = new KeyedStore(shape.key);
  }
  begin(epoch: KeyedEpoch): void {
    this.epoch = epoch;
    this.dropped = 0;
    this.store.beginEpoch(epoch.id);
  }
  report(wakeAtMs: number | undefined): KeyedReport {
    return {
      rowsUpdated: this.store.updated,
      rowsRemoved: this.store.removed,
      rowsDroppedByWatermark: this.dropped,
      ...(wakeAtMs !== undefined && { wakeAtMs }),
    };
  }
  /** The watermark in milliseconds; `none` where there is no event time, or no row yet. */
  watermarkMs(none: number): number {
    const us = this.epoch.watermarkUs;
    return us === undefined ? none : Number(us / 1000n);
  }
  isLate({ timeUs }: KeyedRow): boolean {
    const { lateUs } = this.epoch;
    const late = timeUs !== null && lateUs !== undefined && timeUs <= lateUs;
    if (late) this.dropped++;
    return late;
  }
  /** Keeps a row until `arrived` takes the rows of the epoch key by key. */
  arrive({ key, row }: KeyedRow): void {
    const entry = this.store.entryOf(key);
    const known = this.#arrived.get(entry.text);
    if (known) known.rows.push(this.rowToJs(row));
    else this.#arrived.set(entry.text, { entry, rows: [this.rowToJs(row)] });
  }
  /** The keys that have rows, in order of first appearance; afterwards none is kept. */
  arrived(): readonly KeyRows[] {
    const keys = [...this.#arrived.values()];
    this.#arrived.clear();
    return keys;
  }

  // ---------------------------------------------------------------- the key at work
  at<T>(entry: KeyEntry, work: () => T): T {
    this.#entry = entry;
    try {
      return work();
    } catch (error) {
      const key = entry.key.map(String).join(', ');
      throw userFailure('USER_FUNCTION_FAILED', `The function of state failed for the key (${key})`, error);
    } finally {
      this.#entry = null;
    }
  }
  entry(): KeyEntry {
    if (this.#entry) return this.#entry;
    throw new CaudalError('INVALID_HANDLE_STATE', 'State can be used only while a row or a timer of a key is processed.');
  }
  nowMs(): number {
    return this.epoch.timestampMs;
  }
  keyToJs(key: readonly Value[]): unknown {
    const row = rowToJs(key, this.shape.key, this.shape.format);
    return this.shape.key.length === 1 ? Object.values(row)[0] : row;
  }
  rowToJs(row: readonly Value[]): Record<string, unknown> {
    return rowToJs(row, this.shape.input, this.shape.format);
  }
  emit(row: unknown): void {
    this.epoch.emit(rowFromJs(row, this.shape.output, this.shape.format, 'A row of the output'));
  }

  // ---------------------------------------------------------------- variables
  value(name: string, schema: SchemaInput, ttl?: StateTtl): ValueState<any> {
    return valueState(this.#declare(name, this.#codec(schema), null, ttl));
  }
  list(name: string, schema: SchemaInput, ttl?: StateTtl): ListState<any> {
    return listState(this.#declare(name, this.#codec(schema), null, ttl));
  }
  map(name: string, key: SchemaInput, value: SchemaInput, ttl?: StateTtl): MapState<any, any> {
    const keys = this.#codec(key);
    return mapState(this.#declare(name, this.#codec(value), keys, ttl), keys);
  }
  #codec(schema: SchemaInput): Codec {
    return codecOf(typeOfSchema(schema), this.shape.format);
  }
  #declare(name: string, codec: Codec, keys: Codec | null, ttl: StateTtl | undefined): Parameters<typeof valueState>[0] {
    const ttlMs = ttl?.ttlMs;
    if (ttlMs !== undefined && !(ttlMs > 0))
      throw new CaudalError('INVALID_PARAMETER_VALUE', `The TTL of state \`${name}\` must be greater than 0, not ${ttlMs}.`, {
        params: { parameter: 'ttlMs', value: String(ttlMs) },
      });
    this.store.declare(name, codec.type, keys?.type ?? null);
    return { name, store: this.store, current: this, codec, ttlMs };
  }
}
