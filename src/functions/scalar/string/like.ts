// LIKE and ILIKE: `%` any text, `_` any character (code point), the escape (backslash unless given) takes the next one literally.
import { BOOLEAN, STRING } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { likeColumn } from './search-column.ts';

const SPECIAL = /[\\^$.*+?()[\]{}|/]/;
const CACHE_LIMIT = 256;
const cache = new Map<string, RegExp>();

function translate(pattern: string, escape: string, ignoreCase: boolean): RegExp {
  let source = '';
  const chars = [...pattern];
  for (let i = 0; i < chars.length; i++) {
    let char = chars[i]!;
    if (char === escape) {
      char = chars[++i] ?? '';
      if (char !== '%' && char !== '_' && char !== escape) {
        const problem = char === '' ? 'the escape character is last' : `the escape character stands before '${char}'`;
        throw new CaudalError('INVALID_FORMAT', `The pattern '${pattern}' is invalid: ${problem}.`, {
          hint: `Only '%', '_' and the escape character can be escaped.`,
        });
      }
      source += SPECIAL.test(char) ? `\\${char}` : char;
    } else if (char === '%') source += '.*';
    else if (char === '_') source += '.';
    else source += SPECIAL.test(char) ? `\\${char}` : char;
  }
  return new RegExp(`^${source}$`, ignoreCase ? 'sui' : 'su');
}
/** Compiled pattern; the last few hundred are kept. */
export function likePattern(pattern: string, escape = '\\', ignoreCase = false): RegExp {
  const key = `${ignoreCase ? 'i' : 'c'}${escape}${pattern}`;
  let compiled = cache.get(key);
  if (!compiled) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, (compiled = translate(pattern, escape, ignoreCase)));
  }
  return compiled;
}

const like = (name: string, ignoreCase: boolean, doc: string, example: readonly [string, string]): ScalarFunction =>
  scalar({
    name,
    group: 'string',
    doc,
    example,
    signature: takes([STRING, STRING, STRING], BOOLEAN, 1),
    nulls: 'propagate',
    fallible: true,
    ...(ignoreCase ? {} : { column: likeColumn }),
    value: ([text, pattern, escape]) =>
      likePattern(pattern as string, (escape as string | undefined) ?? '\\', ignoreCase).test(text as string),
  });

export const LIKE: readonly ScalarFunction[] = [
  like('like', false, 'Whether text matches a pattern: % any text, _ any character.', ["'Spark' LIKE 'S%'", 'true']),
  like('ilike', true, 'LIKE, ignoring case.', ["'Spark' ILIKE 's_ARK'", 'true']),
];
