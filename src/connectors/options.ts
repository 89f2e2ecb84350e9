// options.ts: reading the options a user gave. Keys come lower-cased; values are text, numbers or booleans as typed.
import { CaudalError } from '../types/error.ts';

export type Options = Readonly<Record<string, string | number | boolean>>;
/** The first of the names that was given (Spark has aliases: sep, delimiter). */
export function option(options: Options, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = options[name.toLowerCase()];
    if (value !== undefined) return String(value);
  }
  return undefined;
}
export function booleanOption(options: Options, name: string, fallback: boolean): boolean {
  const text = option(options, name)?.toLowerCase();
  if (text === undefined) return fallback;
  if (text === 'true' || text === 'false') return text === 'true';
  throw invalidOption(name, text, 'true or false');
}
export const invalidOption = (name: string, value: string, expected: string): CaudalError =>
  new CaudalError('INVALID_OPTION', `Option ${name} is '${value}'; it must be ${expected}.`, { params: { option: name, value } });

/** What becomes of a record that does not fit. */
export type Mode = 'FAILFAST' | 'PERMISSIVE' | 'DROPMALFORMED';
export function modeOption(options: Options): Mode {
  const text = (option(options, 'mode') ?? 'FAILFAST').toUpperCase();
  if (text === 'FAILFAST' || text === 'PERMISSIVE' || text === 'DROPMALFORMED') return text;
  throw invalidOption('mode', text, 'FAILFAST, PERMISSIVE or DROPMALFORMED');
}
