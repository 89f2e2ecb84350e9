// Numbers in other bases: bin, hex, unhex, conv. Negative numbers show their 64 bits, as in Java.
import { BIGINT, BINARY, INT, STRING, isInteger, isNumeric } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { rule, takes } from '../../signature.ts';

const common = { group: 'math', nulls: 'propagate', fallible: false } as const;
const encoder = new TextEncoder();
const HEXABLE = rule('an integer, string or binary', (t) => {
  if (t.kind === 'binary' || t.kind === 'string') return t;
  return isInteger(t) || isNumeric(t) || t.kind === 'null' ? BIGINT : undefined;
});
export const bytesToHex = (bytes: Uint8Array): string => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
const unsigned = (value: Value, base: number): string => BigInt.asUintN(64, value as bigint).toString(base);

function unhex(text: string): Uint8Array | null {
  if (!/^[0-9a-fA-F]*$/.test(text)) return null;
  const even = text.length % 2 === 0 ? text : `0${text}`;
  return Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16));
}
/** Digits up to the first that the base has not; beyond 64 bits all ones; a negative target base reads the bits as signed. */
function convert(text: string, from: number, to: number): string | null {
  const [source, target] = [from, Math.abs(to)];
  if (source < 2 || source > 36 || target < 2 || target > 36) return null;
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const negative = trimmed.startsWith('-');
  let value = 0n;
  for (const char of trimmed.slice(negative ? 1 : 0)) {
    const digit = Number.parseInt(char, 36);
    if (Number.isNaN(digit) || digit >= source) break;
    value = value * BigInt(source) + BigInt(digit);
  }
  if (value >= 2n ** 64n) value = 2n ** 64n - 1n;
  else if (negative) value = BigInt.asUintN(64, -value);
  const shown = to < 0 ? BigInt.asIntN(64, value) : value;
  return shown.toString(target).toUpperCase();
}

export const BASES: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'bin',
    doc: 'Binary digits.',
    example: ['bin(5)', '101'],
    signature: takes([BIGINT], STRING),
    value: ([x]) => unsigned(x!, 2),
  }),
  scalar({
    ...common,
    name: 'hex',
    aliases: ['to_hex'],
    doc: 'Hexadecimal digits; of texts and binaries byte by byte.',
    example: ['hex(255)', 'FF'],
    signature: takes([HEXABLE], STRING),
    value: ([x]) =>
      (typeof x === 'bigint'
        ? unsigned(x, 16)
        : bytesToHex(typeof x === 'string' ? encoder.encode(x) : (x as Uint8Array))
      ).toUpperCase(),
  }),
  scalar({
    ...common,
    name: 'unhex',
    aliases: ['from_hex'],
    doc: 'Binary of hexadecimal digits; NULL for others.',
    example: ["decode(unhex('537061726B'), 'UTF-8')", 'Spark'],
    signature: takes([STRING], BINARY),
    value: ([text]) => unhex(text as string),
  }),
  scalar({
    ...common,
    name: 'conv',
    doc: 'A number given as text from one base to another.',
    example: ["conv('ff', 16, 10)", '255'],
    signature: takes([STRING, INT, INT], STRING),
    value: ([text, from, to]) => convert(text as string, from as number, to as number),
  }),
];
