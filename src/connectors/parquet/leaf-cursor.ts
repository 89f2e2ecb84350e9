// Walks the pages of one column chunk: levels and values of the current page, both read piece by piece.
// State: the page (PageReader), the dictionary, 256 bytes for decoders. Nothing of a page is decoded before it is asked for.
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { freeDictionary, readDictionary } from './dictionary.ts';
import type { ChunkDictionary } from './dictionary.ts';
import type { ColumnChunk } from './footer.ts';
import type { CodeValues, LeafSink, PageValues } from './leaf-sink.ts';
import { physicalBytes } from './leaf-type.ts';
import type { PageHeader } from './page-header.ts';
import type { Page, PageReader } from './page.ts';
import { ENCODED, STATE_BYTES, isEncodable } from './physical-values.ts';
import type { DecoderState } from './physical-values.ts';
import type { LeafNode } from './schema.ts';
import { fixedConversion, shapeOf } from './storage.ts';

export class LeafCursor {
  readonly node: LeafNode;
  readonly #engine: Engine;
  readonly #pages: PageReader;
  readonly #blocks: Ptr;
  readonly #decoder: DecoderState;
  readonly #defs: Ptr;
  readonly #reps: Ptr;
  #dictionary: ChunkDictionary | undefined;
  #header: PageHeader | null = null;
  #page: Page | undefined;
  #values: PageValues | undefined;
  /** Entries (values and NULLs) of the chunk not yet in a page, and of the page not yet taken. */
  #chunkLeft: number;
  left = 0;
  /** Values of the page that was jumped to, by the offset index. */
  #promised: number | undefined;

  constructor(engine: Engine, pages: PageReader, node: LeafNode, chunk: ColumnChunk) {
    this.#engine = engine;
    this.#pages = pages;
    this.node = node;
    this.#chunkLeft = chunk.values;
    this.#blocks = engine.memory.alloc(STATE_BYTES * 4);
    this.#decoder = { first: this.#blocks, second: this.#blocks + STATE_BYTES, last: { ptr: 0, length: 0 } };
    this.#defs = this.#blocks + STATE_BYTES * 2;
    this.#reps = this.#blocks + STATE_BYTES * 3;
  }
  get bytesRead(): number {
    return this.#pages.bytesRead;
  }
  /** Levels that say "here". */
  get maxDef(): number {
    return this.node.def;
  }
  fail(problem: string): Error {
    return this.#pages.fail(problem, this.#header?.at);
  }

  /** Goes to the next page with entries, without reading its values; false at the end of the chunk. */
  nextPage(): boolean {
    this.#page = undefined;
    this.#values = undefined;
    if (this.#chunkLeft === 0) return false;
    for (let header = this.#pages.header(); header; header = this.#pages.header()) {
      this.#header = header;
      if (header.kind === 'dictionary') this.#readDictionary(header);
      else if (header.values === 0) this.#pages.skip(header);
      else {
        if (header.values > this.#chunkLeft)
          throw this.fail(`${header.values} values where the column has ${this.#chunkLeft} left`);
        if (header.values !== (this.#promised ?? header.values))
          throw this.fail(`${header.values} values where the offset index has ${this.#promised}`);
        this.#promised = undefined;
        this.#chunkLeft -= header.values;
        this.left = header.values;
        return true;
      }
    }
    throw this.fail(`${this.#chunkLeft} values are missing at the end of the column`);
  }
  /** Jumps to the page at `offset`, which has `pageValues` of the `values` entries that stand from there on. */
  seek(offset: number, values: number, pageValues: number): void {
    this.#promised = pageValues;
    if (this.#header === null) this.#loadDictionary();
    this.#page = undefined;
    this.left = 0;
    this.#chunkLeft = values;
    this.#pages.seek(offset);
  }
  /** Steps over the rest of a page of which nothing was taken yet. */
  skipPage(): void {
    this.#pages.skip(this.#header!);
    this.left = 0;
  }
  /** Whether something of the page was read. */
  get opened(): boolean {
    return this.#page !== undefined;
  }

  /** Validity of the next k entries of a column with levels 0 and 1, from bit `at` on; how many are valid. */
  takeValidity(bitmap: Ptr, at: number, k: number): number {
    const page = this.#open();
    if (!page.defs) throw this.fail('its definition levels are missing');
    const valid = this.#engine.kernels.rleBits(this.#defs, bitmap, at, k);
    if (valid < 0) throw this.fail('its definition levels end too early');
    this.left -= k;
    return valid;
  }
  /** Passes k entries that have a value each. */
  takeRequired(k: number): void {
    this.#open();
    this.left -= k;
  }
  /** Levels of the next k entries, one byte each. */
  takeLevels(reps: Ptr, defs: Ptr, k: number): void {
    const page = this.#open();
    this.#takeLevels(page.reps !== undefined, this.#reps, reps, k, this.node.reps, 'repetition');
    this.#takeLevels(page.defs !== undefined, this.#defs, defs, k, this.maxDef, 'definition');
    this.left -= k;
  }
  #takeLevels(present: boolean, state: Ptr, out: Ptr, k: number, max: number, what: string): void {
    const { memory, kernels } = this.#engine;
    if (max === 0) {
      memory.u8(out, k).fill(0);
      return;
    }
    if (!present || kernels.rleDecodeU8(state, out, k) !== k) throw this.fail(`its ${what} levels end too early`);
    if (kernels.levelsOutside(out, k, max)) throw this.fail(`a ${what} level is above ${max}`);
  }
  /** Gives the next n values of the page to the sink. */
  takeValues(sink: LeafSink, n: number): void {
    if (n === 0) return;
    this.#values ??= this.#openValues(this.#open());
    if (!sink.take(this.#values, n))
      throw this.fail(`its ${this.#page!.encoding} values are broken or do not fit ${this.node.type.kind}`);
  }
  /** Passes the next n values where they stand, if the page has them as a column does: good until the next page; else 0. */
  passValues(n: number): Ptr {
    if (fixedConversion(this.node) || typeof shapeOf(this.node.type) !== 'number') return 0;
    this.#values ??= this.#openValues(this.#open());
    return this.#values.kind === 'fixed' ? (this.#values.pass?.(n) ?? 0) : 0;
  }
  close(): void {
    const { memory } = this.#engine;
    freeDictionary(this.#engine, this.#dictionary);
    memory.free(this.#decoder.last.ptr);
    memory.free(this.#blocks);
    this.#pages.close();
  }

  /** At the start of the chunk: its dictionary, if that comes first. */
  #loadDictionary(): void {
    const header = this.#pages.header();
    if (header?.kind !== 'dictionary') return;
    this.#header = header;
    this.#readDictionary(header);
  }
  #readDictionary(header: PageHeader): void {
    if (this.#dictionary) throw this.fail('a second dictionary');
    const dictionary = readDictionary(this.#engine, this.#pages.body(header, 0, 0), this.node);
    if (!dictionary) throw this.fail('its dictionary is broken');
    this.#dictionary = dictionary;
  }
  #open(): Page {
    if (this.#page) return this.#page;
    const { kernels } = this.#engine;
    const page = this.#pages.body(this.#header!, this.node.reps, this.maxDef);
    if (page.defs) kernels.rleOpen(this.#defs, page.defs.ptr, page.defs.ptr + page.defs.length, levelBits(this.maxDef));
    if (page.reps) kernels.rleOpen(this.#reps, page.reps.ptr, page.reps.ptr + page.reps.length, levelBits(this.node.reps));
    return (this.#page = page);
  }
  #openValues(page: Page): PageValues {
    if (page.encoding === 'RLE_DICTIONARY' || page.encoding === 'PLAIN_DICTIONARY') return this.#openCodes(page);
    const { physical, typeLength } = this.node;
    const kind = physical === 'BOOLEAN' ? 'bits' : physical === 'BYTE_ARRAY' ? 'texts' : 'fixed';
    const open = isEncodable(page.encoding, physical) ? ENCODED[kind][page.encoding] : undefined;
    if (!open) throw this.fail(`${page.encoding} is not an encoding of ${physical}`);
    const values = open(this.#engine, page.data, physicalBytes(physical, typeLength), this.#decoder);
    if (!values) throw this.fail(`its ${page.encoding} values are broken`);
    return values;
  }
  #openCodes({ data }: Page): CodeValues {
    const { memory, kernels } = this.#engine;
    const dictionary = this.#dictionary;
    if (!dictionary) throw this.fail('its dictionary is missing');
    const width = data.length > 0 ? memory.u8(data.ptr, 1)[0]! : 33;
    if (width > 32) throw this.fail(`dictionary codes of ${width} bits`);
    kernels.rleOpen(this.#decoder.first, data.ptr + 1, data.ptr + data.length, width);
    return {
      kind: 'codes',
      dictionary,
      read: (n, out) => kernels.rleCodes(this.#decoder.first, out, n, dictionary.count) === n,
    };
  }
}
const levelBits = (max: number): number => 32 - Math.clz32(max);
