// State per key of one function: variables (a value, a list, a map each) and timers. Values are kept as the engine's, so that they are
// copies, and as checkpoints hold them. A key that has nothing is gone. Memory: an object per key and variable.
import { arrayOf, structOf } from '../../types/data-type.ts';
import { BIGINT } from '../../types/data-type.ts';
import type { DataType, Field, Schema } from '../../types/data-type.ts';
import type { KeyedTable } from '../../plan/keyed-function.ts';
import { valueKey } from '../../types/value-key.ts';
import { StructValue } from '../../types/value.ts';
import type { Value } from '../../types/value.ts';

/** One item of a variable: a map's key, the value, when it expires (processing time, ms). */
export interface Item {
  readonly key: Value;
  readonly value: Value;
  readonly expiresMs: number | null;
}
/** Items of a variable in order of arrival: a map's by key, a list's by number, a value's one item. */
export type Items = Map<unknown, Item>;
export interface KeyEntry {
  readonly text: string;
  readonly key: readonly Value[];
  readonly variables: Map<string, Items>;
}
const NONE: ReadonlyMap<unknown, Item> = new Map();
export class KeyedStore {
  readonly tables: KeyedTable[] = [];
  readonly #keySchema: Schema;
  readonly #entries = new Map<string, KeyEntry>();
  /** By variable and key: the epoch of the last change. */
  readonly #changed = new Map<string, Map<string, { readonly entry: KeyEntry; epoch: number }>>();
  #epoch = 0;
  #numbers = 0;
  updated = 0;
  removed = 0;

  constructor(keySchema: Schema) {
    this.#keySchema = keySchema;
  }
  beginEpoch(id: number): void {
    this.#epoch = id;
    this.updated = 0;
    this.removed = 0;
  }
  entryOf(key: readonly Value[]): KeyEntry {
    const text = key.map((value, i) => tagged(value, this.#keySchema[i]!.type)).join('');
    return this.#entries.get(text) ?? { text, key, variables: new Map() };
  }
  entries(): IterableIterator<KeyEntry> {
    return this.#entries.values();
  }
  get size(): number {
    let rows = 0;
    for (const { variables } of this.#entries.values()) for (const items of variables.values()) rows += items.size;
    return rows;
  }
  /** Declares a variable; its table holds one row per key with all items. */
  declare(name: string, value: DataType, key: DataType | null): void {
    if (this.#changed.has(name)) return;
    const changed = new Map<string, { readonly entry: KeyEntry; epoch: number }>();
    this.#changed.set(name, changed);
    const item = structOf([
      ...(key ? [{ name: 'key', type: key, nullable: true }] : []),
      { name: 'value', type: value, nullable: true },
      { name: 'expires', type: BIGINT, nullable: true },
    ]);
    const keyFields: Field[] = this.#keySchema.map((field, i) => ({ ...field, name: `key${i}` }));
    this.tables.push({
      name,
      keys: keyFields.length,
      fields: [...keyFields, { name: 'items', type: arrayOf(item, false), nullable: false }],
      changes: (since) => {
        const puts: (readonly Value[])[] = [];
        const removed: (readonly Value[])[] = [];
        for (const [text, { entry, epoch }] of changed) {
          const items = this.#entries.get(text)?.variables.get(name);
          if (since !== null && epoch <= since) {
            // The checkpoint has it; who is gone need not be remembered.
            if (!items) changed.delete(text);
            continue;
          }
          if (items) puts.push([...entry.key, Array.from(items.values(), (one) => packed(one, key !== null))]);
          else if (since !== null) removed.push(entry.key);
        }
        return { puts, removed };
      },
      restore: (row) => {
        const entry = this.entryOf(row.slice(0, keyFields.length));
        const items: Items = new Map();
        for (const packedItem of row.at(-1) as readonly StructValue[]) {
          const item = unpacked(packedItem, key !== null);
          items.set(key ? valueKey(item.key, key) : this.nextNumber(), item);
        }
        this.#keep(entry, name, items, -1);
      },
    });
  }
  /** Ids of list items rise. */
  nextNumber(): number {
    return this.#numbers++;
  }
  items(entry: KeyEntry, name: string): ReadonlyMap<unknown, Item> {
    return entry.variables.get(name) ?? NONE;
  }
  put(entry: KeyEntry, name: string, id: unknown, item: Item): void {
    const items = entry.variables.get(name) ?? new Map<unknown, Item>();
    items.set(id, item);
    this.updated++;
    this.#keep(entry, name, items, this.#epoch);
  }
  delete(entry: KeyEntry, name: string, id: unknown): void {
    const items = entry.variables.get(name);
    if (!items?.delete(id)) return;
    this.removed++;
    this.#keep(entry, name, items, this.#epoch);
  }
  clear(entry: KeyEntry, name: string): void {
    const items = entry.variables.get(name);
    if (!items) return;
    this.removed += items.size;
    this.#keep(entry, name, new Map(), this.#epoch);
  }
  #keep(entry: KeyEntry, name: string, items: Items, epoch: number): void {
    if (items.size > 0) entry.variables.set(name, items);
    else entry.variables.delete(name);
    if (entry.variables.size > 0) this.#entries.set(entry.text, entry);
    else this.#entries.delete(entry.text);
    this.#changed.get(name)!.set(entry.text, { entry, epoch });
  }
  /** Takes a variable away from all keys. */
  drop(name: string): void {
    for (const entry of this.#entries.values()) this.clear(entry, name);
  }
  /** Items whose time has come go. */
  expire(nowMs: number): void {
    for (const entry of this.#entries.values())
      for (const [name, items] of entry.variables)
        for (const [id, { expiresMs }] of items) if (expiresMs !== null && expiresMs <= nowMs) this.delete(entry, name, id);
  }
}
const packed = ({ key, value, expiresMs }: Item, hasKey: boolean): StructValue =>
  new StructValue([...(hasKey ? [key] : []), value, expiresMs === null ? null : BigInt(expiresMs)]);
function unpacked({ values }: StructValue, hasKey: boolean): Item {
  const [key, value, expires] = hasKey ? values : [null, ...values];
  return { key: key!, value: value!, expiresMs: expires === null ? null : Number(expires) };
}
/** A value as text that differs for values that group apart; its length says where it ends, NULL is apart from all. */
function tagged(value: Value, type: DataType): string {
  if (value === null) return 'n';
  const text = String(valueKey(value, type));
  return `${text.length}:${text}`;
}
