// The dictionary of a column chunk, in stored form: packed values that codes are replaced by at once, or byte strings that stay a
// counted engine dictionary behind `dict` columns. Converted and checked once, however often its codes appear.
import { makeColumn } from '../../column/column.ts';
import type { Dictionary } from '../../column/column.ts';
import { makeDictionary } from '../../column/dictionary.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Page } from './page.ts';
import { plainFixed, plainTexts } from './physical-values.ts';
import type { FixedValues, TextValues } from './physical-values.ts';
import { physicalBytes } from './leaf-type.ts';
import type { LeafNode } from './schema.ts';
import { convertBytesDecimals, fixedConversion, shapeOf } from './storage.ts';
import { textConversion } from './value-text.ts';
import type { Texts } from './value-text.ts';

export type ChunkDictionary =
  | { readonly kind: 'fixed'; readonly count: number; readonly ptr: Ptr }
  | { readonly kind: 'texts'; readonly count: number; readonly dictionary: Dictionary };

const NO_STATE = { first: 0, second: 0, last: { ptr: 0, length: 0 } };

/** undefined: the page's bytes lie. Uses temp memory on the way. */
export function readDictionary(engine: Engine, page: Page, node: LeafNode): ChunkDictionary | undefined {
  if (page.encoding !== 'PLAIN' && page.encoding !== 'PLAIN_DICTIONARY') return undefined;
  const width = physicalBytes(node.physical, node.typeLength),
    count = page.values;
  // A column of type null has values only by mistake; they are not looked at.
  if (shapeOf(node.type) === 'none') return { kind: 'fixed', count, ptr: 0 };
  // A byte array has its length of four bytes at least.
  if (count * (width || 4) > page.data.length) return undefined;
  const mark = engine.memory.mark();
  try {
    return width > 0 ? fixedDictionary(engine, page, node, width, count) : textDictionary(engine, page, node, count);
  } finally {
    engine.memory.release(mark);
  }
}
export function freeDictionary({ memory }: Engine, dictionary: ChunkDictionary | undefined): void {
  if (dictionary?.kind === 'fixed') memory.free(dictionary.ptr);
  else dictionary?.dictionary.release();
}

function fixedDictionary(engine: Engine, page: Page, node: LeafNode, width: number, count: number): ChunkDictionary | undefined {
  const { memory } = engine;
  const physical = memory.temp(count * width);
  if (!(plainFixed(engine, page.data, width, NO_STATE) as FixedValues).read(count, physical)) return undefined;
  const toTexts = textConversion(node.conversion);
  if (toTexts) {
    const texts = toTexts(engine, physical, count, width);
    return texts && keepTexts(engine, texts, node, count);
  }
  const convert = fixedConversion(node),
    stored = shapeOf(node.type) as number;
  const ptr = memory.alloc(count * stored);
  if (!convert) memory.u8(ptr, count * stored).set(memory.u8(physical, count * stored));
  else if (!convert(engine, physical, ptr, count, width)) {
    memory.free(ptr);
    return undefined;
  }
  return { kind: 'fixed', count, ptr };
}
function textDictionary(engine: Engine, page: Page, node: LeafNode, count: number): ChunkDictionary | undefined {
  if (node.physical !== 'BYTE_ARRAY') return undefined;
  const texts = (plainTexts(engine, page.data, 0, NO_STATE) as TextValues).read(count);
  if (!texts) return undefined;
  if (node.conversion === 'same') return keepTexts(engine, texts, node, count);
  const ptr = engine.memory.alloc(count * (shapeOf(node.type) as number));
  if (convertBytesDecimals(engine, node.conversion, texts.offsets, texts.bytes, ptr, count)) return { kind: 'fixed', count, ptr };
  engine.memory.free(ptr);
  return undefined;
}
/** Copies texts to the heap as a counted dictionary. */
function keepTexts({ memory, kernels }: Engine, texts: Texts, node: LeafNode, count: number): ChunkDictionary | undefined {
  if (node.type.kind === 'string' && kernels.utf8InvalidString(texts.bytes, texts.offsets, 0, count) >= 0) return undefined;
  const ptr = memory.alloc((count + 1) * 4),
    bytesPtr = memory.alloc(texts.total);
  memory.i32(ptr, count + 1).set(memory.i32(texts.offsets, count + 1));
  memory.u8(bytesPtr, texts.total).set(memory.u8(texts.bytes, texts.total));
  const values = makeColumn({ type: node.type, layout: 'plain', length: count, ptr, bytesPtr });
  // Nothing makes a writer keep its entries distinct.
  return { kind: 'texts', count, dictionary: makeDictionary(memory, values, count, false) };
}
