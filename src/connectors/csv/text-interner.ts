// text-interner.ts: the dictionary of one text column while a task reads it. Batches get immutable snapshots; a snapshot is copied only
// when new texts came. It gives up where texts hardly repeat: the caller goes on with plain columns.
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column, Dictionary } from '../../column/column.ts';
import { makeDictionary } from '../../column/dictionary.ts';
import type { Ptr } from '../../column/memory.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Records } from './record-scanner.ts';

const MAX_ENTRIES = 1 << 16;
const MAX_BYTES = 1 << 23;
/** After so many rows, at most this share may be distinct. */
const LIMITS = [
  [8192, 0.9],
  [65536, 0.5],
] as const;
// Word indexes of the kernel's dictionary, and the bytes of a slot (assembly/decode/csv-intern.ts).
const SLOTS = 0,
  MASK = 1,
  OFFSETS = 2,
  BYTES = 3,
  COUNT = 4,
  ENTRIES = 5,
  BYTES_CAPACITY = 6;
const SLOT_BYTES = 32;
const FIRST_ENTRIES = 256,
  FIRST_BYTES = 1 << 12;
/** Half full at most: collisions cost more, as branches that nobody can predict, than the cache lines that they save. */
const slotsFor = (entries: number): number => entries * 2;

export interface InternedText {
  readonly column: Column;
  readonly misfitsPtr: Ptr;
  readonly misfits: number;
}

export class TextInterner {
  readonly #engine: Engine;
  readonly #type: DataType;
  readonly #ptr: Ptr;
  #rows = 0;
  #checked = 0;
  #snapshot: Dictionary | null = null;

  constructor(engine: Engine, type: DataType) {
    const { memory } = engine;
    this.#engine = engine;
    this.#type = type;
    this.#ptr = memory.alloc(64);
    const words = memory.u32(this.#ptr, 8);
    words.fill(0);
    words[ENTRIES] = FIRST_ENTRIES;
    words[BYTES_CAPACITY] = FIRST_BYTES;
    const bytesPtr = memory.alloc(FIRST_BYTES + 64),
      offsetsPtr = memory.alloc((FIRST_ENTRIES + 1) * 4);
    memory.i32(offsetsPtr, 1)[0] = 0;
    memory.u32(this.#ptr, 4).set([0, 0, offsetsPtr, bytesPtr]);
    this.#makeSlots(slotsFor(FIRST_ENTRIES));
  }

  /** null: texts hardly repeat or are not UTF-8; nothing was changed for the caller. */
  intern(records: Records, columnIndex: number, configPtr: Ptr): InternedText | null {
    const { memory, kernels } = this.#engine;
    const { n, endsPtr, rowsPtr } = records;
    const codesPtr = memory.temp(n * 4),
      validityPtr = memory.temp(bitmapBytes(n)),
      misfitsPtr = memory.temp(bitmapBytes(n)),
      resultPtr = memory.temp(64);
    for (const ptr of [validityPtr, misfitsPtr]) memory.u8(ptr, bitmapBytes(n)).fill(0);
    memory.i32(resultPtr, 3).fill(0);
    for (let row = 0; row < n;) {
      const done = kernels.csvIntern(
        endsPtr,
        rowsPtr,
        row,
        n,
        columnIndex,
        configPtr,
        this.#ptr,
        codesPtr,
        validityPtr,
        misfitsPtr,
        resultPtr,
      );
      if (done < n) {
        const [count, entries, capacity] = memory.u32(this.#ptr + COUNT * 4, 3);
        if (count! >= MAX_ENTRIES || capacity! >= MAX_BYTES) return null;
        if (count === entries) this.#growEntries(entries! * 2);
        else this.#growBytes(capacity! * 2);
      }
      row = done;
    }
    this.#rows += n;
    const count = memory.u32(this.#ptr + COUNT * 4, 1)[0]!;
    if (this.#isTooDiverse(count) || !this.#isUtf8(count)) return null;
    const [nulls, misfits] = memory.i32(resultPtr, 2);
    const hasNulls = nulls! + misfits! > 0;
    if (count === 0)
      return { column: makeColumn({ type: this.#type, layout: 'null', length: n }), misfitsPtr, misfits: misfits! };
    const column = makeColumn({
      type: this.#type,
      layout: 'dict',
      length: n,
      ptr: codesPtr,
      validityPtr: hasNulls ? validityPtr : 0,
      dictionary: this.#dictionary(count),
    });
    return { column, misfitsPtr, misfits: misfits! };
  }
  #isTooDiverse(count: number): boolean {
    return LIMITS.some(([rows, share]) => this.#rows >= rows && count > this.#rows * share);
  }
  /** Entries since the last check. */
  #isUtf8(count: number): boolean {
    const { memory, kernels } = this.#engine;
    const words = memory.u32(this.#ptr, 8);
    const from = this.#checked;
    this.#checked = count;
    return (
      from === count || this.#type.kind !== 'string' || kernels.utf8InvalidString(words[BYTES]!, words[OFFSETS]!, from, count) < 0
    );
  }
  #dictionary(count: number): Dictionary {
    if (this.#snapshot?.count === count) return this.#snapshot;
    this.#snapshot?.release();
    const { memory } = this.#engine;
    const words = memory.u32(this.#ptr, 8).slice();
    const bytes = memory.i32(words[OFFSETS]! + count * 4, 1)[0]!;
    const ptr = memory.alloc((count + 1) * 4),
      bytesPtr = memory.alloc(bytes);
    memory.i32(ptr, count + 1).set(memory.i32(words[OFFSETS]!, count + 1));
    memory.u8(bytesPtr, bytes).set(memory.u8(words[BYTES]!, bytes));
    this.#snapshot = makeDictionary(
      memory,
      makeColumn({ type: this.#type, layout: 'plain', length: count, ptr, bytesPtr }),
      count,
      true,
    );
    return this.#snapshot;
  }
  #growEntries(entries: number): void {
    const { memory } = this.#engine;
    this.#reallocate(OFFSETS, (entries + 1) * 4);
    memory.u32(this.#ptr, 8)[ENTRIES] = entries;
    this.#makeSlots(slotsFor(entries));
  }
  #growBytes(capacity: number): void {
    this.#reallocate(BYTES, capacity + 64);
    this.#engine.memory.u32(this.#ptr, 8)[BYTES_CAPACITY] = capacity;
  }
  #reallocate(word: number, bytes: number): void {
    const { memory } = this.#engine;
    const ptr = memory.realloc(memory.u32(this.#ptr, 8)[word]!, bytes);
    memory.u32(this.#ptr, 8)[word] = ptr;
  }
  #makeSlots(slots: number): void {
    const { memory, kernels } = this.#engine;
    const ptr = memory.alloc(slots * SLOT_BYTES);
    memory.u8(ptr, slots * SLOT_BYTES).fill(0);
    const words = memory.u32(this.#ptr, 2);
    const [former, mask] = words;
    words[SLOTS] = ptr;
    words[MASK] = slots - 1;
    if (former !== 0) kernels.csvRehash(this.#ptr, former!, mask! + 1);
    memory.free(former!);
  }
  close(): void {
    const { memory } = this.#engine;
    this.#snapshot?.release();
    const words = memory.u32(this.#ptr, 8).slice();
    for (const word of [SLOTS, OFFSETS, BYTES]) memory.free(words[word]!);
    memory.free(this.#ptr);
  }
}
