// Text and bytes: base64, charsets, URL escapes, UTF-8 validity, chr.
import { BIGINT, BINARY, BOOLEAN, STRING } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { tryForm } from '../arithmetic/try.ts';

const common = { group: 'string', nulls: 'propagate', fallible: true } as const;
const encoder = new TextEncoder();
const bytesOf = (value: Value): Uint8Array => (typeof value === 'string' ? encoder.encode(value) : (value as Uint8Array));
const binaryString = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};
export function fromBase64(text: string): Uint8Array {
  const clean = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(clean) || clean.replace(/=+$/, '').length % 4 === 1)
    throw new CaudalError('CONVERSION_INVALID_INPUT', `The text '${text}' is no base64.`, {
      hint: 'Use try_to_binary to get NULL.',
    });
  return Uint8Array.from(atob(clean.replace(/=+$/, '')), (char) => char.charCodeAt(0));
}

const CHARSETS = ['US-ASCII', 'ISO-8859-1', 'UTF-8', 'UTF-16', 'UTF-16BE', 'UTF-16LE'] as const;
type Charset = (typeof CHARSETS)[number];
function charset(name: Value, of: string): Charset {
  const found = CHARSETS.find((known) => known === (name as string).toUpperCase());
  if (!found)
    throw new CaudalError('INVALID_PARAMETER_VALUE.CHARSET', `\`${of}\` knows no charset '${name as string}'.`, {
      hint: `Use ${CHARSETS.join(', ')}.`,
    });
  return found;
}
function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * (text.length + Number(mark))));
  if (mark) view.setUint16(0, 0xfeff);
  for (let i = 0; i < text.length; i++) view.setUint16(2 * (i + Number(mark)), text.charCodeAt(i), littleEndian);
  return new Uint8Array(view.buffer);
}
function singleBytes(text: string, limit: number, name: string): Uint8Array {
  return Uint8Array.from(text, (char) => {
    const code = char.codePointAt(0)!;
    if (code < limit) return code;
    throw new CaudalError('MALFORMED_CHARACTER_CODING', `'${char}' cannot be encoded in ${name}.`);
  });
}
function encode(text: string, name: Charset): Uint8Array {
  switch (name) {
    case 'UTF-8':
      return encoder.encode(text);
    case 'US-ASCII':
      return singleBytes(text, 0x80, name);
    case 'ISO-8859-1':
      return singleBytes(text, 0x100, name);
    default:
      return utf16(text, name === 'UTF-16LE', name === 'UTF-16');
  }
}
function decode(bytes: Uint8Array, name: Charset): string {
  if (name === 'ISO-8859-1') return binaryString(bytes);
  if (name === 'US-ASCII' && bytes.some((byte) => byte > 0x7f))
    throw new CaudalError('MALFORMED_CHARACTER_CODING', `Bytes above 7F are no US-ASCII.`);
  const marked = name === 'UTF-16' && bytes[0] === 0xff && bytes[1] === 0xfe;
  const label = name === 'UTF-16' ? (marked ? 'utf-16le' : 'utf-16be') : name === 'US-ASCII' ? 'utf-8' : name.toLowerCase();
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: name !== 'UTF-16' }).decode(bytes);
  } catch (error) {
    throw new CaudalError('MALFORMED_CHARACTER_CODING', `The bytes are no ${name}.`, { cause: error });
  }
}
function isUtf8(bytes: Uint8Array): boolean {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes) !== undefined;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
/** application/x-www-form-urlencoded: what is not a letter, a digit or `.-*_` is escaped, spaces are `+`. */
function urlEncode(text: string): string {
  return binaryString(encoder.encode(text)).replace(/[^A-Za-z0-9.*_-]/g, (c) =>
    c === ' ' ? '+' : `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
function urlDecode(text: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(text))
    throw new CaudalError('CANNOT_DECODE_URL', `The text '${text}' has a bad escape.`, {
      hint: 'Use try_url_decode to get NULL.',
    });
  const bytes = encoder.encode(text.replaceAll('+', ' '));
  const raw = binaryString(bytes).replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return new TextDecoder().decode(Uint8Array.from(raw, (c) => c.charCodeAt(0)));
}
/** Bytes of text in 'hex', 'utf-8' or 'base64'. */
function toBinary(text: string, format: string): Uint8Array {
  switch (format.toLowerCase()) {
    case 'utf-8':
    case 'utf8':
      return encoder.encode(text);
    case 'base64':
      return fromBase64(text);
    case 'hex': {
      if (!/^[0-9a-fA-F]*$/.test(text))
        throw new CaudalError('CONVERSION_INVALID_INPUT', `The text '${text}' is not hexadecimal.`, {
          hint: 'Use try_to_binary to get NULL.',
        });
      const even = text.length % 2 === 0 ? text : `0${text}`;
      return Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16));
    }
    default:
      throw new CaudalError('INVALID_PARAMETER_VALUE.BINARY_FORMAT', `The binary format '${format}' is unknown.`, {
        hint: "Use 'hex', 'utf-8' or 'base64'.",
      });
  }
}
const urlDecodeFunction = scalar({
  ...common,
  name: 'url_decode',
  doc: 'URL escapes resolved; bad ones are an error.',
  example: ["url_decode('a+b%21')", 'a b!'],
  signature: takes([STRING], STRING),
  value: ([x]) => urlDecode(x as string),
});
const toBinaryFunction = scalar({
  ...common,
  name: 'to_binary',
  doc: "From 'hex' (default), 'utf-8' or 'base64' text.",
  example: ["hex(to_binary('abc', 'utf-8'))", '616263'],
  signature: takes([STRING, STRING], BINARY, 1),
  value: ([x, format]) => toBinary(x as string, (format as string | undefined) ?? 'hex'),
});

export const ENCODE: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'base64',
    aliases: ['to_base64'],
    fallible: false,
    doc: 'Base64 text of bytes.',
    example: ["base64('Spark')", 'U3Bhcms='],
    signature: takes([BINARY], STRING),
    value: ([x]) => btoa(binaryString(bytesOf(x!))),
  }),
  scalar({
    ...common,
    name: 'unbase64',
    aliases: ['from_base64'],
    doc: 'Bytes of base64 text.',
    example: ["decode(unbase64('U3Bhcms='), 'UTF-8')", 'Spark'],
    signature: takes([STRING], BINARY),
    value: ([x]) => fromBase64((x as string).replace(/[^A-Za-z0-9+/]/g, '')),
  }),
  scalar({
    ...common,
    name: 'encode',
    doc: 'Bytes of text in a charset.',
    example: ["hex(encode('ü', 'UTF-8'))", 'C3BC'],
    signature: takes([STRING, STRING], BINARY),
    value: ([x, name]) => encode(x as string, charset(name!, 'encode')),
  }),
  scalar({
    ...common,
    name: 'decode',
    doc: 'Text of bytes in a charset.',
    example: ["decode(encode('ü', 'UTF-16'), 'UTF-16')", 'ü'],
    signature: takes([BINARY, STRING], STRING),
    value: ([x, name]) => decode(bytesOf(x!), charset(name!, 'decode')),
  }),
  scalar({
    ...common,
    name: 'url_encode',
    fallible: false,
    doc: 'Escaped for a URL.',
    example: ["url_encode('a b')", 'a+b'],
    signature: takes([STRING], STRING),
    value: ([x]) => urlEncode(x as string),
  }),
  urlDecodeFunction,
  tryForm('try_url_decode', urlDecodeFunction, 'URL escapes resolved; NULL for bad ones.', ["try_url_decode('%zz')", 'NULL']),
  toBinaryFunction,
  tryForm('try_to_binary', toBinaryFunction, 'to_binary, NULL for bad text.', ["try_to_binary('zz')", 'NULL']),
  scalar({
    ...common,
    name: 'chr',
    aliases: ['char'],
    fallible: false,
    doc: 'Character of a code modulo 256.',
    example: ['chr(65)', 'A'],
    signature: takes([BIGINT], STRING),
    value: ([code]) => ((code as bigint) < 0n ? '' : String.fromCharCode(Number((code as bigint) & 0xffn))),
  }),
  scalar({
    ...common,
    name: 'is_valid_utf8',
    fallible: false,
    doc: 'Whether the bytes are valid UTF-8.',
    example: ["is_valid_utf8('a')", 'true'],
    signature: takes([BINARY], BOOLEAN),
    value: ([x]) => isUtf8(x as Uint8Array),
  }),
  scalar({
    ...common,
    name: 'make_valid_utf8',
    fallible: false,
    doc: 'Bad bytes become U+FFFD.',
    example: ["make_valid_utf8('a')", 'a'],
    signature: takes([BINARY], STRING),
    value: ([x]) => new TextDecoder().decode(x as Uint8Array),
  }),
];
