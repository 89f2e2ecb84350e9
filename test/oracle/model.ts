// model.ts: a naive model of windowed aggregation, one row at a time, over the rules of each preset. Keeps every row of every open
// window; shares no code with the engine. Also Spark's two deduplications. Times in ms.
import type { Preset, Rules } from './rules.ts';
import { RULES } from './rules.ts';

export interface Row {
  readonly key: string | null;
  readonly time: number | null;
  readonly value: number;
}
export type TimeWindows =
  | { readonly kind: 'sliding'; readonly size: number; readonly slide: number; readonly offset?: number }
  | { readonly kind: 'cumulate'; readonly size: number; readonly step: number }
  | { readonly kind: 'session'; readonly gap: number };
export interface WindowQuery {
  readonly preset: Preset;
  readonly windows: TimeWindows;
  /** Of withWatermark; the grace of `kafka`. */
  readonly delay: number;
  readonly lateness?: number;
  readonly mode: 'append' | 'update' | 'complete';
}
export interface Result {
  readonly key: string | null;
  readonly start: number;
  readonly end: number;
  readonly n: number;
  readonly total: number;
}
interface Pane {
  readonly key: string | null;
  start: number;
  end: number;
  values: number[];
  fired: boolean;
  touched: boolean;
}

/** [start, end) of every window that holds `time`. */
export function windowsOf(time: number, windows: Exclude<TimeWindows, { kind: 'session' }>): [number, number][] {
  const out: [number, number][] = [];
  if (windows.kind === 'cumulate') {
    const start = Math.floor(time / windows.size) * windows.size;
    for (let end = start + windows.step; end <= start + windows.size; end += windows.step) if (time < end) out.push([start, end]);
    return out;
  }
  const { size, slide, offset = 0 } = windows;
  const last = Math.floor((time - offset) / slide) * slide + offset;
  for (let start = last; start > time - size; start -= slide) out.push([start, start + size]);
  return out;
}

export class WindowModel {
  readonly #query: WindowQuery;
  readonly #rules: Rules;
  #panes: Pane[] = [];
  #max = -Infinity;
  /** What state is closed by, and what rows are judged by. */
  watermark: number;
  #lateBy: number;
  /** Rows that no window took. */
  readonly late: Row[] = [];
  #out: Result[] = [];

  constructor(query: WindowQuery, rules: Rules = RULES[query.preset]) {
    this.#query = query;
    this.#rules = rules;
    this.watermark = rules.start;
    this.#lateBy = rules.start;
  }
  get stateRows(): number {
    return this.#panes.length;
  }

  /** The rows of one epoch and, as long as the watermark moves, the empty epochs after it. */
  epoch(rows: readonly Row[]): Result[] {
    this.#out = [];
    if (this.#rules.perRow) for (const row of rows) this.#row(row);
    else this.#microBatch(rows);
    return this.#out;
  }
  /** A watermark set by hand, or +Infinity at the end of the input. */
  advance(watermark: number): Result[] {
    this.#out = [];
    this.#move(Math.max(watermark, this.watermark));
    return this.#out;
  }

  #microBatch(rows: readonly Row[]): void {
    for (const pane of this.#panes) pane.touched = false;
    for (const row of rows) this.#add(row, this.#query.mode === 'complete' ? -Infinity : this.#lateBy);
    if (this.#query.mode === 'update') for (const pane of this.#panes) if (pane.touched) this.#emit(pane);
    this.#lateBy = this.watermark;
    this.#close();
    if (this.#query.mode === 'complete') for (const pane of this.#panes) this.#emit(pane);
    for (const row of rows) if (row.time !== null) this.#max = Math.max(this.#max, row.time);
    const moved = Math.max(this.watermark, this.#rules.watermark(this.#max, this.#query.delay));
    if (moved === this.watermark) return;
    this.watermark = moved;
    if (this.#query.mode === 'complete') return;
    this.#lateBy = moved;
    this.#close();
  }
  #row(row: Row): void {
    if (row.time === null) return;
    if (this.#query.preset === 'kafka') this.#see(row.time);
    this.#add(row, this.watermark);
    this.#see(row.time);
  }
  #see(time: number): void {
    this.#max = Math.max(this.#max, time);
    this.#move(Math.max(this.watermark, this.#rules.watermark(this.#max, this.#query.delay)));
  }
  #move(watermark: number): void {
    this.watermark = watermark;
    this.#lateBy = watermark;
    this.#close();
  }

  /** Puts a row into its windows. */
  #add(row: Row, watermark: number): void {
    if (row.time === null) return;
    const { windows, lateness = 0, mode, preset } = this.#query;
    if (windows.kind === 'session') return this.#addToSession(row, watermark, windows.gap);
    // Kafka's windows begin at 0 at the earliest.
    const spans = windowsOf(row.time, windows).filter(([start]) => preset !== 'kafka' || start >= 0);
    if (spans.length === 0) return;
    const open = spans.filter(([, end]) => !this.#rules.late(end, watermark, lateness));
    if (open.length === 0) this.late.push(row);
    for (const [start, end] of open.sort((a, b) => a[0] - b[0])) {
      let pane = this.#panes.find((one) => one.key === row.key && one.start === start && one.end === end);
      if (!pane) this.#panes.push((pane = { key: row.key, start, end, values: [], fired: false, touched: false }));
      this.#touch(pane, row.value);
      // Its end has come already: this firing is the one its timer would make.
      if (this.#rules.refires && this.#rules.fires(end, watermark)) pane.fired = true;
      if (preset === 'kafka' ? mode === 'update' : this.#rules.refires && this.#rules.fires(end, watermark)) this.#emit(pane);
    }
  }
  #addToSession(row: Row, watermark: number, gap: number): void {
    const rules = this.#rules;
    const { lateness = 0, mode, preset } = this.#query;
    const merged: Pane = {
      key: row.key,
      start: row.time!,
      end: rules.sessionEnd(row.time!, gap),
      values: [],
      fired: false,
      touched: false,
    };
    const parts = this.#panes.filter((one) => one.key === row.key && meets(rules, one, merged, gap));
    // Spark judges the row's own [time, time + gap); the others the session it would make.
    for (const one of preset === 'spark' ? [] : parts) stretch(merged, one);
    if (rules.late(rules.sessionClose(merged.end, gap), watermark, lateness)) {
      this.late.push(row);
      return;
    }
    for (const one of parts) {
      stretch(merged, one);
      merged.values.push(...one.values);
    }
    this.#panes = this.#panes.filter((one) => !parts.includes(one));
    this.#panes.push(merged);
    this.#touch(merged, row.value);
    if (rules.refires && rules.fires(merged.end, watermark)) merged.fired = true;
    if (preset === 'kafka' ? mode === 'update' : rules.refires && rules.fires(merged.end, watermark)) this.#emit(merged);
  }
  #touch(pane: Pane, value: number): void {
    pane.values.push(value);
    pane.touched = true;
  }

  /** Fires and frees what the watermark has passed, by end. */
  #close(): void {
    const { mode, preset, windows, lateness = 0 } = this.#query;
    if (preset === 'spark' && mode === 'complete') return;
    const endOf = (pane: Pane): number =>
      windows.kind === 'session' ? this.#rules.sessionClose(pane.end, windows.gap) : pane.end;
    for (const pane of [...this.#panes].sort((a, b) => a.end - b.end)) {
      if (!pane.fired && this.#rules.fires(endOf(pane), this.watermark)) {
        pane.fired = true;
        if (preset === 'flink' || mode === 'append' || preset === 'flink-sql') this.#emit(pane);
      }
    }
    this.#panes = this.#panes.filter((pane) => !this.#rules.frees(endOf(pane), this.watermark, lateness));
  }
  #emit({ key, start, end, values }: Pane): void {
    this.#out.push({ key, start, end, n: values.length, total: values.reduce((sum, value) => sum + value, 0) });
  }
}

const meets = (rules: Rules, a: Pane, b: Pane, gap: number): boolean =>
  a.start <= b.start ? rules.touches(a.end, b.start, gap) : rules.touches(b.end, a.start, gap);
function stretch(pane: Pane, other: Pane): void {
  pane.start = Math.min(pane.start, other.start);
  pane.end = Math.max(pane.end, other.end);
}
