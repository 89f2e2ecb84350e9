// Timers of panes: by time, then by order of registration. A pane that goes takes its timers with it: they are skipped when they come up.
import { Heap } from '../../types/heap.ts';

export interface Timer<T> {
  readonly at: bigint;
  readonly owner: T;
  readonly kind: 'fire' | 'tick' | 'free';
}
interface Entry<T> extends Timer<T> {
  readonly rank: number;
}
/** At one time panes fire before they are freed. */
const FREE_RANK = 2 ** 52;

export class Timers<T> {
  readonly #heap = new Heap<Entry<T>>((a, b) => (a.at === b.at ? a.rank < b.rank : a.at < b.at));
  #registered = 0;

  get next(): bigint | undefined {
    return this.#heap.first?.at;
  }
  put(timer: Timer<T>): void {
    this.#heap.put({ ...timer, rank: this.#registered++ + (timer.kind === 'free' ? FREE_RANK : 0) });
  }
  /** The earliest timer not after `time`; undefined when there is none. */
  take(time: bigint): Timer<T> | undefined {
    const { first } = this.#heap;
    return first && first.at <= time ? this.#heap.take() : undefined;
  }
}
