// A binary heap: the least element first. Cost: log n to put and to take.

export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;
  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }
  get first(): T | undefined {
    return this.#items[0];
  }
  put(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(items[at]!, items[parent]!)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }
  take(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) {
      items[0] = last!;
      this.#sink();
    }
    return first;
  }
  #sink(): void {
    const items = this.#items;
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      if (left >= items.length) return;
      const least = left + 1 < items.length && this.#before(items[left + 1]!, items[left]!) ? left + 1 : left;
      if (!this.#before(items[least]!, items[at]!)) return;
      this.#swap(at, least);
      at = least;
    }
  }
  #swap(a: number, b: number): void {
    const kept = this.#items[a]!;
    this.#items[a] = this.#items[b]!;
    this.#items[b] = kept;
  }
}
