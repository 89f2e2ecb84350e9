// Functions of arrays, structs and maps.
import type { ScalarFunction } from '../../define.ts';
import { ARRAY_CHANGES } from './array-change.ts';
import { ARRAY_SETS } from './array-set.ts';
import { ARRAYS } from './array.ts';
import { ELEMENTS } from './element.ts';
import { SEQUENCES } from './sequence.ts';
import { STRUCTS_AND_MAPS } from './struct-map.ts';

export const COLLECTION: readonly ScalarFunction[] = [
  ...ELEMENTS,
  ...ARRAYS,
  ...ARRAY_CHANGES,
  ...ARRAY_SETS,
  ...SEQUENCES,
  ...STRUCTS_AND_MAPS,
];
