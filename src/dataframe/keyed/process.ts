// keyBy().process (Flink's KeyedProcessFunction): row by row; timers fire, in order of time, when the watermark or the clock reaches them.
import type { KeyedInstance, KeyedReport, KeyedRow } from '../../plan/keyed-function.ts';
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { ProcessFunction, TimerContext } from '../keyed-state.ts';
import { rowFromJs } from './codec.ts';
import { KeyedBase } from './keyed-base.ts';
import type { KeyedShape } from './keyed-base.ts';
import { KeyedTimers } from './keyed-timers.ts';

/** Times at the ends of what numbers hold stand for infinity. */
const END_MS = 8.64e15;

export class Process implements KeyedInstance {
  readonly #base: KeyedBase;
  readonly #fn: ProcessFunction;
  readonly #sideOutputs: Readonly<Record<string, Schema>>;
  readonly #eventTimers: KeyedTimers;
  readonly #processingTimers: KeyedTimers;
  #watermarkMs = -Infinity;

  constructor(fn: ProcessFunction, shape: KeyedShape, sideOutputs: Readonly<Record<string, Schema>>) {
    this.#base = new KeyedBase(shape);
    this.#fn = fn;
    this.#sideOutputs = sideOutputs;
    this.#eventTimers = new KeyedTimers(this.#base.store, 'eventTimers');
    this.#processingTimers = new KeyedTimers(this.#base.store, 'processingTimers');
    fn.open?.({ state: this.#state });
  }
  get tables(): KeyedInstance['tables'] {
    return this.#base.store.tables;
  }
  begin(epoch: Parameters<KeyedInstance['begin']>[0]): void {
    this.#base.begin(epoch);
    if (epoch.startUs !== undefined) this.#watermarkMs = Math.max(this.#watermarkMs, Number(epoch.startUs / 1000n));
    const now = this.#base.nowMs();
    for (let timer = this.#processingTimers.take(now); timer; timer = this.#processingTimers.take(now))
      this.#fire('processingTime', timer);
  }
  row({ key, row, timeUs, watermarkUs }: KeyedRow): void {
    if (watermarkUs !== null) this.#advance(Number(watermarkUs / 1000n));
    const timestamp = timeUs === null ? null : Number(timeUs / 1000n);
    this.#base.at(this.#base.store.entryOf(key), () =>
      this.#fn.processElement(this.#base.rowToJs(row), this.#context('eventTime', timestamp)),
    );
  }
  end(): KeyedReport {
    if (this.#base.epoch.watermarkUs !== undefined) this.#advance(Math.min(this.#base.watermarkMs(0), END_MS));
    this.#base.store.expire(this.#base.nowMs());
    return this.#base.report(this.#processingTimers.next);
  }
  size(): number {
    return this.#base.store.size;
  }
  close(): void {
    this.#fn.close?.();
  }

  #advance(watermarkMs: number): void {
    if (watermarkMs <= this.#watermarkMs) return;
    this.#watermarkMs = watermarkMs;
    const timers = this.#eventTimers;
    for (let timer = timers.take(watermarkMs); timer; timer = timers.take(watermarkMs)) this.#fire('eventTime', timer);
  }
  #fire(domain: TimerContext['timeDomain'], { entry, timeMs }: NonNullable<ReturnType<KeyedTimers['take']>>): void {
    this.#base.at(entry, () => this.#fn.onTimer?.(timeMs, this.#context(domain, domain === 'eventTime' ? timeMs : null)));
  }
  get #state(): TimerContext['state'] {
    const base = this.#base;
    return {
      value: (name, schema, ttl) => base.value(name, schema, ttl),
      list: (name, schema, ttl) => base.list(name, schema, ttl),
      map: (name, { key, value }, ttl) => base.map(name, key, value, ttl),
    };
  }
  #context(timeDomain: TimerContext['timeDomain'], timestamp: number | null): TimerContext {
    const base = this.#base;
    const entry = base.entry();
    return {
      key: base.keyToJs(entry.key),
      state: this.#state,
      timers: {
        registerEventTime: (ms) => this.#eventTimers.register(entry, ms),
        registerProcessingTime: (ms) => this.#processingTimers.register(entry, ms),
        deleteEventTime: (ms) => this.#eventTimers.delete(entry, ms),
        deleteProcessingTime: (ms) => this.#processingTimers.delete(entry, ms),
      },
      timestamp,
      timeDomain,
      currentWatermark: this.#watermarkMs >= END_MS ? Infinity : this.#watermarkMs,
      currentProcessingTime: base.nowMs(),
      emit: (row) => base.emit(row),
      output: (tag, row) => this.#output(tag, row),
    };
  }
  #output(tag: string, row: unknown): void {
    const schema = this.#sideOutputs[tag];
    if (!schema)
      throw new CaudalError('SIDE_OUTPUT_NOT_FOUND', `The function declares no side output \`${tag}\`.`, {
        hint: 'Name it in process(fn, output, { sideOutputs: { tag: schema } }).',
        params: { tag },
      });
    this.#base.epoch.sideOutput(tag, rowFromJs(row, schema, this.#base.shape.format, `A row for side output \`${tag}\``));
  }
}
