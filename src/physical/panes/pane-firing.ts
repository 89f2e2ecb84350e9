// When panes send their results and when they go: by the watermark, by processing time, by rows. Results are collected in order.
import type { Value } from '../../types/value.ts';
import { must } from '../../types/assert.ts';
import type { PaneAggregateNode } from '../physical.ts';
import type { StreamContext } from '../stream.ts';
import { firesAtEnd, nextTick } from '../../plan/firing.ts';
import type { Pane, PaneTable } from './pane-table.ts';
import { WINDOW_RULES } from './window-rules.ts';
import type { WindowRules } from './window-rules.ts';

/** One result row. Weight -1 takes back one that was sent. */
export interface Fired {
  readonly key: readonly Value[];
  readonly startUs: bigint;
  readonly endUs: bigint;
  readonly results: readonly Value[];
  readonly weight: 1 | -1;
}
const MS = 1000n;

export class PaneFiring {
  readonly rules: WindowRules;
  /** Results not taken yet. */
  readonly out: Fired[] = [];
  removed = 0;
  readonly #node: PaneAggregateNode;
  readonly #table: PaneTable;
  readonly #stream: StreamContext;
  readonly #nowMs: number;

  constructor(node: PaneAggregateNode, table: PaneTable, stream: StreamContext) {
    this.rules = WINDOW_RULES[stream.semantics];
    this.#node = node;
    this.#table = table;
    this.#stream = stream;
    this.#nowMs = stream.epoch.timestampMs;
    for (const pane of table.loaded.splice(0)) this.register(pane);
  }
  get watermarkUs(): bigint | undefined {
    return this.#table.watermarkUs;
  }
  /** Processing time at which something is due; undefined: never. */
  get wakeAtMs(): number | undefined {
    const byClock = this.#table.processingTimers.next;
    const byWindow = this.#node.isProcessingTime ? this.#table.eventTimers.next : undefined;
    const times = [byClock, byWindow === undefined ? undefined : (byWindow + MS - 1n) / MS].filter((t) => t !== undefined);
    return times.length > 0 ? Math.min(...times.map(Number)) : undefined;
  }

  /** A pane's timers: its end, when it goes, and those of its trigger that are set. */
  register(pane: Pane): void {
    const { eventTimers, processingTimers } = this.#table;
    if (pane.tickUs !== null) eventTimers.put({ at: pane.tickUs, owner: pane, kind: 'tick' });
    if (pane.wakeMs !== null) processingTimers.put({ at: BigInt(pane.wakeMs), owner: pane, kind: 'tick' });
    if (this.#node.window === null) return;
    if (!isRecord(pane)) eventTimers.put({ at: this.fireAt(pane), owner: pane, kind: 'fire' });
    eventTimers.put({ at: this.#freeAt(pane), owner: pane, kind: 'free' });
  }
  /** The end by which a pane is late, due and over. */
  boundOf(pane: Pick<Pane, 'startUs' | 'endUs' | 'gapUs'>): bigint {
    const { window } = this.#node;
    if (window?.kind === 'session') return this.rules.sessionBound(pane.endUs, pane.gapUs);
    // Kafka's sliding windows end inclusively, so a millisecond later than others.
    if (window?.kind === 'sliding') return isRecord(pane) ? pane.startUs + window.size + 2n * MS : pane.endUs + MS;
    return pane.endUs;
  }
  fireAt(pane: Pane): bigint {
    return this.rules.fireAt(this.boundOf(pane));
  }
  #freeAt(pane: Pane): bigint {
    return this.rules.freeAt(this.boundOf(pane), this.#node.latenessUs);
  }

  /** Processing time is now: what waited for it fires. */
  wake(): void {
    const now = BigInt(this.#nowMs);
    if (this.#node.isProcessingTime) this.advance(now * MS);
    const timers = this.#table.processingTimers;
    for (let timer = timers.take(now); timer; timer = timers.take(now)) {
      const pane = timer.owner;
      if (!pane.alive || pane.wakeMs === null || BigInt(pane.wakeMs) !== timer.at) continue;
      const { kind, every } = must(this.#node.firing, 'a trigger');
      pane.wakeMs = null;
      if (kind === 'processingTime') this.#wakeAt(pane, Math.max(Number(timer.at), nextTick(this.#nowMs, every) - every) + every);
      this.emit(pane);
    }
  }
  /** The watermark is now here: what is due fires, what is over goes. */
  advance(watermarkUs: bigint): void {
    const table = this.#table;
    if (table.watermarkUs !== undefined && watermarkUs <= table.watermarkUs) return;
    table.watermarkUs = watermarkUs;
    const timers = table.eventTimers;
    for (let timer = timers.take(watermarkUs); timer; timer = timers.take(watermarkUs)) {
      const pane = timer.owner;
      if (!pane.alive) continue;
      if (timer.kind === 'tick') this.#tick(pane, timer.at);
      else if (timer.kind === 'fire') this.#due(pane, timer.at);
      else if (timer.at === this.#freeAt(pane)) this.#free(pane);
    }
  }
  /** A row has come into the pane. */
  afterRow(pane: Pane, timeUs: bigint): void {
    const { firing, window } = this.#node;
    const isDue = window !== null && this.watermarkUs !== undefined && this.watermarkUs >= this.fireAt(pane);
    // Its end has come already: this firing is the one its timer would make.
    if (isDue) pane.fired = true;
    if (firing === null) {
      // Complete: all panes leave at the end of the epoch.
      const { outputMode } = this.#stream;
      if (outputMode === 'complete') return;
      if (this.rules.updatesPerRow ? outputMode !== 'append' : this.rules.refires && isDue) this.emit(pane);
    } else if (firing.kind === 'count') {
      if (pane.rowsSinceFiring >= firing.every) this.emit(pane);
    } else if (firing.kind === 'processingTime') {
      if (pane.wakeMs === null) this.#wakeAt(pane, nextTick(this.#nowMs, firing.every));
    } else if (isDue) {
      this.emit(pane);
    } else if (firing.kind === 'early') {
      if (pane.wakeMs === null) this.#wakeAt(pane, this.#nowMs + firing.every);
    } else if (firing.kind === 'continuous' && pane.tickUs === null) {
      this.#tickAt(pane, BigInt(nextTick(Number(timeUs / MS), firing.every)) * MS);
    }
  }
  /** Timers that a pane takes over from one it absorbs. */
  inherit(pane: Pane, from: Pane): void {
    if (from.tickUs !== null && (pane.tickUs === null || from.tickUs < pane.tickUs)) this.#tickAt(pane, from.tickUs);
    if (from.wakeMs !== null && (pane.wakeMs === null || from.wakeMs < pane.wakeMs)) this.#wakeAt(pane, from.wakeMs);
  }
  emit(pane: Pane): void {
    if (pane.rows === 0) return;
    this.takeBack(pane);
    const fired: Fired = {
      key: pane.key.values,
      startUs: pane.startUs,
      endUs: pane.endUs,
      results: this.#table.contents.results(pane.group),
      weight: 1,
    };
    this.out.push(fired);
    pane.sent = fired;
    pane.rowsSinceFiring = 0;
    pane.changed = this.#stream.epoch.id;
    if (this.#node.firing?.purging) this.#table.empty(pane);
  }
  /** In a changelog, what the pane sent last is no more. */
  takeBack(pane: Pane): void {
    if (pane.sent !== null && this.#stream.outputMode === 'changelog') this.out.push({ ...pane.sent, weight: -1 });
    pane.sent = null;
  }

  #tickAt(pane: Pane, at: bigint): void {
    pane.tickUs = at;
    this.#table.eventTimers.put({ at, owner: pane, kind: 'tick' });
  }
  #wakeAt(pane: Pane, at: number): void {
    pane.wakeMs = at;
    this.#table.processingTimers.put({ at: BigInt(at), owner: pane, kind: 'tick' });
  }
  #tick(pane: Pane, at: bigint): void {
    // The end of a window is a firing of its own, the last one.
    if (pane.tickUs !== at || (this.#node.window !== null && at >= this.fireAt(pane))) return;
    this.#tickAt(pane, at + BigInt(must(this.#node.firing, 'a trigger').every) * MS);
    this.emit(pane);
  }
  #due(pane: Pane, at: bigint): void {
    if (pane.fired || at !== this.fireAt(pane)) return;
    pane.fired = true;
    pane.changed = this.#stream.epoch.id;
    const { firing } = this.#node;
    if (firing !== null ? firesAtEnd(firing) : this.#firesOnce) this.emit(pane);
  }
  /** Without a trigger: whether results leave at the pane's end, and not while it fills. */
  get #firesOnce(): boolean {
    if (this.#stream.outputMode === 'append') return true;
    return this.#stream.outputMode !== 'complete' && this.rules.perRow && !this.rules.updatesPerRow;
  }
  #free(pane: Pane): void {
    if (this.#stream.outputMode === 'complete') return;
    this.removed++;
    this.#table.remove(pane, this.#stream.epoch.id);
  }
}
/** Not a window, but the rows of one time under a key: what sliding windows are made of. */
export const isRecord = (pane: Pick<Pane, 'startUs' | 'endUs'>): boolean => pane.endUs < pane.startUs;
