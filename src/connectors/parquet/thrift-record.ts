// Checked access to the fields of a Thrift struct: whatever a file says is of the expected type and range, or the file is corrupt.
import { corruptFile, unsupportedFile } from './corrupt.ts';
import type { ThriftFields } from './hyparquet.ts';

const decoder = new TextDecoder();

export class ThriftRecord {
  readonly #fields: ThriftFields;
  readonly #file: string;
  readonly #place: string;
  constructor(fields: unknown, file: string, place: string) {
    this.#file = file;
    this.#place = place;
    if (typeof fields !== 'object' || fields === null || fields instanceof Uint8Array || Array.isArray(fields))
      throw this.fail('a struct is missing');
    this.#fields = fields as ThriftFields;
  }
  fail(problem: string): Error {
    return corruptFile(this.#file, this.#place, problem);
  }
  unsupported(feature: string): Error {
    return unsupportedFile(this.#file, this.#place, feature);
  }
  has(id: number): boolean {
    return this.#fields[`field_${id}`] !== undefined;
  }
  /** A whole number from 0 to 2^53. */
  count(id: number, what: string): number {
    const value = this.optionalCount(id, what);
    if (value === undefined) throw this.fail(`${what} is missing`);
    return value;
  }
  optionalCount(id: number, what: string): number | undefined {
    const value = this.#fields[`field_${id}`];
    if (value === undefined) return undefined;
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) throw this.fail(`${what} is ${String(value)}`);
    return number;
  }
  /** A count that may be missing or nonsense without harm: what only speeds reading up. */
  hint(id: number): number | undefined {
    const value = this.#fields[`field_${id}`],
      number = typeof value === 'bigint' ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
  }
  /** An i32 read as unsigned. */
  unsigned32(id: number): number | undefined {
    const value = this.#fields[`field_${id}`];
    return typeof value === 'number' ? value >>> 0 : undefined;
  }
  boolean(id: number, otherwise: boolean): boolean {
    const value = this.#fields[`field_${id}`];
    return typeof value === 'boolean' ? value : otherwise;
  }
  bytes(id: number): Uint8Array | undefined {
    const value = this.#fields[`field_${id}`];
    return value instanceof Uint8Array ? value : undefined;
  }
  text(id: number): string | undefined {
    const bytes = this.bytes(id);
    return bytes && decoder.decode(bytes);
  }
  /** A member of an enum by its number; undefined if absent or unknown to us. */
  member<T>(id: number, names: readonly T[]): T | undefined {
    const value = this.#fields[`field_${id}`];
    return typeof value === 'number' ? names[value] : undefined;
  }
  struct(id: number, place = this.#place): ThriftRecord | undefined {
    return this.has(id) ? new ThriftRecord(this.#fields[`field_${id}`], this.#file, place) : undefined;
  }
  list(id: number, what: string): readonly unknown[] {
    const value = this.#fields[`field_${id}`];
    if (!Array.isArray(value)) throw this.fail(`${what} is missing`);
    return value;
  }
  structs(id: number, what: string, place: (index: number) => string): ThriftRecord[] {
    return this.list(id, what).map((fields, i) => new ThriftRecord(fields, this.#file, place(i)));
  }
}
