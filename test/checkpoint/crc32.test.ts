// The CRC of logs and state files beside zlib's, at every length and place that the steps of four bytes can meet.
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32 } from '../../src/functions/scalar/hash/crc32.ts';

test('is that of zlib', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), fc.nat(5), (bytes, from) => {
      const part = bytes.subarray(from);
      expect(crc32(part)).toBe(zlibCrc32(part));
    }),
  );
});
