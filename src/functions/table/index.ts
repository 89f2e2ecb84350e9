// Generators: explode, posexplode, inline: many rows per row.
import { type DataType, INT, NULL, structOf } from '../../types/data-type.ts';
import type { StructValue } from '../../types/value.ts';
import { MapValue, type Value } from '../../types/value.ts';
import { type GeneratorFunction, generator } from '../define.ts';
import { type ParameterRule, NESTED, rule, takes } from '../signature.ts';

type Fields = ReturnType<GeneratorFunction['fields']>;
type Rows = ReturnType<GeneratorFunction['value']>;

function explodedFields(type: DataType): Fields {
  if (type.kind === 'map')
    return [
      { name: 'key', type: type.key },
      { name: 'value', type: type.value },
    ];
  return [{ name: 'col', type: type.kind === 'array' ? type.element : NULL }];
}
const explode = (value: Value): Rows =>
  value instanceof MapValue ? value.entries : (value as readonly Value[]).map((item) => [item]);
const STRUCTS = rule('an array of structs', (t) => (t.kind === 'array' && t.element.kind === 'struct' ? t : undefined));
const inlineFields = (type: DataType): Fields =>
  type.kind === 'array' && type.element.kind === 'struct' ? type.element.fields : [];
const inline = (value: Value, type: DataType): Rows => {
  const nulls: Value[] = inlineFields(type).map(() => null);
  return (value as readonly (StructValue | null)[]).map((item) => item?.values ?? nulls);
};

/** A generator of one argument; its `_outer` spelling is the same one with the plan node's `outer` set. */
function one(
  name: string,
  doc: string,
  parameter: ParameterRule,
  fields: (type: DataType) => Fields,
  rows: (value: Value, type: DataType) => Rows,
): GeneratorFunction {
  return generator({
    name,
    aliases: [`${name}_outer`],
    group: 'generator',
    doc,
    signature: takes([parameter], (args) => structOf(fields(args[0]!).map((f) => ({ ...f, nullable: true })))),
    fields: (args) => fields(args[0]!),
    value: ([value], types) => (value === null ? [] : rows(value!, types[0]!)),
  });
}

export const GENERATORS: readonly GeneratorFunction[] = [
  one('explode', 'A row per element of an array or entry of a map.', NESTED, explodedFields, explode),
  one(
    'posexplode',
    'A row per element, with its place from 0.',
    NESTED,
    (type) => [{ name: 'pos', type: INT }, ...explodedFields(type)],
    (value) => explode(value).map((row, i) => [i, ...row]),
  ),
  one('inline', 'A row per struct of an array, a column per field.', STRUCTS, inlineFields, inline),
];
