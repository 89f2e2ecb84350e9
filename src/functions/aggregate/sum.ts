// sum and try_sum. Integers give BIGINT, decimals ten more digits, floats DOUBLE; overflow of the result is an error or, for try_sum, NULL.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { BIGINT, DOUBLE, INT, decimal, isInteger, storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { MAX_PRECISION, pow10 } from '../../types/decimal.ts';
import { CaudalError } from '../../types/error.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { aggregate } from '../define.ts';
import type { Accumulator, AggregateFunction } from '../define.ts';
import { rule, takes } from '../signature.ts';
import { Sums, sumStateType } from './support/sums.ts';

/** Types with kernels: small integers go as INT, FLOAT and text as DOUBLE. */
export const SUMMABLE = rule('a number', (t) => {
  if (isInteger(t)) return t.kind === 'bigint' ? BIGINT : INT;
  if (t.kind === 'decimal') return t;
  return t.kind === 'float' || t.kind === 'double' || t.kind === 'string' || t.kind === 'null' ? DOUBLE : undefined;
});
const resultType = ([type]: readonly DataType[]): DataType => {
  if (type!.kind === 'decimal') return decimal(Math.min(MAX_PRECISION, type!.precision + 10), type!.scale);
  return isInteger(type!) ? BIGINT : DOUBLE;
};
const overflow = (): never => {
  throw new CaudalError('ARITHMETIC_OVERFLOW', 'The sum does not fit its type.', {
    hint: 'Use try_sum, or cast to a wider type.',
  });
};
/** Least and greatest exact result; none for floats. */
function limitsOf(type: DataType): readonly [bigint, bigint] | undefined {
  if (type.kind === 'decimal') return [1n - pow10(type.precision), pow10(type.precision) - 1n];
  return type.kind === 'bigint' ? [-(1n << 63n), (1n << 63n) - 1n] : undefined;
}
const fits = (sum: bigint, [least, most]: readonly [bigint, bigint]): boolean => sum >= least && sum <= most;

function sumFunction(name: string, doc: string, example: readonly [string, string], onOverflow: () => null): AggregateFunction {
  return aggregate({
    name,
    group: 'aggregate',
    doc,
    example,
    signature: takes([SUMMABLE], resultType),
    stateTypes: ([type]) => [sumStateType(type!)],
    retract: 'exact',
    create: (engine, [type], returns, options) => sumAccumulator(engine, type!, returns, options.sparse === true, onOverflow),
    value(rows, [type], returns) {
      const values = rows.map(([v]) => v!).filter((v) => v !== null);
      if (values.length === 0) return null;
      const limits = limitsOf(returns);
      if (limits === undefined) return values.reduce<number>((a, b) => a + (b as number), 0);
      const sum = values.reduce<bigint>((a, b) => a + (type!.kind === 'int' ? BigInt(b as number) : (b as bigint)), 0n);
      return fits(sum, limits) ? sum : onOverflow();
    },
  });
}
function sumAccumulator(engine: Engine, type: DataType, returns: DataType, sparse: boolean, onOverflow: () => null): Accumulator {
  const sums = new Sums(engine, type, sparse);
  return {
    reserve: (groupCount) => sums.reserve(groupCount),
    update: (idsPtr, [column], n) => sums.update(idsPtr, column!, n),
    merge: (idsPtr, [states], n) => sums.merge(idsPtr, states!, n),
    state: (from, n) => [sums.column(from, n)],
    result: (from, n) => finish(engine, sums.column(from, n), returns, onOverflow),
    close: () => sums.close(),
  };
}
/** The sums as the result type, checked. */
function finish(engine: Engine, sums: Column, returns: DataType, onOverflow: () => null): Column {
  if (sums.type.kind !== 'decimal') return sums;
  const { memory, kernels } = engine;
  const n = sums.length;
  const misses = memory.temp(n);
  const ptr = memory.temp(n * 8);
  const allNarrow = kernels.narrowSums(sums.ptr, ptr, misses, n) === 0;
  if (allNarrow && returns.kind === 'bigint') return makeColumn({ ...sums, type: returns, ptr });
  if (allNarrow && storageOf(returns) === 'i128') return makeColumn({ ...sums, type: returns });
  const limits = limitsOf(returns)!;
  const check = (v: Value): Value => (v === null || fits(v as bigint, limits) ? v : onOverflow());
  return buildColumn(memory, returns, readValues(memory, sums).map(check), (bytes) => memory.temp(bytes));
}
export const SUM: readonly AggregateFunction[] = [
  sumFunction('sum', 'Sum of the values; overflow is an error.', ['sum(2)', '2'], overflow),
  sumFunction('try_sum', 'Sum of the values; NULL on overflow.', ['try_sum(2)', '2'], () => null),
];
