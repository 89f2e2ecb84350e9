// Functions of text.
import type { ScalarFunction } from '../../define.ts';
import { CONCAT_FAMILY } from './concat.ts';
import { LIKE } from './like.ts';

export const STRINGS: readonly ScalarFunction[] = [...CONCAT_FAMILY, ...LIKE];
