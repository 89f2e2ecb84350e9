// Text made longer: lpad, rpad, repeat, space.
import { BINARY, INT, STRING } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { characterCount, sliceCharacters } from './characters.ts';

/** Half of what the longest string of an engine may be. */
const MAX_LENGTH = 2 ** 28;
function tooLong(length: number): never {
  throw new CaudalError('STRING_TOO_LONG', `A text of ${length} characters is longer than the ${MAX_LENGTH} a value may have.`);
}
function repeatText(text: string, times: number): string {
  if (times <= 0) return '';
  if (text.length * times > MAX_LENGTH) tooLong(text.length * times);
  return text.repeat(times);
}
/** What fills `missing` characters. */
function filling(pad: string, missing: number): string {
  const size = characterCount(pad);
  return size === 0 ? '' : sliceCharacters(repeatText(pad, Math.ceil(missing / size)), 0, missing);
}
/** Binaries are filled byte by byte, with zeros unless told. */
const PADDED: SignatureRule = (args, literals, name) =>
  args[0]?.kind === 'binary' && (args[2]?.kind ?? 'binary') === 'binary'
    ? takes([BINARY, INT, BINARY], BINARY, 1)(args, literals, name)
    : takes([STRING, INT, STRING], STRING, 1)(args, literals, name);
function padBytes(bytes: Uint8Array, size: number, fill: Uint8Array, atStart: boolean): Uint8Array {
  const missing = fill.length === 0 ? 0 : Math.max(0, size - bytes.length);
  if (missing > MAX_LENGTH) tooLong(size);
  const filling = Uint8Array.from({ length: missing }, (_, i) => fill[i % fill.length]!);
  const kept = bytes.subarray(0, Math.max(0, size));
  return new Uint8Array(atStart ? [...filling, ...kept] : [...kept, ...filling]);
}
const pad = (name: string, atStart: boolean, doc: string, example: readonly [string, string]): ScalarFunction =>
  scalar({
    name,
    group: 'string',
    doc,
    example,
    signature: PADDED,
    nulls: 'propagate',
    fallible: true,
    value: ([x, length, with_]) => {
      const size = length as number;
      if (x instanceof Uint8Array) return padBytes(x, size, (with_ as Uint8Array | undefined) ?? new Uint8Array(1), atStart);
      const text = x as string;
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
