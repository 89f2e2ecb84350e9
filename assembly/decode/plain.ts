// plain.ts: PLAIN byte arrays (u32 length before each value) to offsets and joined bytes, and what dictionary codes point at.
// Two passes: lengths first, so that the caller can reserve exactly; then the bytes.
// Targets of bytes have 16 spare bytes behind them: short values are copied as one vector.

/** Offsets base.. of n values in [pos, end); the end offset, or -1 if a length does not fit. */
export function plainOffsets(pos: usize, end: usize, n: i32, offsets: usize, base: i32): i32 {
  let at = base;
  for (let i = 0; i < n; i++) {
    if (end - pos < 4) return -1;
    const length = load<u32>(pos);
    pos += 4;
    if (<usize>length > end - pos || at > i32.MAX_VALUE - <i32>length) return -1;
    pos += length;
    store<i32>(offsets + (<usize>i << 2), at);
    at += length;
  }
  store<i32>(offsets + (<usize>n << 2), at);
  return at;
}
/** The bytes of those values, one after the other, at `bytes`. */
export function plainBytes(pos: usize, n: i32, bytes: usize): void {
  for (let i = 0; i < n; i++) {
    const length = load<u32>(pos);
    pos += 4;
    copyShort(bytes, pos, length);
    pos += length;
    bytes += length;
  }
}
// @ts-ignore: decorator
@inline export function copyShort(to: usize, from: usize, length: usize): void {
  if (length <= 16) v128.store(to, v128.load(from));
  else memory.copy(to, from, length);
}

/** out[i] = dictionary[codes[i]], codes checked; out may be where the codes are if T has four bytes. */
export function gatherCodes<T>(dictionary: usize, codes: usize, out: usize, n: i32): void {
  let i = 0;
  for (; i + 4 <= n; i += 4, codes += 16, out += 4 * sizeof<T>()) {
    const a = load<T>(dictionary + (<usize>load<u32>(codes) << alignof<T>()));
    const b = load<T>(dictionary + (<usize>load<u32>(codes, 4) << alignof<T>()));
    const c = load<T>(dictionary + (<usize>load<u32>(codes, 8) << alignof<T>()));
    const d = load<T>(dictionary + (<usize>load<u32>(codes, 12) << alignof<T>()));
    store<T>(out, a);
    store<T>(out, b, sizeof<T>());
    store<T>(out, c, 2 * sizeof<T>());
    store<T>(out, d, 3 * sizeof<T>());
  }
  for (; i < n; i++, codes += 4, out += sizeof<T>()) store<T>(out, load<T>(dictionary + (<usize>load<u32>(codes) << alignof<T>())));
}
/** The same for values of any width. */
export function gatherWide(dictionary: usize, codes: usize, out: usize, n: i32, width: i32): void {
  for (let i = 0; i < n; i++) memory.copy(out + i * width, dictionary + load<u32>(codes + (<usize>i << 2)) * width, width);
}
/** Offsets from `base` on of the values that codes point at; -1 if they are more than an i32 counts. */
export function gatherOffsets(dictionaryOffsets: usize, codes: usize, n: i32, offsets: usize, base: i32): i32 {
  let at = base;
  for (let i = 0; i < n; i++) {
    store<i32>(offsets + (<usize>i << 2), at);
    const entry = dictionaryOffsets + (<usize>load<u32>(codes + (<usize>i << 2)) << 2);
    const length = load<i32>(entry, 4) - load<i32>(entry);
    if (at > i32.MAX_VALUE - length) return -1;
    at += length;
  }
  store<i32>(offsets + (<usize>n << 2), at);
  return at;
}
export function gatherBytes(dictionaryOffsets: usize, dictionaryBytes: usize, codes: usize, n: i32, bytes: usize): void {
  for (let i = 0; i < n; i++) {
    const entry = dictionaryOffsets + (<usize>load<u32>(codes + (<usize>i << 2)) << 2);
    const from = load<i32>(entry), length = load<i32>(entry, 4) - from;
    copyShort(bytes, dictionaryBytes + from, length);
    bytes += length;
  }
}
/** Offsets of n values of one width. */
export function evenOffsets(offsets: usize, n: i32, width: i32): void {
  for (let i = 0; i <= n; i++) store<i32>(offsets + (<usize>i << 2), i * width);
}
