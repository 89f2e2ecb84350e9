// a + b for numbers, dates, timestamps and intervals.
import { addDecimals } from '../../../types/decimal.ts';
import { addDecimalColumns, decimalForm } from '../../decimal-kernels.ts';
import { scalar } from '../../define.ts';
import { checkCount } from '../../signature.ts';
import { additiveKernel, evaluateAligned } from './binary.ts';
import { addMomentTypes, isMomentType, shiftMoment } from './moments.ts';
import { alignedSignature } from './numeric-types.ts';

const OPERATION = { exact: (a: bigint, b: bigint) => a + b, floating: (a: number, b: number) => a + b };

export const add = scalar({
  name: 'add',
  group: 'math',
  doc: 'Sum; overflow is an error. A date takes days or an interval.',
  example: ['1 + 2', '3'],
  nulls: 'propagate',
  fallible: true,
  signature: (args, literals, name) => {
    checkCount(name, args.length, 2);
    return addMomentTypes(args[0]!, args[1]!) ?? alignedSignature(args, literals, name, addDecimals);
  },
  kernel: additiveKernel('add'),
  column: decimalForm((engine, args, n, returns) => addDecimalColumns(engine, args, n, returns, 1n)),
  value: (args, context, types, returns) => {
    if (!isMomentType(returns)) return evaluateAligned(OPERATION, args, context, types, returns);
    const swapped = types[0]!.kind !== returns.kind && types[1]!.kind === returns.kind;
    const order = swapped ? ([1, 0] as const) : ([0, 1] as const);
    return shiftMoment(
      args[order[0]]!,
      args[order[1]]!,
      1,
      order.map((i) => types[i]!),
      context,
    );
  },
});
