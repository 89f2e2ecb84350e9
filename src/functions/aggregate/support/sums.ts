// Sums per group, exact for integers and decimals: int in 64 bits (a task has fewer than 2^31 rows), bigint and decimal in 128,
// floats in f64. `stateType` is the type in which a sum crosses to the final aggregate.
import { makeColumn } from '../../../column/column.ts';
import type { Column } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import { BIGINT, DOUBLE, decimal, storageOf } from '../../../types/data-type.ts';
import type { DataType } from '../../../types/data-type.ts';
import type { Engine } from '../../../wasm/engine.ts';
import { validityOf } from './bitmap.ts';
import { SCRATCH_BYTES } from './counter.ts';
import { GroupState } from './group-state.ts';
import { Seen } from './seen.ts';

/** Argument types that can be summed: what the signatures cast to. */
export const sumStateType = (type: DataType): DataType =>
  type.kind === 'decimal'
    ? decimal(38, type.scale)
    : type.kind === 'bigint'
      ? decimal(38, 0)
      : type.kind === 'int'
        ? BIGINT
        : DOUBLE;

export class Sums {
  readonly stateType: DataType;
  readonly #engine: Engine;
  readonly #type: DataType;
  readonly #sums: GroupState;
  readonly #seen: Seen;

  constructor(engine: Engine, type: DataType, sparse: boolean) {
    this.#engine = engine;
    this.#type = type;
    this.stateType = sumStateType(type);
    this.#sums = new GroupState(engine, this.stateType.kind === 'decimal' ? 16 : 8);
    this.#seen = new Seen(engine, sparse);
  }
  get ptr(): Ptr {
    return this.#sums.ptr;
  }
  reserve(groupCount: number): void {
    this.#sums.reserve(groupCount);
    this.#seen.reserve(groupCount);
  }
  update(idsPtr: Ptr, column: Column, n: number): void {
    this.#add(this.#type, idsPtr, column, n);
  }
  merge(idsPtr: Ptr, states: Column, n: number): void {
    this.#add(this.stateType, idsPtr, states, n);
  }
  validity(from: number, n: number): Ptr {
    return this.#seen.validity(from, n);
  }
  column(from: number, n: number): Column {
    const ptr = this.#sums.ptr + from * (this.stateType.kind === 'decimal' ? 16 : 8);
    return makeColumn({ type: this.stateType, layout: 'fixed', length: n, ptr, validityPtr: this.validity(from, n) });
  }
  close(): void {
    this.#sums.close();
    this.#seen.close();
  }
  #add(type: DataType, idsPtr: Ptr, column: Column, n: number): void {
    const { memory, kernels } = this.#engine;
    const validityPtr = validityOf(this.#engine, column, n);
    this.#seen.update(idsPtr, validityPtr, n);
    const { ptr } = column;
    const sumsPtr = this.#sums.ptr;
    if (this.stateType.kind === 'decimal') {
      kernels[storageOf(type) === 'i64' ? 'sumWide' : 'sum128'](ptr, validityPtr, idsPtr, sumsPtr, n);
      return;
    }
    const kernel = this.stateType.kind === 'double' ? 'sumF64' : type.kind === 'int' ? 'sumI32' : 'sumI64';
    kernels[kernel](ptr, validityPtr, idsPtr, sumsPtr, this.#sums.count, memory.temp(SCRATCH_BYTES), n);
  }
}
