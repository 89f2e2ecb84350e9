// Mathematical functions.
import type { ScalarFunction } from '../../define.ts';
import { BASES } from './bases.ts';
import { INTEGERS } from './integers.ts';
import { RANDOM } from './random.ts';
import { REAL } from './real.ts';
import { ROUNDING } from './round.ts';

export const MATH: readonly ScalarFunction[] = [...REAL, ...ROUNDING, ...INTEGERS, ...BASES, ...RANDOM];
