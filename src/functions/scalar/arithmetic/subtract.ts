// a - b for numbers, dates, timestamps and intervals.
import { addDecimals } from '../../../types/decimal.ts';
import { addDecimalColumns, decimalForm } from '../../decimal-kernels.ts';
import { scalar } from '../../define.ts';
import { checkCount } from '../../signature.ts';
import { additiveKernel, evaluateAligned } from './binary.ts';
import { between, isMomentType, shiftMoment, subtractMomentTypes } from './moments.ts';
import { alignedSignature } from './numeric-types.ts';

const OPERATION = { exact: (a: bigint, b: bigint) => a - b, floating: (a: number, b: number) => a - b };

/** Two dates give microseconds: no subtraction of their days alone. */
const SUBTRACT = additiveKernel('sub')!;

export const subtract = scalar({
  name: 'subtract',
  group: 'math',
  doc: 'Difference; overflow is an error. Dates and timestamps give an interval.',
  example: ['3 - 2', '1'],
  nulls: 'propagate',
  fallible: true,
  signature: (args, literals, name) => {
    checkCount(name, args.length, 2);
    return subtractMomentTypes(args[0]!, args[1]!) ?? alignedSignature(args, literals, name, addDecimals);
  },
  kernel: (args) => (args[0]!.kind === 'date' && args[1]!.kind === 'date' ? undefined : SUBTRACT(args)),
  column: decimalForm((engine, args, n, returns) => addDecimalColumns(engine, args, n, returns, -1n)),
  value: (args, context, types, returns) => {
    if (!isMomentType(returns)) return evaluateAligned(OPERATION, args, context, types, returns);
    const span = returns.kind === 'interval_day_time' && types[0]!.kind !== 'interval_day_time';
    return span ? between(args[0]!, args[1]!, types, context) : shiftMoment(args[0]!, args[1]!, -1, types, context);
  },
});
