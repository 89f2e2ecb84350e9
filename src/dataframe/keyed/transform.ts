// transformWithState (Spark 4): a processor with variables, timers and TTL. The rows of each key with data, then the timers that are due.
import type { KeyedInstance, KeyedReport, KeyedRow } from '../../plan/keyed-function.ts';
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Value } from '../../types/value.ts';
import type { StatefulProcessor, StatefulProcessorHandle, TimeMode, TimerValues } from '../keyed-state.ts';
import { rowFromJs, rowToJs } from './codec.ts';
import { KeyedBase } from './keyed-base.ts';
import type { KeyedShape } from './keyed-base.ts';
import type { KeyEntry } from './keyed-store.ts';
import { KeyedTimers } from './keyed-timers.ts';

export class Transform implements KeyedInstance {
  readonly #base: KeyedBase;
  readonly #processor: StatefulProcessor;
  readonly #initial: Schema;
  readonly #timeMode: TimeMode;
  readonly #timeColumn: number;
  readonly #timers: KeyedTimers;
  #isOpen = false;

  constructor(
    processor: StatefulProcessor,
    shape: KeyedShape,
    initial: Schema,
    timeMode: TimeMode,
    timeColumn: string | undefined,
  ) {
    this.#base = new KeyedBase(shape);
    this.#initial = initial;
    this.#processor = processor;
    this.#timeMode = timeMode;
    this.#timeColumn = shape.output.findIndex(({ name }) => name === timeColumn);
    this.#timers = new KeyedTimers(this.#base.store, 'timers');
    processor.init?.(this.#handle());
  }
  get tables(): KeyedInstance['tables'] {
    return this.#base.store.tables;
  }
  begin(epoch: Parameters<KeyedInstance['begin']>[0]): void {
    this.#base.begin(epoch);
    this.#isOpen = true;
  }
  initial({ key, row }: KeyedRow): void {
    const handle = this.#processor.handleInitialState;
    if (!handle)
      throw new CaudalError('UNSUPPORTED_OPERATION', 'An initial state needs a processor with handleInitialState().', {
        params: { operation: 'initialState' },
      });
    const entry = this.#base.store.entryOf(key);
    this.#base.at(entry, () =>
      handle.call(this.#processor, this.#base.keyToJs(key), rowToJs(row, this.#initial, this.#base.shape.format), this.#times()),
    );
  }
  row(given: KeyedRow): void {
    if (this.#timeMode === 'eventTime' && this.#base.isLate(given)) return;
    this.#base.arrive(given);
  }
  end(): KeyedReport {
    const processor = this.#processor;
    for (const { entry, rows } of this.#base.arrived())
      this.#base.at(entry, () => this.#emit(processor.handleInputRows(this.#base.keyToJs(entry.key), rows, this.#times())));
    const due = this.#due;
    if (due !== undefined) this.#fire(due);
    if (this.#timeMode === 'processingTime') this.#base.store.expire(this.#base.nowMs());
    return this.#base.report(this.#timeMode === 'processingTime' ? this.#timers.next : undefined);
  }
  size(): number {
    return this.#base.store.size;
  }
  close(): void {
    if (this.#isOpen) this.#processor.close?.();
  }

  /** Those there are when the rows are done; what they register waits for the next epoch. */
  #fire(due: number): void {
    const timers: { readonly entry: KeyEntry; readonly timeMs: number }[] = [];
    for (let timer = this.#timers.take(due); timer; timer = this.#timers.take(due)) timers.push(timer);
    for (const { entry, timeMs } of timers)
      this.#base.at(entry, () => {
        const rows = this.#processor.handleExpiredTimer?.(this.#base.keyToJs(entry.key), this.#times(), { expiryTimeMs: timeMs });
        if (rows) this.#emit(rows);
      });
  }
  get #due(): number | undefined {
    if (this.#timeMode === 'none') return undefined;
    return this.#timeMode === 'processingTime' ? this.#base.nowMs() : this.#base.watermarkMs(0);
  }
  #times(): TimerValues {
    return { currentProcessingTimeMs: this.#base.nowMs(), currentWatermarkMs: this.#base.watermarkMs(0) };
  }
  #emit(rows: Iterable<unknown>): void {
    const { shape, epoch } = this.#base;
    for (const js of rows) {
      const row = rowFromJs(js, shape.output, shape.format, 'A row of the output');
      const time = this.#timeColumn < 0 ? null : (row[this.#timeColumn] as Value);
      if (time !== null && epoch.watermarkUs !== undefined && (time as bigint) < epoch.watermarkUs)
        throw new CaudalError(
          'EMITTING_ROWS_OLDER_THAN_WATERMARK_NOT_ALLOWED',
          `A row with event time ${Number((time as bigint) / 1000n)} ms is older than the watermark, ${this.#base.watermarkMs(0)} ms.`,
        );
      epoch.emit(row);
    }
  }
  #handle(): StatefulProcessorHandle {
    const base = this.#base;
    const timers = (method: string): KeyedTimers => {
      if (this.#timeMode !== 'none') return this.#timers;
      throw new CaudalError('UNSUPPORTED_OPERATION', `${method}() needs timeMode 'eventTime' or 'processingTime'.`, {
        params: { operation: method },
      });
    };
    return {
      getValueState: (name, schema, ttl) => base.value(name, schema, ttl),
      getListState: (name, schema, ttl) => base.list(name, schema, ttl),
      getMapState: (name, key, value, ttl) => base.map(name, key, value, ttl),
      deleteIfExists: (name) => base.store.drop(name),
      registerTimer: (timeMs) => timers('registerTimer').register(base.entry(), timeMs),
      deleteTimer: (timeMs) => timers('deleteTimer').delete(base.entry(), timeMs),
      listTimers: () => timers('listTimers').list(base.entry()),
      getQueryInfo: () => ({ ...base.epoch.run, batchId: base.epoch.id }),
    };
  }
}
