// Timers of panes: a binary heap by time, then by order of registration. A pane that goes takes its timers with it: they are skipped
// when they come up. Cost: log n to put and to take.

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
  readonly #heap: Entry<T>[] = [];
  #registered = 0;

  get next(): bigint | undefined {
    return this.#heap[0]?.at;
  }
  put(timer: Timer<T>): void {
    const rank = this.#registered++ + (timer.kind === 'free' ? FREE_RANK : 0);
    const heap = this.#heap;
    let at = heap.push({ ...timer, rank }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(heap[at]!, heap[parent]!)) break;
      swap(heap, at, parent);
      at = parent;
    }
  }
  /** The earliest timer not after `time`; undefined when there is none. */
  take(time: bigint): Timer<T> | undefined {
    const heap = this.#heap;
    const first = heap[0];
    if (!first || first.at > time) return undefined;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first;
  }
  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      if (left >= heap.length) return;
      const least = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) ? left + 1 : left;
      if (!before(heap[least]!, heap[at]!)) return;
      swap(heap, at, least);
      at = least;
    }
  }
}
const before = (a: Entry<unknown>, b: Entry<unknown>): boolean => (a.at === b.at ? a.rank < b.rank : a.at < b.at);
function swap(heap: unknown[], a: number, b: number): void {
  const kept = heap[a];
  heap[a] = heap[b];
  heap[b] = kept;
}
