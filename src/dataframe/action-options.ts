// What may stand in the options of actions and, of these, of sessions.
import { FLAG, FUNCTION, checkOptions, oneOf } from '../types/check-options.ts';
import type { OptionRule } from '../types/check-options.ts';

export const VALUE_RULES = {
  integers: oneOf('number', 'bigint'),
  decimals: oneOf('string', 'number'),
  timestamps: oneOf('date', 'string', 'bigint'),
} as const;
const SIGNAL: OptionRule = ['an AbortSignal', (value) => typeof value === 'object' && value !== null && 'aborted' in value];
/** One table for all actions: an option that says nothing to one of them does no harm there. */
const ACTION_RULES = {
  signal: SIGNAL,
  onProgress: FUNCTION,
  onProfile: FUNCTION,
  ...VALUE_RULES,
  rows: oneOf('object', 'array'),
  dictionaries: FLAG,
} as const;

export const checkActionOptions = (options: unknown): void => checkOptions(options, ACTION_RULES);
