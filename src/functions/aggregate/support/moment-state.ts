// Central moments per group: k f64 numbers each, updated and merged by kernels of assembly/aggregate/moments.ts, finished in TypeScript.
import { makeColumn } from '../../../column/column.ts';
import type { Column } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import { DOUBLE } from '../../../types/data-type.ts';
import type { DataType } from '../../../types/data-type.ts';
import type { Engine } from '../../../wasm/engine.ts';
import type { Accumulator } from '../../define.ts';
import { validityOf, zeroedBitmap } from './bitmap.ts';
import { GroupState } from './group-state.ts';

export type MomentKernel = 'moments2' | 'moments4' | 'comoments';
/** Numbers of a state: the row count first. */
export const MOMENT_COUNTS: { readonly [K in MomentKernel]: number } = { moments2: 3, moments4: 5, comoments: 6 };
export const momentStateTypes = (kernel: MomentKernel): readonly DataType[] =>
  Array.from({ length: MOMENT_COUNTS[kernel] }, () => DOUBLE);
const INTS = { moments2: 'moments2I32', moments4: 'moments4I32' } as const;
const DOUBLES = { moments2: 'moments2F64', moments4: 'moments4F64' } as const;
type State = readonly [n: number, a: number, b: number, c: number, d: number, e: number];
/** The result from the numbers of a state, or null; those a state does not have may be anything. */
export type Finish = (...state: State) => number | null;

export function momentAccumulator(engine: Engine, kernel: MomentKernel, finish: Finish): Accumulator {
  const { memory, kernels } = engine;
  const width = MOMENT_COUNTS[kernel];
  const states = new GroupState(engine, width * 8);
  /** INT beside DOUBLE is widened first; alone it goes as it is. */
  const widened = (column: Column): Column => {
    if (column.type.kind !== 'int' || column.layout === 'null') return column;
    const ptr = memory.temp(column.length * 8);
    kernels.castI32F64(column.ptr, ptr, column.length);
    return { ...column, type: DOUBLE, ptr };
  };
  const update = (idsPtr: Ptr, args: readonly Column[], n: number): void => {
    const areInts = args.every((column) => column.type.kind === 'int');
    const [x, y] = areInts ? args : args.map(widened);
    const validityPtr = validityOf(engine, x!, n);
    if (kernel === 'comoments') {
      const comoments = areInts ? kernels.comomentsI32 : kernels.comomentsF64;
      comoments(x!.ptr, validityPtr, y!.ptr, validityOf(engine, y!, n), idsPtr, states.ptr, n);
    } else kernels[areInts ? INTS[kernel] : DOUBLES[kernel]](x!.ptr, validityPtr, idsPtr, states.ptr, n);
  };
  const merge = (idsPtr: Ptr, columns: readonly Column[], n: number): void => {
    const [a, b, c, d, e, f] = columns.map((column) => column.ptr);
    if (kernel === 'moments2') kernels.mergeMoments2(a!, b!, c!, idsPtr, states.ptr, n);
    else if (kernel === 'moments4') kernels.mergeMoments4(a!, b!, c!, d!, e!, idsPtr, states.ptr, n);
    else kernels.mergeComoments(a!, b!, c!, d!, e!, f!, idsPtr, states.ptr, n);
  };
  const part = (from: number, n: number, index: number): Column => {
    const ptr = memory.temp(n * 8);
    kernels.unpackWhole(states.ptr + from * width * 8 + index * 8, width * 8, ptr, 8, n);
    return makeColumn({ type: DOUBLE, layout: 'fixed', length: n, ptr });
  };
  return {
    reserve: (groupCount) => states.reserve(groupCount),
    update,
    merge,
    state: (from, n) => Array.from({ length: width }, (_, index) => part(from, n, index)),
    result(from, n) {
      const ptr = memory.temp(n * 8);
      const validityPtr = zeroedBitmap(engine, n);
      const all = memory.f64(states.ptr + from * width * 8, n * width);
      const results = memory.f64(ptr, n);
      const valid = memory.u8(validityPtr, (n + 7) >> 3);
      for (let g = 0, at = 0; g < n; g++, at += width) {
        const value = finish(all[at]!, all[at + 1]!, all[at + 2]!, all[at + 3]!, all[at + 4]!, all[at + 5]!);
        if (value === null) continue;
        results[g] = value;
        valid[g >> 3]! |= 1 << (g & 7);
      }
      return makeColumn({ type: DOUBLE, layout: 'fixed', length: n, ptr, validityPtr });
    },
    close: () => states.close(),
  };
}
