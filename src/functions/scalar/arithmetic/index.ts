// Arithmetic operators and their try_ forms.
import type { ScalarFunction } from '../../define.ts';
import { add } from './add.ts';
import { div } from './div.ts';
import { divide } from './divide.ts';
import { mod, pmod } from './mod.ts';
import { multiply } from './multiply.ts';
import { SIGN } from './sign.ts';
import { subtract } from './subtract.ts';
import { tryForm } from './try.ts';

export const ARITHMETIC: readonly ScalarFunction[] = [
  add,
  subtract,
  multiply,
  divide,
  div,
  mod,
  pmod,
  ...SIGN,
  tryForm('try_add', add, 'Sum, NULL on overflow.', ['try_add(2147483647, 1)', 'NULL']),
  tryForm('try_subtract', subtract, 'Difference, NULL on overflow.', ['try_subtract(-2147483648, 1)', 'NULL']),
  tryForm('try_multiply', multiply, 'Product, NULL on overflow.', ['try_multiply(2147483647, 2)', 'NULL']),
  tryForm('try_divide', divide, 'Quotient, NULL for a zero divisor.', ['try_divide(1, 0)', 'NULL']),
  tryForm('try_mod', mod, 'Remainder, NULL for a zero divisor.', ['try_mod(1, 0)', 'NULL']),
];
