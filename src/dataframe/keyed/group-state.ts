// mapGroupsWithState and flatMapGroupsWithState (Spark): the function is called once for each key that has rows in the epoch, then once for
// each key whose timeout has come. A timeout is cleared by every call and must be set again.
import type { KeyedInstance, KeyedReport, KeyedRow } from '../../plan/keyed-function.ts';
import { CaudalError } from '../../types/error.ts';
import { durationMs } from '../duration.ts';
import type {
  FlatMapGroupsOptions,
  GroupFunction,
  GroupState,
  MapGroupsOptions,
  StateTimeout,
  ValueState,
} from '../keyed-state.ts';
import { KeyedBase } from './keyed-base.ts';
import type { KeyedShape } from './keyed-base.ts';
import type { KeyEntry } from './keyed-store.ts';
import { KeyedTimers } from './keyed-timers.ts';

export class GroupStates implements KeyedInstance {
  readonly #base: KeyedBase;
  readonly #fn: GroupFunction;
  readonly #isFlat: boolean;
  readonly #timeout: StateTimeout;
  readonly #state: ValueState<unknown>;
  readonly #timers: KeyedTimers;
  #hasTimedOut = false;

  constructor(fn: GroupFunction, shape: KeyedShape, options: MapGroupsOptions | FlatMapGroupsOptions, timeout: StateTimeout) {
    this.#base = new KeyedBase(shape);
    this.#fn = fn;
    this.#isFlat = 'outputMode' in options;
    this.#timeout = timeout;
    this.#state = this.#base.value('state', options.state);
    this.#timers = new KeyedTimers(this.#base.store, 'timeout');
  }
  get tables(): KeyedInstance['tables'] {
    return this.#base.store.tables;
  }
  begin(epoch: Parameters<KeyedInstance['begin']>[0]): void {
    this.#base.begin(epoch);
  }
  row(given: KeyedRow): void {
    if (this.#timeout === 'eventTime' && this.#base.isLate(given)) return;
    this.#base.arrive(given);
  }
  end(): KeyedReport {
    for (const { entry, rows } of this.#base.arrived()) this.#call(entry, rows, false);
    const due = this.#dueBefore;
    // Strictly before, in Spark; keys that time out are those there are now.
    if (due !== undefined)
      for (let timer = this.#timers.take(due - 1); timer; timer = this.#timers.take(due - 1)) this.#call(timer.entry, [], true);
    const { next } = this.#timers;
    return this.#base.report(this.#timeout === 'processingTime' && next !== undefined ? next + 1 : undefined);
  }
  size(): number {
    return [...this.#base.store.entries()].length;
  }
  close(): void {}

  /** Timeouts before it have come. */
  get #dueBefore(): number | undefined {
    if (this.#timeout === 'none') return undefined;
    return this.#timeout === 'processingTime' ? this.#base.nowMs() : this.#base.watermarkMs(0);
  }
  #call(entry: KeyEntry, rows: readonly unknown[], hasTimedOut: boolean): void {
    this.#hasTimedOut = hasTimedOut;
    this.#base.at(entry, () => {
      this.#timers.clear(entry);
      const result = this.#fn(this.#base.keyToJs(entry.key), rows, this.#handle(entry));
      if (!this.#isFlat) this.#base.emit(result);
      else for (const row of result as Iterable<unknown>) this.#base.emit(row);
    });
  }
  #handle(entry: KeyEntry): GroupState<unknown> {
    const state = this.#state;
    const base = this.#base;
    const only = (kind: StateTimeout, method: string): void => {
      if (this.#timeout === kind) return;
      throw new CaudalError('UNSUPPORTED_OPERATION', `${method} needs timeout: '${kind}', which the query does not have.`, {
        params: { operation: method },
      });
    };
    const setTimeout = (timeMs: number): void => {
      this.#timers.clear(entry);
      this.#timers.register(entry, timeMs);
    };
    return {
      get exists() {
        return state.exists;
      },
      hasTimedOut: this.#hasTimedOut,
      get: () => state.get(),
      update(value) {
        if (value === null || value === undefined) throw invalid('update', "'null' is not a valid state value");
        state.update(value);
      },
      remove: () => state.clear(),
      setTimeoutDuration(duration) {
        only('processingTime', 'setTimeoutDuration()');
        const ms = durationMs(duration, 'setTimeoutDuration()');
        if (ms <= 0) throw invalid('setTimeoutDuration', 'Timeout duration must be positive');
        setTimeout(base.nowMs() + ms);
      },
      setTimeoutTimestamp(time) {
        only('eventTime', 'setTimeoutTimestamp()');
        const ms = Math.floor(Number(time));
        if (!(ms > 0)) throw invalid('setTimeoutTimestamp', 'Timeout timestamp must be positive');
        if (ms < base.watermarkMs(0))
          throw invalid(
            'setTimeoutTimestamp',
            `Timeout timestamp (${ms}) cannot be earlier than the current watermark (${base.watermarkMs(0)})`,
          );
        setTimeout(ms);
      },
      getCurrentWatermarkMs: () => base.watermarkMs(0),
      getCurrentProcessingTimeMs: () => base.nowMs(),
    };
  }
}
const invalid = (method: string, message: string): CaudalError =>
  new CaudalError('INVALID_PARAMETER_VALUE', `${method}(): ${message}.`, { params: { parameter: method } });
