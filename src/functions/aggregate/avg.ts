// avg and try_avg: sums and counts, divided at the end. Integers and floats give DOUBLE, decimals four more digits.
import { buildColumn } from '../../column/builder.ts';
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { readValue } from '../../column/values.ts';
import { BIGINT, DOUBLE, STORAGE_BYTES, decimal, storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { MAX_PRECISION, divideHalfUp, pow10 } from '../../types/decimal.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { aggregate } from '../define.ts';
import type { Accumulator, AggregateFunction, AggregateOptions } from '../define.ts';
import { rule, takes } from '../signature.ts';
import { SUMMABLE } from './sum.ts';
import { validityOf } from './support/bitmap.ts';
import { Counter } from './support/counter.ts';
import { Sums, sumStateType } from './support/sums.ts';

/** As Spark, BIGINT is averaged as DOUBLE. */
const AVERAGEABLE = rule('a number', (t) => (t.kind === 'bigint' ? DOUBLE : SUMMABLE(t)));
const resultType = ([type]: readonly DataType[]): DataType =>
  type!.kind === 'decimal'
    ? decimal(Math.min(MAX_PRECISION, type!.precision + 4), Math.min(MAX_PRECISION, type!.scale + 4))
    : DOUBLE;
const scaled = (sum: bigint, count: bigint, type: DataType, returns: DataType): bigint =>
  type.kind === 'decimal' && returns.kind === 'decimal'
    ? divideHalfUp(sum * pow10(returns.scale - type.scale), count)
    : sum / count;

const average = (name: string, doc: string): AggregateFunction =>
  aggregate({
    name,
    ...(name === 'avg' ? { aliases: ['mean'] } : {}),
    group: 'aggregate',
    doc,
    example: [`${name}(2)`, '2.0'],
    signature: takes([AVERAGEABLE], resultType),
    stateTypes: ([type]) => [sumStateType(type!), BIGINT],
    retract: 'exact',
    create: (engine, [type], returns, options) => averageAccumulator(engine, type!, returns, options),
    value(rows, [type], returns) {
      const values = rows.map(([v]) => v!).filter((v) => v !== null);
      if (values.length === 0) return null;
      if (type!.kind !== 'decimal') return values.reduce<number>((a, b) => a + (b as number), 0) / values.length;
      return scaled(
        values.reduce<bigint>((a, b) => a + (b as bigint), 0n),
        BigInt(values.length),
        type!,
        returns,
      );
    },
  });

function averageAccumulator(engine: Engine, type: DataType, returns: DataType, options: AggregateOptions): Accumulator {
  const sums = new Sums(engine, type, options.sparse === true);
  const counter = new Counter(engine, options);
  const counts = (from: number, n: number): Column =>
    makeColumn({ type: BIGINT, layout: 'fixed', length: n, ptr: counter.ptr + from * 8 });
  return {
    reserve(groupCount) {
      sums.reserve(groupCount);
      counter.reserve(groupCount);
    },
    update(idsPtr, [column], n) {
      sums.update(idsPtr, column!, n);
      counter.update(idsPtr, validityOf(engine, column!, n), n);
    },
    merge(idsPtr, [states, stateCounts], n) {
      sums.merge(idsPtr, states!, n);
      counter.merge(idsPtr, stateCounts!, n);
    },
    state: (from, n) => [sums.column(from, n), counts(from, n)],
    result: (from, n) =>
      returns.kind === 'decimal'
        ? decimalMeans(engine, sums.column(from, n), counts(from, n), type, returns)
        : doubleMeans(engine, sums.column(from, n), counts(from, n)),
    close() {
      sums.close();
      counter.close();
    },
  };
}
function doubleMeans({ memory, kernels }: Engine, sums: Column, counts: Column): Column {
  const n = sums.length;
  const ptr = memory.temp(n * 8);
  kernels[sums.type.kind === 'bigint' ? 'divideI64' : 'divideF64'](sums.ptr, counts.ptr, ptr, n);
  return makeColumn({ type: DOUBLE, layout: 'fixed', length: n, ptr, validityPtr: sums.validityPtr });
}
function decimalMeans(engine: Engine, sums: Column, counts: Column, type: DataType, returns: DataType): Column {
  const { memory, kernels } = engine;
  const n = sums.length;
  const step = STORAGE_BYTES[storageOf(returns)];
  const ptr = memory.temp(n * step);
  if (kernels.decimalMeans(sums.ptr, counts.ptr, scaled(1n, 1n, type, returns), ptr, step, memory.temp(n), n) === 0)
    return makeColumn({ type: returns, layout: 'fixed', length: n, ptr, validityPtr: sums.validityPtr });
  const values = Array.from({ length: n }, (_, g): Value => {
    const sum = readValue(memory, sums, g);
    return sum === null ? null : scaled(sum as bigint, readValue(memory, counts, g) as bigint, type, returns);
  });
  return buildColumn(memory, returns, values, (bytes) => memory.temp(bytes));
}

export const AVG: readonly AggregateFunction[] = [
  average('avg', 'Mean of the values.'),
  average('try_avg', 'Mean of the values; NULL on overflow, which sums of 128 bits do not have.'),
];
