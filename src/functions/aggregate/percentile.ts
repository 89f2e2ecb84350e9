// percentile, median: interpolated between the two nearest values. percentile_disc, percentile_approx: a value of the input; exact here, whatever the
// accuracy asked for. The fraction is a literal in [0, 1], or an array of them for an array of results.
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import { readValue } from '../../column/values.ts';
import { BOOLEAN, DOUBLE, INT, arrayOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { compareValues } from '../../types/compare-value.ts';
import { pow10 } from '../../types/decimal.ts';
import { CaudalError } from '../../types/error.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { aggregate } from '../define.ts';
import type { Accumulator, AggregateFunction, AggregateOptions, SignatureRule } from '../define.ts';
import { NUMERIC, castArgument, checkCount, takes } from '../signature.ts';
import { SEGMENT_LIST, Segments } from './support/segments.ts';

/** One fraction or several, from the literal. Decimal literals come cast to DOUBLE. */
function fractionsOf(literal: Value | undefined): readonly number[] {
  const fractions = (Array.isArray(literal) ? literal : [literal]).map(Number);
  if (literal === undefined || literal === null || fractions.some((q) => !(q >= 0 && q <= 1)))
    throw new CaudalError('DATATYPE_MISMATCH', 'The fraction of a percentile must be a constant between 0 and 1.', {
      hint: 'Write percentile(x, 0.5) or percentile(x, array(0.25, 0.75)).',
    });
  return fractions;
}
/** Types segments keep: decimals beyond 18 digits are cut to DOUBLE. */
const segmentType = (type: DataType): DataType => (type.kind === 'decimal' && type.precision > 18 ? DOUBLE : type);
const signature =
  (result: (type: DataType) => DataType, third: DataType = INT): SignatureRule =>
  (given, _literals, name) => {
    checkCount(name, given.length, 2, 3);
    const type = segmentType(castArgument(name, 0, given[0]!, NUMERIC));
    const many = given[1]!.kind === 'array';
    const args = [type, many ? arrayOf(DOUBLE) : DOUBLE, ...(given.length > 2 ? [third] : [])];
    return { args, returns: many ? arrayOf(result(type), false) : result(type) };
  };
type Take = (segments: Segments, from: number, n: number, q: number) => Column;

function segmentAccumulator(
  engine: Engine,
  type: DataType,
  returns: DataType,
  fractions: readonly number[],
  take: Take,
): Accumulator {
  const segments = new Segments(engine, type);
  return {
    reserve: (groupCount) => segments.reserve(groupCount),
    update: (idsPtr, [column], n) => (column!.layout === 'null' ? undefined : segments.append(idsPtr, column!, n)),
    merge: (idsPtr, [lists], n) => segments.appendLists(idsPtr, lists!, n),
    state: (from, n) => [segments.lists(from, n)],
    result(from, n) {
      const columns = fractions.map((q) => take(segments, from, n, q));
      if (returns.kind !== 'array') return columns[0]!;
      const lists = Array.from({ length: n }, (_, g): Value => {
        const values = columns.map((column) => readValue(engine.memory, column, g));
        return values[0] === null ? null : values;
      });
      return buildColumn(engine.memory, returns, lists, (bytes) => engine.memory.temp(bytes));
    },
    close: () => segments.close(),
  };
}
const interpolate: Take = (segments, from, n, q) => segments.interpolate(from, n, q);
const pick =
  (fromAbove: boolean): Take =>
  (segments, from, n, q) =>
    segments.pick(from, n, q, fromAbove);

const sorted = (rows: readonly (readonly Value[])[], type: DataType): Value[] =>
  rows
    .map(([v]) => v!)
    .filter((v) => v !== null)
    .sort((a, b) => compareValues(a, b, type));
function interpolated(values: readonly Value[], type: DataType, q: number): Value {
  const divisor = type.kind === 'decimal' ? Number(pow10(type.scale)) : 1;
  const position = q * (values.length - 1);
  const rank = Math.floor(position);
  const fraction = position - rank;
  const low = Number(values[rank]!);
  return (fraction > 0 ? low * (1 - fraction) + Number(values[rank + 1]!) * fraction : low) / divisor;
}
const picked =
  (fromAbove: boolean) =>
  (values: readonly Value[], _type: DataType, q: number): Value =>
    values.at(fromAbove ? -Math.max(1, Math.ceil(q * values.length)) : Math.max(0, Math.ceil(q * values.length) - 1))!;
/** Third argument of percentile_disc: whether to count from the greatest value. */
const isFromAbove = ({ literals }: Pick<AggregateOptions, 'literals'>): boolean => literals[2] === true;
const valueOf =
  (one: (values: readonly Value[], type: DataType, q: number) => Value, fixed?: number): AggregateFunction['value'] =>
  (rows, [type], returns, { literals }) => {
    const fractions = fixed === undefined ? fractionsOf(literals[1]) : [fixed];
    const values = sorted(rows, type!);
    if (values.length === 0) return null;
    const results = fractions.map((q) => one(values, type!, q));
    return returns.kind === 'array' ? results : results[0]!;
  };
export const PERCENTILES: readonly AggregateFunction[] = [
  aggregate({
    name: 'percentile',
    aliases: ['percentile_cont', 'quantile'],
    group: 'aggregate',
    doc: 'Value below which the given fraction of the values lies, interpolated.',
    example: ['percentile(2, 0.5)', '2.0'],
    signature: signature(() => DOUBLE),
    stateTypes: () => [SEGMENT_LIST],
    keepsValues: true,
    retract: 'none',
    create: (engine, [type], returns, { literals }) =>
      segmentAccumulator(engine, type!, returns, fractionsOf(literals[1]), interpolate),
    value: valueOf(interpolated),
  }),
  aggregate({
    name: 'percentile_approx',
    aliases: ['approx_percentile'],
    group: 'aggregate',
    doc: 'Smallest value of which at least the given fraction of the values is not greater. Exact: an accuracy may be given, and is not needed.',
    example: ['percentile_approx(2, 0.5)', '2'],
    signature: signature((type) => type),
    stateTypes: () => [SEGMENT_LIST],
    keepsValues: true,
    retract: 'none',
    create: (engine, [type], returns, { literals }) =>
      segmentAccumulator(engine, type!, returns, fractionsOf(literals[1]), pick(false)),
    value: valueOf(picked(false)),
  }),
  aggregate({
    name: 'percentile_disc',
    group: 'aggregate',
    doc: 'Smallest value of which at least the given fraction is not greater; with ORDER BY … DESC, or true as third argument, the other way about.',
    example: ['percentile_disc(0.5) WITHIN GROUP (ORDER BY 2)', '2'],
    signature: signature((type) => type, BOOLEAN),
    stateTypes: () => [SEGMENT_LIST],
    keepsValues: true,
    retract: 'none',
    create: (engine, [type], returns, options) =>
      segmentAccumulator(engine, type!, returns, fractionsOf(options.literals[1]), pick(isFromAbove(options))),
    value: (rows, types, returns, options) => valueOf(picked(isFromAbove(options)))(rows, types, returns, options),
  }),
  aggregate({
    name: 'median',
    group: 'aggregate',
    doc: 'Middle value, or the mean of the two middle ones.',
    example: ['median(2)', '2.0'],
    signature: (given, literals, name) => {
      const { args } = takes([NUMERIC], DOUBLE)(given, literals, name);
      return { args: [segmentType(args[0]!)], returns: DOUBLE };
    },
    stateTypes: () => [SEGMENT_LIST],
    keepsValues: true,
    retract: 'none',
    create: (engine, [type], returns) => segmentAccumulator(engine, type!, returns, [0.5], interpolate),
    value: valueOf(interpolated, 0.5),
  }),
];
