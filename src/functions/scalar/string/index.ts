// Functions of text.
import type { ScalarFunction } from '../../define.ts';
import { CASE } from './case.ts';
import { CONCAT_FAMILY } from './concat.ts';
import { ENCODE } from './encode.ts';
import { FORMAT } from './format.ts';
import { LENGTH } from './length.ts';
import { LIKE } from './like.ts';
import { PAD } from './pad.ts';
import { REPLACE } from './replace.ts';
import { SEARCH } from './search.ts';
import { SPLIT } from './split.ts';
import { SUBSTRING } from './substring.ts';
import { TRIM } from './trim.ts';
import { URL } from './url.ts';

export const STRINGS: readonly ScalarFunction[] = [
  ...CASE,
  ...CONCAT_FAMILY,
  ...ENCODE,
  ...FORMAT,
  ...LENGTH,
  ...LIKE,
  ...PAD,
  ...REPLACE,
  ...SEARCH,
  ...SPLIT,
  ...SUBSTRING,
  ...TRIM,
  ...URL,
];
