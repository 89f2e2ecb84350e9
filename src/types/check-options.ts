// Options that users give as an object: each name known, each value one that may stand there, or an error that says what may. An option
// that is undefined was not given.
import { CaudalError } from './error.ts';
import { didYouMean } from './suggest.ts';

/** What a value must be, in words, and whether it is. */
export type OptionRule = readonly [expects: string, holds: (value: unknown) => boolean];
export type OptionRules = Readonly<Record<string, OptionRule>>;

export function oneOf(...values: readonly string[]): OptionRule {
  const quoted = values.map((value) => `'${value}'`);
  return [`${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`, (value) => values.includes(value as string)];
}
export const FLAG: OptionRule = ['true or false', (value) => typeof value === 'boolean'];
export const FUNCTION: OptionRule = ['a function', (value) => typeof value === 'function'];
export const ANYTHING: OptionRule = ['anything', () => true];

export function checkOptions(options: unknown, rules: OptionRules): void {
  if (typeof options !== 'object' || options === null) throw invalidOption('options', options, 'an object');
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule)
      throw new CaudalError('INVALID_PARAMETER_VALUE', `There is no option ${name} here.`, {
        hint: didYouMean(name, Object.keys(rules)) ?? `Options: ${Object.keys(rules).join(', ')}.`,
        params: { parameter: name },
      });
    if (value !== undefined && !rule[1](value)) throw invalidOption(name, value, rule[0]);
  }
}
export function invalidOption(name: string, value: unknown, expects: string): CaudalError {
  const given = typeof value === 'string' ? `'${value}'` : typeof value === 'object' && value ? 'an object' : String(value);
  return new CaudalError('INVALID_PARAMETER_VALUE', `The option ${name} is ${given}.`, {
    hint: `It must be ${expects}.`,
    params: { parameter: name, value: given },
  });
}
