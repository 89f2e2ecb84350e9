// One element of an array, map or struct: element_at (1-based, errors outside), get (0-based, NULL outside), [] and field access.
import { type DataType, INT, STRING } from '../../../types/data-type.ts';
import { equalValues } from '../../../types/compare-value.ts';
import { CaudalError } from '../../../types/error.ts';
import { MapValue, StructValue, type Value } from '../../../types/value.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { ARRAY, castArgument, checkCount, takes, typeMismatch } from '../../signature.ts';

const common = { group: 'collection', nulls: 'propagate', fallible: true } as const;
const elementType: (args: readonly DataType[]) => DataType = ([array]) => (array!.kind === 'array' ? array!.element : array!);

/** Array with INT, or map with its key. */
const ELEMENT: SignatureRule = (args, _literals, name) => {
  checkCount(name, args.length, 2);
  const [of, key] = [args[0]!, args[1]!];
  if (of.kind === 'map') return { args: [of, castArgument(name, 1, key, of.key)], returns: of.value };
  if (of.kind !== 'array') typeMismatch(name, 0, 'an array or map', of);
  return { args: [of, castArgument(name, 1, key, INT)], returns: of.element };
};
export function mapGet(map: MapValue, key: Value, type: DataType): Value {
  if (type.kind !== 'map') throw new Error(`not a map: ${type.kind}`);
  return map.entries.find(([k]) => equalValues(k, key, type.key))?.[1] ?? null;
}
function outside(code: string, index: number, size: number, hint: string): never {
  throw new CaudalError(code, `The index ${index} is outside an array of ${size} elements.`, { hint });
}
function elementAt(of: Value, key: Value, type: DataType, strict: boolean): Value {
  if (of instanceof MapValue) return mapGet(of, key, type);
  const array = of as readonly Value[];
  const index = key as number;
  if (index === 0)
    throw new CaudalError('INVALID_INDEX_OF_ZERO', 'The index 0 is invalid.', { hint: 'The first element is 1, the last -1.' });
  const at = index > 0 ? index - 1 : array.length + index;
  if (at >= 0 && at < array.length) return array[at]!;
  return strict ? outside('INVALID_ARRAY_INDEX_IN_ELEMENT_AT', index, array.length, 'Use try_element_at to get NULL.') : null;
}
/** Struct and field name, array of structs and field name, map and key, array and 0-based index. */
const ITEM: SignatureRule = (args, literals, name) => {
  checkCount(name, args.length, 2);
  if (args[0]!.kind === 'struct') return FIELD(args, literals, name);
  return ELEMENT(args, literals, name);
};
export function fieldIndex(type: DataType, name: Value | undefined): number {
  if (type.kind !== 'struct' || typeof name !== 'string') return -1;
  const exact = type.fields.findIndex((f) => f.name === name);
  return exact >= 0 ? exact : type.fields.findIndex((f) => f.name.toLowerCase() === name.toLowerCase());
}
const FIELD: SignatureRule = (args, literals, name) => {
  checkCount(name, args.length, 2);
  const of = args[0]!;
  if (of.kind === 'map') return { args: [of, castArgument(name, 1, STRING, of.key)], returns: of.value };
  const struct = of.kind === 'array' ? of.element : of;
  if (struct.kind !== 'struct') typeMismatch(name, 0, 'a struct', of);
  const index = fieldIndex(struct, literals[1]);
  if (index < 0)
    throw new CaudalError(
      'FIELD_NOT_FOUND',
      `There is no field ${String(literals[1])} among ${struct.fields.map((f) => f.name).join(', ')}.`,
    );
  const field = struct.fields[index]!.type;
  return { args: [of, STRING], returns: of.kind === 'array' ? { ...of, element: field, containsNull: true } : field };
};
function getField(of: Value, name: Value, type: DataType): Value {
  if (of instanceof MapValue) return mapGet(of, name, type);
  if (Array.isArray(of) && type.kind === 'array')
    return of.map((item: Value) => (item === null ? null : getField(item, name, type.element)));
  return (of as StructValue).values[fieldIndex(type, name)]!;
}

export const ELEMENTS: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'element_at',
    doc: 'Element by 1-based place (negative from the end), or value of a key.',
    example: ['element_at(array(1, 2, 3), -1)', '3'],
    signature: ELEMENT,
    value: ([of, key], context, types) => elementAt(of!, key!, types[0]!, context.ansi),
  }),
  scalar({
    ...common,
    name: 'try_element_at',
    doc: 'element_at, NULL outside.',
    example: ['try_element_at(array(1, 2), 5)', 'NULL'],
    signature: ELEMENT,
    value: ([of, key], _context, types) => elementAt(of!, key!, types[0]!, false),
  }),
  scalar({
    ...common,
    name: 'get',
    fallible: false,
    doc: 'Element by 0-based place, NULL outside.',
    example: ['get(array(1, 2), 0)', '1'],
    signature: takes([ARRAY, INT], elementType),
    value: ([array, index]) => (array as readonly Value[])[index as number] ?? null,
  }),
  scalar({
    ...common,
    name: 'get_item',
    doc: 'x[i]: element by 0-based place (outside is an error), value of a key, or field.',
    example: ['array(1, 2)[0]', '1'],
    signature: ITEM,
    value: ([of, key], context, types) => {
      if (of instanceof MapValue) return mapGet(of, key!, types[0]!);
      if (of instanceof StructValue) return getField(of, key!, types[0]!);
      const [array, index] = [of as readonly Value[], key as number];
      if (index >= 0 && index < array.length) return array[index]!;
      return context.ansi
        ? outside('INVALID_ARRAY_INDEX', index, array.length, 'Indexes in [] start at 0; use get to get NULL.')
        : null;
    },
  }),
  scalar({
    ...common,
    name: 'get_field',
    fallible: false,
    doc: 'Field of a struct, of each struct of an array, or value of a text key.',
    example: ["named_struct('a', 1).a", '1'],
    signature: FIELD,
    value: ([of, name], _context, types) => getField(of!, name!, types[0]!),
    column: (_engine, [of], n, _returns, literals) => {
      const child = of!.layout === 'struct' ? of!.children[fieldIndex(of!.type, literals[1])] : undefined;
      return child && child.layout !== 'null' ? { ...child, length: n } : undefined;
    },
  }),
];
