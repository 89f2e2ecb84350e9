// JSON text to a tree that keeps numbers as written (64-bit integers survive), and back. Depth is bounded: text is not believed.
import { formatDouble } from '../../../types/format-number.ts';

export class JsonNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type JsonObject = ReadonlyMap<string, Json>;
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;

const MAX_DEPTH = 1000;
const TOKEN =
  /[\s]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|'(?:[^'\\\u0000-\u001f]|\\(?:['"\\/bfnrt]|u[0-9a-fA-F]{4}))*')|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;
type Token = { readonly mark: string } | { readonly value: Json };

class JsonReader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }
  next(): Token | undefined {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (!match) return undefined;
    this.#at = TOKEN.lastIndex;
    const [, mark, string, number, word] = match;
    if (mark !== undefined) return { mark };
    if (string !== undefined) return { value: JSON.parse(string.startsWith('"') ? string : doubleQuoted(string)) as string };
    return { value: number === undefined ? (word === 'null' ? null : word === 'true') : new JsonNumber(number) };
  }
  /** Undefined: no JSON. */
  value(token: Token | undefined, depth: number): Json | undefined {
    if (!token || depth > MAX_DEPTH) return undefined;
    if ('value' in token) return token.value;
    return token.mark === '[' ? this.#array(depth) : token.mark === '{' ? this.#object(depth) : undefined;
  }
  #array(depth: number): Json | undefined {
    const items: Json[] = [];
    let token = this.next();
    if (isMark(token, ']')) return items;
    for (;;) {
      const item = this.value(token, depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      const after = this.next();
      if (isMark(after, ']')) return items;
      if (!isMark(after, ',')) return undefined;
      token = this.next();
    }
  }
  #object(depth: number): Json | undefined {
    const entries = new Map<string, Json>();
    let token = this.next();
    if (isMark(token, '}')) return entries;
    for (;;) {
      if (!token || !('value' in token) || typeof token.value !== 'string' || !isMark(this.next(), ':')) return undefined;
      const item = this.value(this.next(), depth + 1);
      if (item === undefined) return undefined;
      if (!entries.has(token.value)) entries.set(token.value, item);
      const after = this.next();
      if (isMark(after, '}')) return entries;
      if (!isMark(after, ',')) return undefined;
      token = this.next();
    }
  }
  get isAtEnd(): boolean {
    return this.#text.slice(this.#at).trim() === '';
  }
}
const isMark = (token: Token | undefined, mark: string): boolean => token !== undefined && 'mark' in token && token.mark === mark;

const doubleQuoted = (single: string): string =>
  `"${single.slice(1, -1).replace(/\\'|"|\\./g, (part) => (part === '"' ? '\\"' : part === "\\'" ? "'" : part))}"`;

/** The tree, or undefined for text that is no JSON. Text in single quotes, and anything after an object or array, is let pass, as by Spark. */
export function parseJson(text: string): Json | undefined {
  const reader = new JsonReader(text);
  const value = reader.value(reader.next(), 0);
  return reader.isAtEnd || (value !== undefined && (isObject(value) || isArray(value))) ? value : undefined;
}
export const isObject = (json: Json): json is JsonObject => json instanceof Map;
export const isArray = (json: Json): json is readonly Json[] => Array.isArray(json);

/** Compact text; numbers with a fraction as doubles, as Jackson copies them. */
export function writeJson(json: Json): string {
  if (json === null || typeof json === 'boolean') return String(json);
  if (typeof json === 'string') return JSON.stringify(json);
  if (json instanceof JsonNumber) return /[.eE]/.test(json.text) ? formatDouble(Number(json.text)) : json.text;
  if (isArray(json)) return `[${json.map(writeJson).join(',')}]`;
  return `{${[...(json as JsonObject)].map(([key, value]) => `${JSON.stringify(key)}:${writeJson(value)}`).join(',')}}`;
}
