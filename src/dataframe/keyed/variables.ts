// What functions hold of their state: a value, a list or a map of the key that is current. Reads see what is not expired; writes set the
// expiry anew. Cost: one look-up per call, a conversion per value.
import { valueKey } from '../../types/value-key.ts';
import type { ListState, MapState, ValueState } from '../keyed-state.ts';
import type { Codec } from './codec.ts';
import type { Item, KeyEntry, KeyedStore } from './keyed-store.ts';

/** The key at work and the time. */
export interface Current {
  entry(): KeyEntry;
  nowMs(): number;
}
export interface VariableParts {
  readonly name: string;
  readonly store: KeyedStore;
  readonly current: Current;
  readonly codec: Codec;
  readonly ttlMs: number | undefined;
}

class Variable {
  readonly #parts: VariableParts;
  constructor(parts: VariableParts) {
    this.#parts = parts;
  }
  item(js: unknown, key: Item['key'] = null): Item {
    const { codec, name, ttlMs, current } = this.#parts;
    const expiresMs = ttlMs === undefined ? null : current.nowMs() + ttlMs;
    return { key, value: codec.toValue(js, `State \`${name}\``), expiresMs };
  }
  get(id: unknown): Item | undefined {
    const { store, current, name } = this.#parts;
    const item = store.items(current.entry(), name).get(id);
    return item && this.#isLive(item) ? item : undefined;
  }
  live(): Item[] {
    const { store, current, name } = this.#parts;
    return [...store.items(current.entry(), name).values()].filter((item) => this.#isLive(item));
  }
  put(id: unknown, item: Item): void {
    const { store, current, name } = this.#parts;
    store.put(current.entry(), name, id, item);
  }
  append(values: Iterable<unknown>): void {
    for (const value of values) this.put(this.#parts.store.nextNumber(), this.item(value));
  }
  delete(id: unknown): void {
    const { store, current, name } = this.#parts;
    store.delete(current.entry(), name, id);
  }
  clear(): void {
    const { store, current, name } = this.#parts;
    store.clear(current.entry(), name);
  }
  #isLive({ expiresMs }: Item): boolean {
    return expiresMs === null || expiresMs > this.#parts.current.nowMs();
  }
}

const ONLY = 0;
export function valueState(parts: VariableParts): ValueState<unknown> {
  const variable = new Variable(parts);
  const first = (): Item | undefined => variable.live()[0];
  return {
    get exists() {
      return first() !== undefined;
    },
    get() {
      const item = first();
      return item && parts.codec.toJs(item.value);
    },
    update(value) {
      const item = variable.item(value);
      variable.clear();
      variable.put(ONLY, item);
    },
    clear: () => variable.clear(),
  };
}
export function listState(parts: VariableParts): ListState<unknown> {
  const variable = new Variable(parts);
  return {
    get exists() {
      return variable.live().length > 0;
    },
    get: () => variable.live().map((item) => parts.codec.toJs(item.value)),
    add: (value) => variable.append([value]),
    addAll: (values) => variable.append(values),
    update(values) {
      const list = [...values];
      variable.clear();
      variable.append(list);
    },
    clear: () => variable.clear(),
  };
}
export function mapState(parts: VariableParts, keys: Codec): MapState<unknown, unknown> {
  const variable = new Variable(parts);
  const keyValue = (key: unknown): Item['key'] => keys.toValue(key, `A key of state \`${parts.name}\``);
  const idOf = (key: unknown): unknown => valueKey(keyValue(key), keys.type);
  function* entries(): IterableIterator<[unknown, unknown]> {
    for (const item of variable.live()) yield [keys.toJs(item.key), parts.codec.toJs(item.value)];
  }
  return {
    get exists() {
      return variable.live().length > 0;
    },
    get(key) {
      const item = variable.get(idOf(key));
      return item && parts.codec.toJs(item.value);
    },
    has: (key) => variable.get(idOf(key)) !== undefined,
    set: (key, value) => variable.put(idOf(key), variable.item(value, keyValue(key))),
    delete: (key) => variable.delete(idOf(key)),
    *keys() {
      for (const [key] of entries()) yield key;
    },
    *values() {
      for (const [, value] of entries()) yield value;
    },
    entries,
    [Symbol.iterator]: entries,
    clear: () => variable.clear(),
  };
}
