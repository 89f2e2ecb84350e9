// parser.ts: reads JSON text value by value, straight into engine values of a known type; numbers keep every digit, text columns take
// anything as it is written. Accepts what Spark does by default: 'single quotes', NaN and Infinity. Nesting is bounded.
import type { DataType, Field, MapType, StructType } from '../../types/data-type.ts';
import { decimalFromText } from '../../types/decimal.ts';
import { MapValue, StructValue } from '../../types/value.ts';
import type { Value } from '../../types/value.ts';
import type { TimeReader } from '../time-formats.ts';

export const MAX_DEPTH = 500;
const QUOTE = 34,
  APOSTROPHE = 39,
  BACKSLASH = 92,
  OPEN_BRACE = 123,
  CLOSE_BRACE = 125,
  OPEN_BRACKET = 91,
  CLOSE_BRACKET = 93,
  COMMA = 44,
  COLON = 58;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /[+-]?(?:true|false|null|NaN|Infinity|INF)\b/y;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '/': '/',
  '\\': '\\',
  '"': '"',
  "'": "'",
};
const SPECIAL: Readonly<Record<string, number>> = {
  NaN: NaN,
  Infinity: Infinity,
  INF: Infinity,
  '+Infinity': Infinity,
  '+INF': Infinity,
  '-Infinity': -Infinity,
  '-INF': -Infinity,
};

/** The text is no JSON at `at`. */
export class JsonSyntaxError extends Error {
  readonly at: number;
  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}
/** A value does not fit the type of its column. */
export interface Misfit {
  readonly field: Field;
  readonly text: string;
}
export type Token = 'object' | 'array' | 'string' | 'integer' | 'real' | 'boolean' | 'null' | 'special';

const fieldIndexes = new WeakMap<StructType['fields'], ReadonlyMap<string, number>>();
export function fieldIndex(fields: StructType['fields']): ReadonlyMap<string, number> {
  let index = fieldIndexes.get(fields);
  if (!index) fieldIndexes.set(fields, (index = new Map(fields.map((field, i) => [field.name, i]))));
  return index;
}

export class JsonParser {
  readonly text: string;
  at: number;
  readonly #times: TimeReader;
  /** Called for a value that does not fit; the value becomes NULL. */
  onMisfit: (misfit: Misfit) => void = () => undefined;
  /** Called for a name at the top that the schema lacks. */
  onUnknown: ((name: string) => void) | undefined;

  constructor(text: string, at: number, times: TimeReader) {
    this.text = text;
    this.at = at;
    this.#times = times;
  }
  skipSpace(): number {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return c;
      this.at++;
    }
  }
  fail(reason: string): never {
    throw new JsonSyntaxError(reason, this.at);
  }
  expect(code: number): void {
    if (this.skipSpace() !== code) this.fail(`'${String.fromCharCode(code)}' expected`);
    this.at++;
  }
  /** What stands here; the cursor does not move behind white space. */
  peek(): Token {
    const c = this.skipSpace();
    if (c === OPEN_BRACE) return 'object';
    if (c === OPEN_BRACKET) return 'array';
    if (c === QUOTE || c === APOSTROPHE) return 'string';
    WORD.lastIndex = this.at;
    const word = WORD.exec(this.text)?.[0];
    if (word === 'true' || word === 'false') return 'boolean';
    if (word === 'null') return 'null';
    if (word !== undefined && Object.hasOwn(SPECIAL, word)) return 'special';
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) this.fail(Number.isNaN(c) ? 'the text ends inside a value' : 'a value expected');
    return match[1] === undefined && match[2] === undefined ? 'integer' : 'real';
  }
  /** A number or word as it is written. */
  scalar(): string {
    const pattern = this.#isWord() ? WORD : NUMBER;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) this.fail('a value expected');
    this.at = pattern.lastIndex;
    const next = this.text.charCodeAt(this.at);
    if ((next >= 48 && next <= 57) || next === 46 || (next >= 97 && next <= 122)) this.fail('a number is not well formed');
    return match[0];
  }
  #isWord(): boolean {
    WORD.lastIndex = this.at;
    return WORD.test(this.text);
  }
  string(): string {
    const quote = this.skipSpace();
    if (quote !== QUOTE && quote !== APOSTROPHE) this.fail('a quoted name expected');
    const start = ++this.at;
    for (let at = start; ; at++) {
      const c = this.text.charCodeAt(at);
      if (c === quote) {
        this.at = at + 1;
        return this.text.slice(start, at);
      }
      if (c === BACKSLASH) return this.#escapedString(start, at, quote);
      if (!(c >= 32)) {
        this.at = at;
        this.fail(Number.isNaN(c) ? 'the text ends inside a string' : 'a control character stands in a string');
      }
    }
  }
  #escapedString(start: number, firstEscape: number, quote: number): string {
    let result = this.text.slice(start, firstEscape);
    for (this.at = firstEscape; ; this.at++) {
      const c = this.text.charCodeAt(this.at);
      if (c === quote) {
        this.at++;
        return result;
      }
      if (!(c >= 32)) this.fail('the text ends inside a string');
      if (c !== BACKSLASH) {
        result += this.text[this.at];
        continue;
      }
      const letter = this.text[++this.at] ?? '';
      if (letter === 'u') {
        const hex = this.text.slice(this.at + 1, this.at + 5);
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('four hex digits expected');
        result += String.fromCharCode(parseInt(hex, 16));
        this.at += 4;
      } else if (Object.hasOwn(ESCAPES, letter)) result += ESCAPES[letter];
      else this.fail('an unknown escape');
    }
  }
  /** Steps over a value of any kind; its text. */
  raw(depth: number): string {
    this.skipSpace();
    const start = this.at;
    switch (this.peek()) {
      case 'object':
        this.entries(depth, () => void this.raw(depth + 1));
        break;
      case 'array':
        this.elements(depth, () => void this.raw(depth + 1));
        break;
      case 'string':
        this.string();
        break;
      default:
        this.scalar();
    }
    return this.text.slice(start, this.at);
  }
  entries(depth: number, visit: (name: string) => void): void {
    this.#deeper(depth);
    this.expect(OPEN_BRACE);
    if (this.skipSpace() === CLOSE_BRACE) {
      this.at++;
      return;
    }
    for (;;) {
      const name = this.string();
      this.expect(COLON);
      visit(name);
      const c = this.skipSpace();
      this.at++;
      if (c === CLOSE_BRACE) return;
      if (c !== COMMA) {
        this.at--;
        this.fail("',' or '}' expected");
      }
    }
  }
  elements(depth: number, visit: () => void): void {
    this.#deeper(depth);
    this.expect(OPEN_BRACKET);
    if (this.skipSpace() === CLOSE_BRACKET) {
      this.at++;
      return;
    }
    for (;;) {
      visit();
      const c = this.skipSpace();
      this.at++;
      if (c === CLOSE_BRACKET) return;
      if (c !== COMMA) {
        this.at--;
        this.fail("',' or ']' expected");
      }
    }
  }
  #deeper(depth: number): void {
    if (depth > MAX_DEPTH) this.fail(`values are nested deeper than ${MAX_DEPTH}`);
  }

  /** A record: the values of `fields`, in their order; null for those that are absent. A repeated name: the last one counts. */
  record(fields: StructType['fields'], depth: number): Value[] {
    const values = new Array<Value>(fields.length).fill(null);
    const index = fieldIndex(fields);
    this.entries(depth, (name) => {
      const i = index.get(name);
      if (i !== undefined) values[i] = this.value(fields[i]!, fields[i]!.type, depth + 1);
      else {
        if (depth === 0) this.onUnknown?.(name);
        this.raw(depth + 1);
      }
    });
    return values;
  }
  value(field: Field, type: DataType, depth: number): Value {
    const token = this.peek();
    if (token === 'null') {
      this.scalar();
      return null;
    }
    if (type.kind === 'string') return token === 'string' ? this.string() : this.raw(depth);
    if (token === 'object') return this.#object(field, type, depth);
    if (token === 'array') return this.#array(field, type, depth);
    const text = token === 'string' ? this.string() : this.scalar();
    const value = this.#scalarValue(type, token, text);
    if (value !== undefined) return value;
    this.onMisfit({ field, text });
    return null;
  }
  #object(field: Field, type: DataType, depth: number): Value {
    if (type.kind === 'struct') return new StructValue(this.record(type.fields, depth));
    if (type.kind === 'map') return this.#map(field, type, depth);
    return this.#misfit(field, depth);
  }
  #map(field: Field, type: MapType, depth: number): MapValue {
    const entries = new Map<string, Value>();
    this.entries(depth, (name) => void entries.set(name, this.value(field, type.value, depth + 1)));
    return new MapValue(
      [...entries].map(([name, value]) => [this.#scalarValue(type.key, 'string', name) ?? name, value] as const),
    );
  }
  #array(field: Field, type: DataType, depth: number): Value {
    if (type.kind !== 'array') return this.#misfit(field, depth);
    const values: Value[] = [];
    this.elements(depth, () => void values.push(this.value(field, type.element, depth + 1)));
    return values;
  }
  #misfit(field: Field, depth: number): null {
    this.onMisfit({ field, text: this.raw(depth) });
    return null;
  }
  /** undefined: it does not fit. */
  #scalarValue(type: DataType, token: Token, text: string): Value | undefined {
    const isNumber = token === 'integer' || token === 'real';
    switch (type.kind) {
      case 'boolean':
        return token === 'boolean' ? text === 'true' : undefined;
      case 'tinyint':
        return token === 'integer' ? inRange(text, 128) : undefined;
      case 'smallint':
        return token === 'integer' ? inRange(text, 32768) : undefined;
      case 'int':
        return token === 'integer' ? inRange(text, 2147483648) : undefined;
      case 'bigint':
        return token === 'integer' ? fittingI64(BigInt(text)) : undefined;
      case 'float':
      case 'double':
        return isNumber ? Number(text) : Object.hasOwn(SPECIAL, text) ? SPECIAL[text] : undefined;
      case 'decimal': {
        const value = isNumber || token === 'string' ? decimalFromText(text, type) : undefined;
        return typeof value === 'bigint' ? value : undefined;
      }
      case 'string':
        return text;
      case 'date':
        return token === 'string' ? this.#times.date(text) : undefined;
      case 'timestamp':
        if (token === 'integer') return fittingI64(BigInt(text) * 1_000_000n);
        return token === 'string' ? this.#times.timestamp(text) : undefined;
      case 'timestamp_ntz':
        return token === 'string' ? this.#times.timestampNtz(text) : undefined;
      case 'binary':
        return token === 'string' ? fromBase64(text) : undefined;
      default:
        return undefined;
    }
  }
}
const fittingI64 = (value: bigint): bigint | undefined => (BigInt.asIntN(64, value) === value ? value : undefined);
function inRange(text: string, limit: number): number | undefined {
  const value = Number(text);
  return value >= -limit && value < limit ? value : undefined;
}
function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  return Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
}
