// Text made longer: lpad, rpad, repeat, space.
import { INT, STRING } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { characterCount, sliceCharacters } from './characters.ts';

/** Half of what the longest string of an engine may be. */
const MAX_LENGTH = 2 ** 28;
function repeatText(text: string, times: number): string {
  if (times <= 0) return '';
  if (text.length * times > MAX_LENGTH)
    throw new CaudalError(
      'STRING_TOO_LONG',
      `A text of ${text.length * times} characters is longer than the ${MAX_LENGTH} a value may have.`,
    );
  return text.repeat(times);
}
/** What fills `missing` characters. */
function filling(pad: string, missing: number): string {
  const size = characterCount(pad);
  return size === 0 ? '' : sliceCharacters(repeatText(pad, Math.ceil(missing / size)), 0, missing);
}
const pad = (name: string, atStart: boolean, doc: string, example: readonly [string, string]): ScalarFunction =>
  scalar({
    name,
    group: 'string',
    doc,
    example,
    signature: takes([STRING, INT, STRING], STRING, 1),
    nulls: 'propagate',
    fallible: true,
    value: ([x, length, with_]) => {
      const [text, size] = [x as string, length as number];
      const missing = size - characterCount(text);
      if (missing <= 0) return sliceCharacters(text, 0, size);
      const fill = filling((with_ as string | undefined) ?? ' ', missing);
      return atStart ? fill + text : text + fill;
    },
  });

export const PAD: readonly ScalarFunction[] = [
  pad('lpad', true, 'Filled at the start to a length, or cut to it.', ["lpad('7', 3, '0')", '007']),
  pad('rpad', false, 'Filled at the end to a length, or cut to it.', ["rpad('7', 3, '0')", '700']),
  scalar({
    name: 'repeat',
    group: 'string',
    doc: 'Repeated n times.',
    example: ["repeat('ab', 2)", 'abab'],
    signature: takes([STRING, INT], STRING),
    nulls: 'propagate',
    fallible: true,
    value: ([x, times]) => repeatText(x as string, times as number),
  }),
  scalar({
    name: 'space',
    group: 'string',
    doc: 'That many spaces.',
    example: ["concat('a', space(2), 'b')", 'a  b'],
    signature: takes([INT], STRING),
    nulls: 'propagate',
    fallible: true,
    value: ([times]) => repeatText(' ', times as number),
  }),
];
