// Rows of whole columns, every layout: take by row number, slice, concatenate, copy; nested columns recursively.
// Results stand in what `allocate` gives and borrow the dictionaries of their inputs, except `copyColumn`, which is for keeping.
// Row numbers beyond a column read anything (they may stand under NULL), never outside memory. Cost: one pass per buffer.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import type { Allocate } from '../column/builder.ts';
import { bitmapBytes, makeColumn } from '../column/column.ts';
import type { Column } from '../column/column.ts';
import type { Ptr } from '../column/memory.ts';
import { unreachable } from '../types/assert.ts';
import { STORAGE_BYTES, storageOf } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Engine } from './engine.ts';

/** Bytes of a bitmap of n rows: at least one line. */
const bitmapLines = (n: number): number => Math.max(64, bitmapBytes(n));
const atLeastOne = (bytes: number): number => Math.max(1, bytes);
/** Bytes of a value of a fixed or dict column. */
export const widthOf = (column: Column): number => (column.layout === 'dict' ? 4 : STORAGE_BYTES[storageOf(column.type)]);

/** Rows ids[0..n) of a column. */
export function takeColumn(engine: Engine, column: Column, idsPtr: Ptr, n: number, allocate: Allocate): Column {
  const { kernels } = engine;
  const { type, layout, dictionary } = column;
  const validityPtr = takeBitmap(engine, column.validityPtr, column.length, idsPtr, n, allocate);
  const base = { type, layout, length: n, validityPtr, dictionary };
  switch (layout) {
    case 'null':
      return makeColumn({ type, layout, length: n });
    case 'bits':
      return makeColumn({ ...base, ptr: takeBitmap(engine, column.ptr, column.length, idsPtr, n, allocate) });
    case 'fixed':
    case 'dict': {
      const ptr = allocate(atLeastOne(n * widthOf(column)));
      takeValues(engine, column, idsPtr, ptr, n);
      return makeColumn({ ...base, ptr });
    }
    case 'plain': {
      const ptr = allocate((n + 1) * 4);
      const bytes = checkedBytes(kernels.takeOffsets(column.ptr, column.length, idsPtr, ptr, n));
      const bytesPtr = allocate(atLeastOne(bytes));
      kernels.takeBytes(column.ptr, column.bytesPtr, idsPtr, ptr, bytesPtr, n);
      return makeColumn({ ...base, ptr, bytesPtr });
    }
    case 'struct':
      return makeColumn({ ...base, children: column.children.map((child) => takeColumn(engine, child, idsPtr, n, allocate)) });
    case 'list': {
      const ptr = allocate((n + 1) * 4);
      const items = checkedBytes(kernels.takeOffsets(column.ptr, column.length, idsPtr, ptr, n));
      return makeColumn({ ...base, ptr, children: takeItems(engine, column, idsPtr, ptr, n, items, allocate) });
    }
    default:
      return unreachable(layout);
  }
}
/** Items of the taken lists: as they stand where they are packed values, else by their positions. */
function takeItems(
  engine: Engine,
  { ptr, children }: Column,
  idsPtr: Ptr,
  offsetsPtr: Ptr,
  n: number,
  items: number,
  allocate: Allocate,
): readonly Column[] {
  const { kernels, memory } = engine;
  let positionsPtr: Ptr | undefined;
  return children.map((child) => {
    if (child.layout === 'fixed' && child.validityPtr === 0) {
      const width = widthOf(child),
        valuesPtr = allocate(atLeastOne(items * width));
      kernels.takeRuns(ptr, child.ptr, Math.log2(width), idsPtr, offsetsPtr, valuesPtr, n);
      return makeColumn({ type: child.type, layout: 'fixed', length: items, ptr: valuesPtr });
    }
    if (positionsPtr === undefined) {
      positionsPtr = memory.temp(atLeastOne(items * 4));
      kernels.takeItems(ptr, idsPtr, offsetsPtr, positionsPtr, n);
    }
    return takeColumn(engine, child, positionsPtr, items, allocate);
  });
}
/** Values ids[0..n) of a fixed or dict column, to outPtr. */
export function takeValues(engine: Engine, column: Column, idsPtr: Ptr, outPtr: Ptr, n: number): void {
  TAKE[widthOf(column) as keyof typeof TAKE](engine, column.ptr, column.length, idsPtr, outPtr, n);
}
type Take = (engine: Engine, ptr: Ptr, limit: number, idsPtr: Ptr, outPtr: Ptr, n: number) => void;
const TAKE: { readonly [W in 1 | 2 | 4 | 8 | 16]: Take } = {
  1: ({ kernels }, ptr, limit, ids, out, n) => kernels.take1(ptr, limit, ids, out, n),
  2: ({ kernels }, ptr, limit, ids, out, n) => kernels.take2(ptr, limit, ids, out, n),
  4: ({ kernels }, ptr, limit, ids, out, n) => kernels.take4(ptr, limit, ids, out, n),
  8: ({ kernels }, ptr, limit, ids, out, n) => kernels.take8(ptr, limit, ids, out, n),
  16: ({ kernels }, ptr, limit, ids, out, n) => kernels.take16(ptr, limit, ids, out, n),
};
function takeBitmap({ kernels }: Engine, ptr: Ptr, limit: number, idsPtr: Ptr, n: number, allocate: Allocate): Ptr {
  if (ptr === 0) return 0;
  const out = allocate(bitmapLines(n));
  kernels.takeBits(ptr, limit, idsPtr, out, n);
  return out;
}
export const takeBatch = (engine: Engine, batch: Batch, idsPtr: Ptr, n: number, allocate: Allocate): Batch =>
  makeBatch(
    n,
    batch.columns.map((column) => takeColumn(engine, column, idsPtr, n, allocate)),
  );
/** Like `takeColumn`, but the row number 2^32 - 1 means a row of NULLs (the other side of an outer join). */
export function takeNullable(engine: Engine, column: Column, idsPtr: Ptr, n: number, allocate: Allocate): Column {
  if (column.layout === 'null') return takeColumn(engine, column, idsPtr, n, allocate);
  const { kernels, memory } = engine;
  const scratch = memory.temp(atLeastOne(n * 4)),
    present = allocate(bitmapLines(n));
  kernels.splitIds(idsPtr, scratch, present, n);
  if (column.validityPtr) {
    const valid = takeBitmap(engine, column.validityPtr, column.length, idsPtr, n, (bytes) => memory.temp(bytes));
    kernels.andBits(present, valid, present, n);
  }
  return { ...takeColumn(engine, { ...column, validityPtr: 0 }, idsPtr, n, allocate), validityPtr: present };
}

/** Rows [from, from + n) of a column, sharing its buffers where they need not be moved: valid as long as the column is. */
export function sliceColumn(engine: Engine, column: Column, from: number, n: number, allocate: Allocate): Column {
  if (from === 0 && n === column.length) return column;
  const bits = (ptr: Ptr): Ptr => (ptr === 0 ? 0 : sliceBitmap(engine, ptr, from, n, allocate));
  const base = { ...column, length: n, validityPtr: bits(column.validityPtr) };
  switch (column.layout) {
    case 'null':
      return { ...base };
    case 'bits':
      return { ...base, ptr: bits(column.ptr) };
    case 'fixed':
    case 'dict':
      return { ...base, ptr: column.ptr + from * widthOf(column) };
    case 'plain':
    case 'list':
      return { ...base, ptr: column.ptr + from * 4 };
    case 'struct':
      return { ...base, children: column.children.map((child) => sliceColumn(engine, child, from, n, allocate)) };
    default:
      return unreachable(column.layout);
  }
}
function sliceBitmap({ memory, kernels }: Engine, ptr: Ptr, from: number, n: number, allocate: Allocate): Ptr {
  const out = allocate(bitmapLines(n));
  memory.u8(out, bitmapLines(n)).fill(0);
  kernels.copyBits(ptr, from, out, 0, n);
  return out;
}
export const sliceBatch = (engine: Engine, batch: Batch, from: number, n: number, allocate: Allocate): Batch =>
  makeBatch(
    n,
    batch.columns.map((column) => sliceColumn(engine, column, from, n, allocate)),
  );

/** A copy with nothing shared but the dictionary, which it retains: `freeColumn` undoes it when `allocate` gave heap memory. */
export function copyColumn(engine: Engine, column: Column, allocate: Allocate): Column {
  const copy = concatColumns(engine, [column], allocate);
  retainDictionaries(copy);
  return copy;
}
/** Makes a column of heap buffers a holder of its dictionaries, as `freeColumn` expects. */
export function retainDictionaries(column: Column): void {
  column.dictionary?.retain();
  for (const child of column.children) retainDictionaries(child);
}

/** Pieces end to end, in fresh buffers. Columns of different dictionaries, or dictionary and plain, become plain. */
export function concatColumns(engine: Engine, pieces: readonly Column[], allocate: Allocate): Column {
  const typed = pieces.filter((p) => p.layout !== 'null');
  const length = pieces.reduce((sum, p) => sum + p.length, 0);
  const first = typed[0];
  if (!first) return makeColumn({ type: pieces[0]!.type, layout: 'null', length });
  const validityPtr = concatValidity(engine, pieces, length, allocate);
  const base = { type: first.type, layout: first.layout, length, validityPtr };
  switch (first.layout) {
    case 'bits':
      return makeColumn({ ...base, ptr: concatBitmaps(engine, pieces, (p) => p.ptr, length, allocate) });
    case 'fixed':
      return makeColumn({ ...base, ptr: concatFixed(engine, pieces, widthOf(first), length, allocate) });
    case 'dict':
    case 'plain': {
      const { dictionary } = first;
      if (dictionary && typed.every((p) => p.dictionary === dictionary))
        return makeColumn({ ...base, layout: 'dict', dictionary, ptr: concatFixed(engine, pieces, 4, length, allocate) });
      return { ...concatPlain(engine, pieces, length, allocate), type: first.type, validityPtr };
    }
    case 'struct':
      return makeColumn({
        ...base,
        children: first.children.map((_, c) =>
          concatColumns(
            engine,
            pieces.map((p) => childOrNulls(p, first, c)),
            allocate,
          ),
        ),
      });
    case 'list': {
      const ptr = concatOffsets(engine, pieces, length, allocate);
      const children = first.children.map((_, c) =>
        concatColumns(
          engine,
          typed.map((p) => items(engine, p, c)),
          allocate,
        ),
      );
      return makeColumn({ ...base, ptr, children });
    }
    default:
      return unreachable(first.layout as never);
  }
}
const childOrNulls = (piece: Column, model: Column, c: number): Column =>
  piece.layout === 'null'
    ? makeColumn({ type: model.children[c]!.type, layout: 'null', length: piece.length })
    : piece.children[c]!;
/** The items of a list column, without those before its first and behind its last row. */
function items(engine: Engine, list: Column, c: number): Column {
  const [from, to] = bounds(engine, list);
  return sliceColumn(engine, list.children[c]!, from, to - from, (bytes) => engine.memory.temp(bytes));
}
const bounds = ({ memory }: Engine, { ptr, length }: Column): readonly [from: number, to: number] => [
  memory.i32(ptr, 1)[0]!,
  memory.i32(ptr + length * 4, 1)[0]!,
];

/** 0 when no piece has NULLs. */
function concatValidity(engine: Engine, pieces: readonly Column[], length: number, allocate: Allocate): Ptr {
  return pieces.every((p) => p.validityPtr === 0 && p.layout !== 'null')
    ? 0
    : concatBitmaps(
        engine,
        pieces,
        (p) => p.validityPtr,
        length,
        allocate,
        (p) => p.layout !== 'null',
      );
}
/** `absent`: the bits of a piece without a bitmap. */
function concatBitmaps(
  { memory, kernels }: Engine,
  pieces: readonly Column[],
  ptrOf: (p: Column) => Ptr,
  length: number,
  allocate: Allocate,
  absent: (p: Column) => boolean = () => false,
): Ptr {
  const out = allocate(bitmapLines(length));
  memory.u8(out, bitmapLines(length)).fill(0);
  let at = 0;
  for (const piece of pieces) {
    const ptr = ptrOf(piece);
    if (ptr !== 0) kernels.copyBits(ptr, 0, out, at, piece.length);
    else if (absent(piece)) kernels.fillBits(out, at, piece.length, 1);
    at += piece.length;
  }
  return out;
}
function concatFixed({ kernels }: Engine, pieces: readonly Column[], width: number, length: number, allocate: Allocate): Ptr {
  const out = allocate(atLeastOne(length * width));
  let at = out;
  for (const piece of pieces) {
    if (piece.ptr !== 0) kernels.copyBytes(piece.ptr, at, piece.length * width);
    at += piece.length * width;
  }
  return out;
}
/** Offsets of all pieces, from 0; rows of `null` pieces are empty. */
function concatOffsets(engine: Engine, pieces: readonly Column[], length: number, allocate: Allocate): Ptr {
  const { memory, kernels } = engine;
  const out = allocate((length + 1) * 4);
  let at = out,
    total = 0;
  for (const piece of pieces) {
    if (piece.layout === 'null') {
      memory.i32(at, piece.length).fill(total);
      at += piece.length * 4;
      continue;
    }
    const [from, to] = bounds(engine, piece);
    kernels.shiftOffsets(piece.ptr, total - from, at, piece.length);
    total = checkedBytes(total + to - from);
    at += piece.length * 4;
  }
  memory.i32(at, 1)[0] = total;
  return out;
}
function concatPlain(engine: Engine, pieces: readonly Column[], length: number, allocate: Allocate): Column {
  const { kernels } = engine;
  const plain = pieces.map((p) => plainColumn(engine, p, (bytes) => engine.memory.temp(bytes)));
  const ptr = concatOffsets(engine, plain, length, allocate);
  const total = engine.memory.i32(ptr + length * 4, 1)[0]!;
  const bytesPtr = allocate(atLeastOne(total));
  let at = bytesPtr;
  for (const piece of plain) {
    if (piece.layout === 'null') continue;
    const [from, to] = bounds(engine, piece);
    kernels.copyBytes(piece.bytesPtr + from, at, to - from);
    at += to - from;
  }
  return makeColumn({ type: pieces[0]!.type, layout: 'plain', length, ptr, bytesPtr });
}
/** A dict column decoded; others as they are. */
export function plainColumn(engine: Engine, column: Column, allocate: Allocate): Column {
  const { dictionary } = column;
  if (!dictionary) return column;
  const values = takeColumn(engine, dictionary.values, column.ptr, column.length, allocate);
  return { ...values, type: column.type, validityPtr: column.validityPtr };
}

/** Sizes of one column's text or items are i32. */
function checkedBytes(bytes: number): number {
  if (bytes >= 0 && bytes <= 0x7fffffff) return bytes;
  throw new CaudalError('OUT_OF_MEMORY', 'A column of one task holds more than 2 GiB of text or 2^31 - 1 list items.', {
    hint: 'Split the input into more row groups or files, or filter before the rows are gathered.',
  });
}
