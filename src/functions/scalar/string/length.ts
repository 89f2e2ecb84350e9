// Sizes of text and binary.
import { INT, STRING } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { TEXT_OR_BINARY, takes } from '../../signature.ts';
import { lengthColumn } from './ascii-column.ts';
import { characterCount } from './characters.ts';

const encoder = new TextEncoder();
export const byteLength = (value: Value): number =>
  typeof value === 'string' ? encoder.encode(value).length : (value as Uint8Array).length;
const common = { group: 'string', nulls: 'propagate', fallible: false, signature: takes([TEXT_OR_BINARY], INT) } as const;

export const LENGTH: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'length',
    aliases: ['char_length', 'character_length', 'len'],
    doc: 'Characters of text, bytes of binary.',
    example: ["length('Zürich')", '6'],
    column: lengthColumn,
    value: ([x]) => (typeof x === 'string' ? characterCount(x) : (x as Uint8Array).length),
  }),
  scalar({
    ...common,
    name: 'bit_length',
    doc: 'Bits of the UTF-8 text.',
    example: ["bit_length('ab')", '16'],
    value: ([x]) => byteLength(x!) * 8,
  }),
  scalar({
    ...common,
    name: 'octet_length',
    aliases: ['strlen'],
    doc: 'Bytes of the UTF-8 text.',
    example: ["octet_length('ü')", '2'],
    value: ([x]) => byteLength(x!),
  }),
  scalar({
    ...common,
    name: 'ascii',
    aliases: ['unicode', 'ord'],
    signature: takes([STRING], INT),
    doc: "Code of the first character, 0 of ''.",
    example: ["ascii('A')", '65'],
    value: ([x]) => (x as string).codePointAt(0) ?? 0,
  }),
];
