// infer.ts: the type of JSON values, merged over records as Spark merges them: integers bigint (decimal where longer), reals double, fields
// of objects united and sorted by name, what does not go together string.
import type { DataType, Field } from '../../types/data-type.ts';
import { BIGINT, BOOLEAN, DOUBLE, NULL, STRING, arrayOf, decimal, structOf } from '../../types/data-type.ts';
import type { JsonParser } from './parser.ts';

const MAX_DIGITS = 38;

export function inferValue(parser: JsonParser, depth: number): DataType {
  switch (parser.peek()) {
    case 'object': {
      const types = new Map<string, DataType>();
      parser.entries(depth, (name) => void types.set(name, inferValue(parser, depth + 1)));
      return structOf([...types].map(([name, type]) => ({ name, type, nullable: true })));
    }
    case 'array': {
      let element: DataType = NULL;
      parser.elements(depth, () => {
        element = mergeTypes(element, inferValue(parser, depth + 1));
      });
      return arrayOf(element);
    }
    case 'string':
      parser.string();
      return STRING;
    case 'integer':
      return typeOfInteger(parser.scalar());
    case 'real':
    case 'special':
      parser.scalar();
      return DOUBLE;
    case 'boolean':
      parser.scalar();
      return BOOLEAN;
    case 'null':
      parser.scalar();
      return NULL;
  }
}
function typeOfInteger(text: string): DataType {
  const digits = text.replace('-', '').length;
  if (digits < 19 || BigInt.asIntN(64, BigInt(text)) === BigInt(text)) return BIGINT;
  return digits <= MAX_DIGITS ? decimal(Math.max(20, digits), 0) : DOUBLE;
}

export function mergeTypes(a: DataType, b: DataType): DataType {
  if (a === b || b.kind === 'null') return a;
  if (a.kind === 'null') return b;
  if (a.kind === 'struct' && b.kind === 'struct') return structOf(mergeFields(a.fields, b.fields));
  if (a.kind === 'array' && b.kind === 'array') return arrayOf(mergeTypes(a.element, b.element));
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.precision >= b.precision ? a : b;
  const rank = (type: DataType): number => ['bigint', 'decimal', 'double'].indexOf(type.kind);
  if (rank(a) >= 0 && rank(b) >= 0) return rank(a) >= rank(b) ? a : b;
  return a.kind === b.kind ? a : STRING;
}
export function mergeFields(a: readonly Field[], b: readonly Field[]): readonly Field[] {
  if (a.length === b.length && a.every((field, i) => field.name === b[i]!.name && field.type === b[i]!.type)) return a;
  const types = new Map(a.map((field) => [field.name, field.type]));
  for (const { name, type } of b) types.set(name, mergeTypes(types.get(name) ?? NULL, type));
  return [...types].map(([name, type]) => ({ name, type, nullable: true }));
}
/** Names in order, NULL where nothing was seen is text; objects without a field are text too. */
export function settle(type: DataType): DataType {
  switch (type.kind) {
    case 'null':
      return STRING;
    case 'array':
      return arrayOf(settle(type.element));
    case 'struct':
      return type.fields.length === 0 ? STRING : structOf(settleFields(type.fields));
    default:
      return type;
  }
}
export const settleFields = (fields: readonly Field[]): readonly Field[] =>
  fields
    .map((field) => ({ ...field, type: settle(field.type) }))
    .sort((x, y) => (x.name < y.name ? -1 : x.name > y.name ? 1 : 0));
