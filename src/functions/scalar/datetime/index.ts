// Functions of dates, timestamps and intervals.
import type { ScalarFunction } from '../../define.ts';
import { CURRENT } from './current.ts';
import { EPOCH } from './epoch.ts';
import { MAKE } from './make.ts';
import { PARTS } from './parts.ts';
import { SHIFT } from './shift.ts';
import { TEXT } from './text.ts';
import { TRUNCATE } from './truncate.ts';

export const DATETIME: readonly ScalarFunction[] = [...PARTS, ...CURRENT, ...EPOCH, ...SHIFT, ...TRUNCATE, ...TEXT, ...MAKE];
