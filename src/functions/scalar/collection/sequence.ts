// sequence(start, stop[, step]): integers, dates or timestamps, both ends inclusive. Dates step by a day, timestamps need a step.
import { addMonths } from '../../../types/civil-date.ts';
import { leastCommonType } from '../../../types/common-type.ts';
import { type DataType, DATE, INTERVAL_DAY_TIME, arrayOf, isInteger } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { US_PER_DAY, timeZone } from '../../../types/time-zone.ts';
import type { Value } from '../../../types/value.ts';
import { type EvaluationContext, type SignatureRule, scalar } from '../../define.ts';
import { castArgument, checkCount, noCommonType, typeMismatch } from '../../signature.ts';
import { shiftDayTime, shiftMonths } from '../arithmetic/moments.ts';
import { checkSize } from './shared.ts';

const isInterval = (t: DataType | undefined): boolean => t?.kind === 'interval_day_time' || t?.kind === 'interval_year_month';

const SEQUENCE: SignatureRule = (args, _literals, name) => {
  checkCount(name, args.length, 2, 3);
  const [start, stop, step] = [args[0]!, args[1]!, args[2]];
  const common = leastCommonType(start, stop) ?? noCommonType(name, args);
  if (isInteger(common)) {
    const type = step === undefined ? common : (leastCommonType(common, step) ?? noCommonType(name, args));
    return { args: args.map(() => type), returns: arrayOf(type, false) };
  }
  if (common.kind !== 'date' && common.kind !== 'timestamp' && common.kind !== 'timestamp_ntz')
    typeMismatch(name, 0, 'an integer, date or timestamp', start);
  if (step !== undefined && !isInterval(step)) castArgument(name, 2, step, INTERVAL_DAY_TIME);
  if (step === undefined && common.kind !== DATE.kind) checkCount(name, args.length, 3);
  return { args: [common, common, ...(step === undefined ? [] : [step])], returns: arrayOf(common, false) };
};
function badStep(): never {
  throw new CaudalError('INVALID_PARAMETER_VALUE', 'The step of sequence does not lead from its start to its stop.');
}
function integers(start: bigint, stop: bigint, given: bigint | undefined, type: DataType): Value {
  const step = given ?? (start <= stop ? 1n : -1n);
  if (step === 0n ? start !== stop : step > 0n ? start > stop : start < stop) badStep();
  const size = step === 0n ? 1n : (stop - start) / step + 1n;
  checkSize(size);
  return Array.from({ length: Number(size) }, (_, i) => {
    const value = start + step * BigInt(i);
    return type.kind === 'bigint' ? value : Number(value);
  });
}
/** Each element is start + i steps, so that months do not drift (31 January, 29 February, 31 March). */
function moments(start: bigint, stop: bigint, at: (i: number) => bigint): bigint[] {
  const next = at(1);
  if (start === stop) return [start];
  if (next === start || next > start !== stop > start) badStep();
  checkSize((stop - start) / (next - start));
  const out: bigint[] = [];
  for (let i = 0; ; i++) {
    const value = at(i);
    if (stop > start ? value > stop : value < stop) return out;
    out.push(value);
  }
}
function sequence([start, stop, step]: readonly Value[], types: readonly DataType[], context: EvaluationContext): Value {
  const type = types[0]!;
  if (isInteger(type))
    return integers(
      BigInt(start as number | bigint),
      BigInt(stop as number | bigint),
      step === undefined ? undefined : BigInt(step as number | bigint),
      type,
    );
  const months = types[2]?.kind === 'interval_year_month' ? (step as number) : undefined;
  if (type.kind === 'date') {
    const [from, to] = [start as number, stop as number];
    const days = step === undefined ? (from <= to ? 1 : -1) : months === undefined ? Number((step as bigint) / US_PER_DAY) : 0;
    return moments(BigInt(from), BigInt(to), (i) =>
      BigInt(months === undefined ? from + i * days : addMonths(from, i * months)),
    ).map(Number);
  }
  const zone = type.kind === 'timestamp' ? timeZone(context.timeZone) : undefined;
  const from = start as bigint;
  return moments(from, stop as bigint, (i) =>
    months === undefined ? shiftDayTime(from, (step as bigint) * BigInt(i), zone) : shiftMonths(from, months * i, zone),
  );
}

export const SEQUENCES = [
  scalar({
    name: 'sequence',
    aliases: ['generate_series'],
    group: 'collection',
    doc: 'From start to stop by steps, both ends inclusive.',
    example: ['sequence(1, 5, 2)', '[1, 3, 5]'],
    signature: SEQUENCE,
    nulls: 'propagate',
    fallible: true,
    value: (args, context, types) => sequence(args, types, context),
  }),
];
