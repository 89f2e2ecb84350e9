// a div b: the whole part of the quotient, BIGINT.
import { type DataType, BIGINT, isFloating } from '../../../types/data-type.ts';
import { rescale } from '../../../types/decimal.ts';
import { scalar } from '../../define.ts';
import { checkCount, typeMismatch } from '../../signature.ts';
import { toInteger, zeroDivisor } from './checked.ts';
import { numericPair } from './numeric-types.ts';

const isInterval = (t: DataType): boolean => t.kind === 'interval_day_time' || t.kind === 'interval_year_month';
const scaleOf = (t: DataType): number => (t.kind === 'decimal' ? t.scale : 0);

export const div = scalar({
  name: 'div',
  group: 'math',
  doc: 'Whole part of the quotient, BIGINT; a zero divisor is an error.',
  example: ['7 div 2', '3'],
  nulls: 'propagate',
  fallible: true,
  signature: (args, literals, name) => {
    checkCount(name, args.length, 2);
    if (isInterval(args[0]!) && args[1]!.kind === args[0]!.kind) return { args, returns: BIGINT };
    const pair = numericPair(args, literals, name);
    const floating = pair.findIndex(isFloating);
    if (floating >= 0) typeMismatch(name, floating, 'an integer or decimal', pair[floating]!);
    return { args: pair[0].kind === 'decimal' ? pair : [BIGINT, BIGINT], returns: BIGINT };
  },
  kernel: (args) => (args.every((t) => t.kind === 'bigint') ? 'intDivI64' : undefined),
  value: (args, context, types, returns) => {
    const scale = Math.max(scaleOf(types[0]!), scaleOf(types[1]!));
    const a = rescale(BigInt(args[0] as number | bigint), scaleOf(types[0]!), scale);
    const b = rescale(BigInt(args[1] as number | bigint), scaleOf(types[1]!), scale);
    return b === 0n ? zeroDivisor(context) : toInteger(a / b, returns, context);
  },
});
