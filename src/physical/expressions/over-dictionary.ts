// A row-wise function of one dictionary column (others constant) runs once per distinct value, then maps codes.
// The result over the entries is kept while the same dictionary comes again. If an entry fails, rows decide: the entry may be unused.
import { intersectValidity } from '../../column/bitmap.ts';
import { makeColumn } from '../../column/column.ts';
import type { Column, Dictionary } from '../../column/column.ts';
import { freeColumn, makeDictionary } from '../../column/dictionary.ts';
import { storageOf } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { copyColumn, takeColumn } from '../../wasm/move.ts';
import type { Compiler } from './compiled.ts';

/** Above this many entries per row of the batch, rows are fewer than entries: not worth it. */
const MAX_ENTRIES_PER_ROW = 4;

export type OverDictionary = (column: Column, evaluate: (entries: Column) => Column) => Column | null;

export function overDictionary(compiler: Compiler): OverDictionary {
  const { engine } = compiler.context;
  const { memory } = engine;
  let source: Dictionary | null = null;
  let result: Column | null = null;
  let dictionary: Dictionary | null = null;
  let failed = false,
    rowsSeen = 0;
  const heap = (bytes: number): number => memory.alloc(bytes);
  const forget = (): void => {
    if (dictionary) dictionary.release();
    else if (result) freeColumn(memory, result);
    source?.release();
    source = result = dictionary = null;
    failed = false;
    rowsSeen = 0;
  };
  compiler.onClose(forget);
  return (column, evaluate) => {
    const from = column.dictionary!;
    if (source !== from) {
      forget();
      source = from;
      from.retain();
    }
    rowsSeen += column.length;
    if (failed || from.count === 0 || from.count > rowsSeen * MAX_ENTRIES_PER_ROW) return null;
    let entries: Column | null = result;
    if (!entries) {
      try {
        result = entries = copyColumn(engine, evaluate(from.values), heap);
      } catch (error) {
        if (!(error instanceof CaudalError) || error.code === 'OUT_OF_MEMORY') throw error;
        failed = true;
        return null;
      }
      const keepsCodes = entries.layout === 'plain' && storageOf(entries.type) === 'bytes' && entries.validityPtr === 0;
      if (keepsCodes) dictionary = makeDictionary(memory, entries, from.count, false);
    }
    const temp = (bytes: number): number => memory.temp(bytes);
    if (dictionary)
      return makeColumn({
        type: entries.type,
        layout: 'dict',
        length: column.length,
        ptr: column.ptr,
        validityPtr: column.validityPtr,
        dictionary,
      });
    const taken = takeColumn(engine, entries, column.ptr, column.length, temp);
    return { ...taken, validityPtr: intersectValidity(memory, [taken.validityPtr, column.validityPtr], column.length, temp) };
  };
}
