// a / b: DOUBLE, DECIMAL between decimals, an interval over a number. Integers divide as DOUBLE; `div` truncates.
import { type DataType, DOUBLE, isInteger } from '../../../types/data-type.ts';
import { divideDecimals, divideHalfUp, pow10 } from '../../../types/decimal.ts';
import type { Value } from '../../../types/value.ts';
import { scalar } from '../../define.ts';
import { checkCount } from '../../signature.ts';
import { toDecimal, toMoment, zeroDivisor } from './checked.ts';
import { allUnits, roundedBigInt, scaleFactor } from './multiply.ts';
import { numericPair } from './numeric-types.ts';

const isInterval = (t: DataType): boolean => t.kind === 'interval_day_time' || t.kind === 'interval_year_month';

function divideInterval(interval: Value, divisor: Value, divisorType: DataType, returns: DataType): Value {
  const units = BigInt(interval as number | bigint);
  if (typeof divisor === 'number' && !isInteger(divisorType))
    return toMoment(roundedBigInt(Number(units) / divisor, returns.kind), returns);
  const scale = divisorType.kind === 'decimal' ? divisorType.scale : 0;
  return toMoment(divideHalfUp(units * pow10(scale), BigInt(divisor as number | bigint)), returns);
}

export const divide = scalar({
  name: 'divide',
  group: 'math',
  doc: 'Quotient as DOUBLE, or DECIMAL of decimals; a zero divisor is an error.',
  example: ['3 / 2', '1.5'],
  nulls: 'propagate',
  fallible: true,
  signature: (args, literals, name) => {
    checkCount(name, args.length, 2);
    const factor = isInterval(args[0]!) ? scaleFactor(args[1]!) : undefined;
    if (factor) return { args: [args[0]!, factor], returns: allUnits(args[0]!) };
    const [a, b] = numericPair(args, literals, name);
    if (a.kind === 'decimal' && b.kind === 'decimal') return { args: [a, b], returns: divideDecimals(a, b) };
    return { args: [DOUBLE, DOUBLE], returns: DOUBLE };
  },
  kernel: (args) => (args.every((t) => t.kind === 'double') ? 'divF64' : undefined),
  value: (args, context, types, returns) => {
    const [a, b] = args as [number | bigint, number | bigint];
    if (Number(b) === 0) return zeroDivisor(context);
    if (isInterval(returns)) return divideInterval(a, b, types[1]!, returns);
    const [left, right] = [types[0]!, types[1]!];
    if (returns.kind !== 'decimal' || left.kind !== 'decimal' || right.kind !== 'decimal') return Number(a) / Number(b);
    const shift = returns.scale + right.scale - left.scale;
    const [dividend, divisor] = [BigInt(a), BigInt(b)];
    const quotient =
      shift >= 0 ? divideHalfUp(dividend * pow10(shift), divisor) : divideHalfUp(dividend, divisor * pow10(-shift));
    return toDecimal(quotient, returns.scale, returns, context);
  },
});
