// Every function there is, by family: the registry names are looked up in. One line per family, one list per family file.
import { AGGREGATES } from './aggregate/index.ts';
import type { FunctionDefinition } from './define.ts';
import { ARITHMETIC } from './scalar/arithmetic/index.ts';
import { BITWISE } from './scalar/bitwise/index.ts';
import { COLLECTION } from './scalar/collection/index.ts';
import { COMPARISON } from './scalar/comparison/index.ts';
import { CONDITIONAL } from './scalar/conditional/index.ts';
import { DATETIME } from './scalar/datetime/index.ts';
import { HASH } from './scalar/hash/index.ts';
import { JSON_FUNCTIONS } from './scalar/json/index.ts';
import { MATH } from './scalar/math/index.ts';
import { MISC } from './scalar/misc/index.ts';
import { REGEXP } from './scalar/regexp/index.ts';
import { STRINGS } from './scalar/string/index.ts';
import { GENERATORS } from './table/index.ts';
import { TIME_WINDOWS } from './time-window/index.ts';
import { WINDOW } from './window/index.ts';

const FUNCTIONS: readonly FunctionDefinition[] = [
  ...ARITHMETIC,
  ...COMPARISON,
  ...BITWISE,
  ...CONDITIONAL,
  ...MATH,
  ...STRINGS,
  ...REGEXP,
  ...DATETIME,
  ...COLLECTION,
  ...JSON_FUNCTIONS,
  ...HASH,
  ...MISC,
  ...GENERATORS,
  ...WINDOW,
  ...TIME_WINDOWS,
  ...AGGREGATES,
];

const BY_NAME = new Map<string, FunctionDefinition>();
for (const f of FUNCTIONS)
  for (const name of [f.name, ...(f.aliases ?? [])]) {
    if (BY_NAME.has(name)) throw new Error(`two functions are named ${name}`);
    BY_NAME.set(name, f);
  }

/** A function by its name or an alias, in any case. */
export const findFunction = (name: string): FunctionDefinition | undefined => BY_NAME.get(name.toLowerCase());
/** All functions, by name. */
export const allFunctions = (): readonly FunctionDefinition[] => [...FUNCTIONS].sort((a, b) => (a.name < b.name ? -1 : 1));
