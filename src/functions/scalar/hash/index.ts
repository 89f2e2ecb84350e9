// Hash functions: digests as hexadecimal text, checksums, and Spark's row hashes.
import { type DataType, BIGINT, BINARY, INT, STRING } from '../../../types/data-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { rule, takes, takesMany } from '../../signature.ts';
import { crc32 } from './crc32.ts';
import { md5 } from './md5.ts';
import { MURMUR3 } from './murmur3.ts';
import { sha1 } from './sha1.ts';
import { sha2 } from './sha2.ts';
import { hashValue } from './value-hash.ts';
import { XXHASH64 } from './xxhash64.ts';

const common = { group: 'hash', nulls: 'propagate', fallible: false } as const;
const hasMap = (t: DataType): boolean =>
  t.kind === 'map' || (t.kind === 'array' && hasMap(t.element)) || (t.kind === 'struct' && t.fields.some((f) => hasMap(f.type)));
const HASHABLE = rule('a type without maps', (t) => (hasMap(t) ? undefined : t));
const SEED = 42;

export const HASH: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'md5',
    doc: 'MD5 as hexadecimal text.',
    example: ["md5('Spark')", '8cde774d6f7333752ed72cacddb05126'],
    signature: takes([BINARY], STRING),
    value: ([x]) => md5(x as Uint8Array),
  }),
  scalar({
    ...common,
    name: 'sha1',
    aliases: ['sha'],
    doc: 'SHA-1 as hexadecimal text.',
    example: ["sha1('Spark')", '85f5955f4b27a9a4c2aab6ffe5d7189fc298b92c'],
    signature: takes([BINARY], STRING),
    value: ([x]) => sha1(x as Uint8Array),
  }),
  scalar({
    ...common,
    name: 'sha2',
    doc: 'SHA-224, 256 (or 0), 384 or 512 as hexadecimal text; NULL for other sizes.',
    example: ["sha2('Spark', 256)", '529bc3b07127ecb7e53a4dcf1991d9152c24537d919178022b2c42657f79a26b'],
    signature: takes([BINARY, INT], STRING),
    value: ([x, bits]) => sha2(x as Uint8Array, bits as number) ?? null,
  }),
  scalar({
    ...common,
    name: 'crc32',
    doc: 'CRC-32 of the bytes.',
    example: ["crc32('Spark')", '1557323817'],
    signature: takes([BINARY], BIGINT),
    value: ([x]) => BigInt(crc32(x as Uint8Array)),
  }),
  scalar({
    ...common,
    name: 'hash',
    nulls: 'custom',
    doc: 'Murmur3 of the arguments, 32 bits.',
    example: ["hash('Spark', array(123), 2)", '-1321691492'],
    signature: takesMany(HASHABLE, INT),
    value: (args, _context, types) => args.reduce<number>((h, value, i) => hashValue(MURMUR3, value, types[i]!, h), SEED),
  }),
  scalar({
    ...common,
    name: 'xxhash64',
    nulls: 'custom',
    doc: 'XXH64 of the arguments, 64 bits.',
    example: ["xxhash64('Spark', array(123), 2)", '5602566077635097486'],
    signature: takesMany(HASHABLE, BIGINT),
    value: (args, _context, types) =>
      args.reduce<bigint>((h, value, i) => hashValue(XXHASH64, value, types[i]!, h), BigInt(SEED)),
  }),
];
