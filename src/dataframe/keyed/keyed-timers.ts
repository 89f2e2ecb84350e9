// Timers of keys, unique per key and time, kept beside the variables in the same store so that checkpoints hold them; a heap of the times
// and the keys of each time, made from the store when a checkpoint was loaded, finds those that are due.
import { Heap } from '../../types/heap.ts';
import { BIGINT } from '../../types/data-type.ts';
import type { KeyEntry, KeyedStore } from './keyed-store.ts';

export interface DueTimer {
  readonly entry: KeyEntry;
  readonly timeMs: number;
}
export class KeyedTimers {
  readonly #store: KeyedStore;
  readonly #name: string;
  readonly #times = new Heap<number>((a, b) => a < b);
  /** Keys that have a timer, by time. */
  #byTime: Map<number, Map<string, KeyEntry>> | null = null;

  constructor(store: KeyedStore, name: string) {
    this.#store = store;
    this.#name = name;
    store.declare(name, BIGINT, BIGINT);
  }
  register(entry: KeyEntry, timeMs: number): void {
    this.#index();
    this.#note(entry, timeMs);
    const time = BigInt(timeMs);
    this.#store.put(entry, this.#name, time, { key: time, value: time, expiresMs: null });
  }
  delete(entry: KeyEntry, timeMs: number): void {
    this.#store.delete(entry, this.#name, BigInt(timeMs));
    const keys = this.#index().get(timeMs);
    keys?.delete(entry.text);
    if (keys?.size === 0) this.#index().delete(timeMs);
  }
  list(entry: KeyEntry): number[] {
    return [...this.#store.items(entry, this.#name).keys()].map(Number).sort((a, b) => a - b);
  }
  clear(entry: KeyEntry): void {
    for (const time of this.list(entry)) this.delete(entry, time);
  }
  /** The first timer not after `timeMs`, taken away; in order of time. */
  take(timeMs: number): DueTimer | undefined {
    const next = this.next;
    if (next === undefined || next > timeMs) return undefined;
    const [entry] = this.#index().get(next)!.values();
    this.delete(entry!, next);
    return { entry: entry!, timeMs: next };
  }
  get next(): number | undefined {
    const index = this.#index();
    while (this.#times.first !== undefined && !index.has(this.#times.first)) this.#times.take();
    return this.#times.first;
  }
  #index(): Map<number, Map<string, KeyEntry>> {
    if (this.#byTime) return this.#byTime;
    this.#byTime = new Map();
    for (const entry of this.#store.entries()) for (const time of this.list(entry)) this.#note(entry, time);
    return this.#byTime;
  }
  #note(entry: KeyEntry, timeMs: number): void {
    const known = this.#byTime!.get(timeMs);
    if (!known) this.#times.put(timeMs);
    const keys = known ?? new Map<string, KeyEntry>();
    keys.set(entry.text, entry);
    this.#byTime!.set(timeMs, keys);
  }
}
