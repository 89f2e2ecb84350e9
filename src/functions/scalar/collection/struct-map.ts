// Structs and maps: made, taken apart, combined. A duplicate key is an error, as in Spark.
import { makeColumn } from '../../../column/column.ts';
import { leastCommonTypeOf } from '../../../types/common-type.ts';
import { equalValues } from '../../../types/compare-value.ts';
import { type DataType, BOOLEAN, type Field, NULL, STRING, arrayOf, mapOf, structOf } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { formatValue } from '../../../types/format-value.ts';
import { MapValue, StructValue, type Value } from '../../../types/value.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import {
  ARRAY,
  MAP,
  type ResultType,
  castArgument,
  checkCount,
  noCommonType,
  rule,
  takes,
  takesSame,
  typeMismatch,
  wrongCount,
} from '../../signature.ts';
import { splitText } from '../string/split.ts';

const common = { group: 'collection', nulls: 'propagate', fallible: false } as const;
const field = (name: string, type: DataType): Field => ({ name, type, nullable: true });
const entryOf = (t: DataType): DataType =>
  t.kind === 'map'
    ? structOf([
        { name: 'key', type: t.key, nullable: false },
        { name: 'value', type: t.value, nullable: t.valueContainsNull },
      ])
    : NULL;
const keyOf = (t: DataType): DataType => (t.kind === 'map' ? t.key : NULL);
const valueOf = (t: DataType): DataType => (t.kind === 'map' ? t.value : NULL);
const elementOf = (t: DataType): DataType => (t.kind === 'array' ? t.element : NULL);

/** Entries as a map; NULL and duplicate keys are errors. */
export function makeMap(entries: readonly (readonly [Value, Value])[], key: DataType): MapValue {
  const seen = new Set<Value>();
  for (const [i, [k]] of entries.entries()) {
    if (k === null) throw new CaudalError('NULL_MAP_KEY', 'A map key must not be NULL.');
    const simple = typeof k !== 'object';
    if (simple ? seen.has(k) : entries.slice(0, i).some(([other]) => equalValues(other, k, key)))
      throw new CaudalError('DUPLICATED_MAP_KEY', `The key ${formatValue(k, key, 'UTC')} occurs twice.`);
    seen.add(k);
  }
  return new MapValue(entries);
}
const MAP_OF: SignatureRule = (args, _literals, name) => {
  if (args.length % 2 === 1) wrongCount(name, 'an even number of arguments', args.length);
  const [keys, values] = [args.filter((_, i) => i % 2 === 0), args.filter((_, i) => i % 2 === 1)];
  if (args.length === 0) return { args: [], returns: mapOf(STRING, STRING) };
  const key = leastCommonTypeOf(keys) ?? noCommonType(name, keys);
  const value = leastCommonTypeOf(values) ?? noCommonType(name, values);
  return { args: args.map((_, i) => (i % 2 === 0 ? key : value)), returns: mapOf(key, value) };
};
const NAMED_STRUCT: SignatureRule = (args, literals, name) => {
  if (args.length % 2 === 1) wrongCount(name, 'an even number of arguments', args.length);
  const fields = args.flatMap((type, i) => {
    if (i % 2 === 0) return [];
    const fieldName = literals[i - 1];
    return typeof fieldName === 'string' ? [field(fieldName, type)] : typeMismatch(name, i - 1, 'a STRING literal', args[i - 1]!);
  });
  return { args, returns: structOf(fields) };
};
const ENTRIES = rule('an array of structs of two fields', (t) =>
  t.kind === 'array' && t.element.kind === 'struct' && t.element.fields.length === 2 ? t : undefined,
);
const mapFromEntryTypes: ResultType = (args) => {
  const entry = elementOf(args[0]!);
  return entry.kind === 'struct' ? mapOf(entry.fields[0]!.type, entry.fields[1]!.type) : NULL;
};
const ARRAYS_ZIP: SignatureRule = (args, _literals, name) => {
  const arrays = args.map((t, i) => castArgument(name, i, t, ARRAY));
  return { args: arrays, returns: arrayOf(structOf(arrays.map((t, i) => field(String(i), elementOf(t)))), false) };
};
const WITH_KEY: SignatureRule = (args, _literals, name) => {
  checkCount(name, args.length, 2);
  const map = castArgument(name, 0, args[0]!, MAP);
  return { args: [map, castArgument(name, 1, args[1]!, keyOf(map))], returns: BOOLEAN };
};

export const STRUCTS_AND_MAPS: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'struct',
    aliases: ['row'],
    nulls: 'custom',
    doc: 'Struct of the arguments: col1, col2, … unless they have names.',
    example: ["struct(1, 'a')", '{1, a}'],
    signature: (args) => ({ args, returns: structOf(args.map((t, i) => field(`col${i + 1}`, t))) }),
    value: (args) => new StructValue([...args]),
  }),
  scalar({
    ...common,
    name: 'named_struct',
    aliases: ['struct_pack'],
    nulls: 'custom',
    doc: 'Struct of names and values by turns.',
    example: ["named_struct('a', 1)", '{1}'],
    signature: NAMED_STRUCT,
    value: (args) => new StructValue(args.filter((_, i) => i % 2 === 1)),
    // Its children are the arguments' columns as they stand.
    column: (_engine, args, n, type) => {
      const children = args.filter((_, i) => i % 2 === 1);
      if (children.some((child) => child.layout === 'null')) return undefined;
      return makeColumn({ type, layout: 'struct', length: n, children });
    },
  }),
  scalar({
    ...common,
    name: 'map',
    nulls: 'custom',
    fallible: true,
    doc: 'Map of keys and values by turns.',
    example: ["map('a', 1)", '{a -> 1}'],
    signature: MAP_OF,
    value: (args, _context, _types, returns) =>
      makeMap(
        args.flatMap((key, i) => (i % 2 === 0 ? [[key, args[i + 1]!] as const] : [])),
        keyOf(returns),
      ),
  }),
  scalar({
    ...common,
    name: 'map_from_arrays',
    fallible: true,
    doc: 'Map of an array of keys and one of values.',
    example: ["map_from_arrays(array('a'), array(1))", '{a -> 1}'],
    signature: takes([ARRAY, ARRAY], (args) => mapOf(elementOf(args[0]!), elementOf(args[1]!))),
    value: ([keys, values], _context, _types, returns) => {
      const [left, right] = [keys as readonly Value[], values as readonly Value[]];
      if (left.length !== right.length)
        throw new CaudalError('INVALID_PARAMETER_VALUE', `There are ${left.length} keys and ${right.length} values.`);
      return makeMap(
        left.map((key, i) => [key, right[i]!] as const),
        keyOf(returns),
      );
    },
  }),
  scalar({
    ...common,
    name: 'map_from_entries',
    fallible: true,
    doc: 'Map of an array of structs (key, value).',
    example: ["map_from_entries(array(struct('a', 1)))", '{a -> 1}'],
    signature: takes([ENTRIES], mapFromEntryTypes),
    value: ([entries], _context, _types, returns) => {
      const list = entries as readonly (StructValue | null)[];
      return list.includes(null)
        ? null
        : makeMap(
            list.map((entry) => [entry!.values[0]!, entry!.values[1]!] as const),
            keyOf(returns),
          );
    },
  }),
  scalar({
    ...common,
    name: 'map_keys',
    doc: 'Array of the keys.',
    example: ["map_keys(map('a', 1))", '[a]'],
    signature: takes([MAP], (args) => arrayOf(keyOf(args[0]!), false)),
    value: ([map]) => (map as MapValue).entries.map(([key]) => key),
  }),
  scalar({
    ...common,
    name: 'map_values',
    doc: 'Array of the values.',
    example: ["map_values(map('a', 1))", '[1]'],
    signature: takes([MAP], (args) => arrayOf(valueOf(args[0]!))),
    value: ([map]) => (map as MapValue).entries.map(([, value]) => value),
  }),
  scalar({
    ...common,
    name: 'map_entries',
    doc: 'Array of structs (key, value).',
    example: ["map_entries(map('a', 1))", '[{a, 1}]'],
    signature: takes([MAP], (args) => arrayOf(entryOf(args[0]!), false)),
    value: ([map]) => (map as MapValue).entries.map((entry) => new StructValue(entry)),
  }),
  scalar({
    ...common,
    name: 'map_concat',
    fallible: true,
    doc: 'Entries of all maps; duplicate keys are an error.',
    example: ["map_concat(map('a', 1), map('b', 2))", '{a -> 1, b -> 2}'],
    signature: takesSame(1, Infinity),
    value: (maps, _context, _types, returns) =>
      makeMap(
        maps.flatMap((map) => (map as MapValue).entries),
        keyOf(returns),
      ),
  }),
  scalar({
    ...common,
    name: 'map_contains_key',
    doc: 'Whether the map has the key.',
    example: ["map_contains_key(map('a', 1), 'a')", 'true'],
    signature: WITH_KEY,
    value: ([map, key], _context, types) => (map as MapValue).entries.some(([k]) => equalValues(k, key!, types[1]!)),
  }),
  scalar({
    ...common,
    name: 'str_to_map',
    fallible: true,
    doc: 'Map of text like a:1,b:2; delimiters are regular expressions.',
    example: ["str_to_map('a:1,b:2')", '{a -> 1, b -> 2}'],
    signature: takes([STRING, STRING, STRING], mapOf(STRING, STRING), 2),
    value: ([text, pairs, keyValue]) =>
      makeMap(
        splitText(text as string, (pairs as string | undefined) ?? ',', -1).map((pair) => {
          const [key, value] = splitText(pair, (keyValue as string | undefined) ?? ':', 2);
          return [key!, value ?? null] as const;
        }),
        STRING,
      ),
  }),
  scalar({
    ...common,
    name: 'arrays_zip',
    doc: 'Array of structs of the elements at each place, padded with NULL.',
    example: ['arrays_zip(array(1, 2), array(3))', '[{1, 3}, {2, null}]'],
    signature: ARRAYS_ZIP,
    value: (arrays) => {
      const lists = arrays as readonly (readonly Value[])[];
      return Array.from(
        { length: Math.max(0, ...lists.map((list) => list.length)) },
        (_, i) => new StructValue(lists.map((list) => list[i] ?? null)),
      );
    },
  }),
];
