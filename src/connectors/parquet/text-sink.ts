// Byte strings of a batch: codes while every page has them, else joined bytes. A chunk may change from one to the other anywhere;
// a batch that sees both is joined.
import { makeColumn } from '../../column/column.ts';
import type { Column, Dictionary } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { CaudalError } from '../../types/error.ts';
import type { CodeValues, LeafSink, PageValues } from './leaf-sink.ts';
import { physicalBytes } from './leaf-type.ts';
import type { LeafNode } from './schema.ts';
import { textConversion } from './value-text.ts';
import type { Texts } from './value-text.ts';

type Segment = { readonly n: number } & ({ readonly codes: Ptr; readonly dictionary: Dictionary } | { readonly texts: Texts });

export class TextSink implements LeafSink {
  readonly #engine: Engine;
  readonly #node: LeafNode;
  readonly #capacity: number;
  readonly #segments: Segment[] = [];
  /** Room for codes, shared by the segments: neighbours stay joined. */
  #codes: Ptr = 0;
  #codesLeft = 0;
  #count = 0;

  constructor(engine: Engine, node: LeafNode, capacity: number) {
    this.#engine = engine;
    this.#node = node;
    this.#capacity = capacity;
  }
  take(values: PageValues, n: number): boolean {
    this.#count += n;
    return values.kind === 'codes' ? this.#takeCodes(values, n) : this.#takeTexts(values, n);
  }
  finish(rows: number, validity: Ptr): Column {
    const { memory, kernels } = this.#engine;
    const [first] = this.#segments;
    const base = { type: this.#node.type, length: rows, validityPtr: validity };
    if (first && 'codes' in first && this.#segments.length === 1) {
      let ptr = first.codes;
      if (validity !== 0) {
        ptr = memory.temp(rows * 4);
        memory.u32(ptr, first.n).set(memory.u32(first.codes, first.n));
        kernels.spread32(ptr, validity, first.n, rows);
      }
      return makeColumn({ ...base, layout: 'dict', ptr, dictionary: first.dictionary });
    }
    const { offsets, bytes } = this.#joined();
    if (validity === 0) return makeColumn({ ...base, layout: 'plain', ptr: offsets, bytesPtr: bytes });
    const ptr = memory.temp((rows + 1) * 4);
    memory.i32(ptr, this.#count + 1).set(memory.i32(offsets, this.#count + 1));
    kernels.spreadOffsets(ptr, validity, this.#count, rows);
    return makeColumn({ ...base, layout: 'plain', ptr, bytesPtr: bytes });
  }

  #takeCodes(values: CodeValues, n: number): boolean {
    if (values.dictionary.kind !== 'texts') return false;
    if (n > this.#codesLeft) {
      this.#codesLeft = Math.max(n, this.#capacity - this.#count + n);
      this.#codes = this.#engine.memory.temp(this.#codesLeft * 4);
    }
    const codes = this.#codes,
      { dictionary } = values.dictionary;
    if (!values.read(n, codes)) return false;
    this.#codes += n * 4;
    this.#codesLeft -= n;
    const last = this.#segments.at(-1);
    if (last && 'codes' in last && last.dictionary === dictionary && last.codes + last.n * 4 === codes) this.#segments.pop();
    else return this.#segments.push({ n, codes, dictionary }) > 0;
    return this.#segments.push({ n: last.n + n, codes: last.codes, dictionary }) > 0;
  }
  #takeTexts(values: Exclude<PageValues, CodeValues>, n: number): boolean {
    const texts = this.#readTexts(values, n);
    if (!texts) return false;
    if (this.#node.type.kind === 'string' && this.#engine.kernels.utf8InvalidString(texts.bytes, texts.offsets, 0, n) >= 0)
      return false;
    return this.#segments.push({ n, texts }) > 0;
  }
  #readTexts(values: Exclude<PageValues, CodeValues>, n: number): Texts | undefined {
    if (values.kind === 'texts') return values.read(n);
    const convert = textConversion(this.#node.conversion);
    if (values.kind !== 'fixed' || !convert) return undefined;
    const width = physicalBytes(this.#node.physical, this.#node.typeLength),
      physical = this.#engine.memory.temp(n * width);
    return values.read(n, physical) ? convert(this.#engine, physical, n, width) : undefined;
  }

  /** All segments as one run of bytes. */
  #joined(): Texts {
    const { memory } = this.#engine;
    const [first] = this.#segments;
    if (first && 'texts' in first && this.#segments.length === 1) return first.texts;
    const parts = this.#segments.map((segment) => ({
      n: segment.n,
      texts: 'texts' in segment ? segment.texts : this.#decode(segment),
    }));
    const total = parts.reduce((sum, part) => sum + part.texts.total, 0);
    checkTotal(total, this.#node);
    const offsets = memory.temp((this.#count + 1) * 4),
      bytes = memory.temp(total);
    let row = 0,
      at = 0;
    for (const { n, texts } of parts) {
      const from = memory.i32(texts.offsets, n + 1),
        to = memory.i32(offsets + row * 4, n + 1);
      for (let i = 0; i <= n; i++) to[i] = from[i]! + at;
      memory.u8(bytes + at, texts.total).set(memory.u8(texts.bytes, texts.total));
      row += n;
      at += texts.total;
    }
    if (parts.length === 0) memory.i32(offsets, 1)[0] = 0;
    return { offsets, bytes, total };
  }
  /** What codes stand for. */
  #decode({ n, codes, dictionary: { values } }: Extract<Segment, { codes: Ptr }>): Texts {
    const { memory, kernels } = this.#engine;
    const offsets = memory.temp((n + 1) * 4);
    const total = kernels.gatherOffsets(values.ptr, codes, n, offsets, 0);
    checkTotal(total < 0 ? Infinity : total, this.#node);
    const bytes = memory.temp(total);
    kernels.gatherBytes(values.ptr, values.bytesPtr, codes, n, bytes);
    return { offsets, bytes, total };
  }
}
function checkTotal(total: number, node: LeafNode): void {
  if (total <= 0x7fffffff) return;
  throw new CaudalError('OUT_OF_MEMORY', `One batch of column ${node.path} has more than 2 GiB of text.`, {
    hint: 'Lower caudal.batchRows.',
    params: { column: node.path },
  });
}
