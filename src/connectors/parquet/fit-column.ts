// fit-column.ts: types of one column in many files. With `mergeSchema` structs are united field by field, by name; a file's column is then
// dressed in the united type: fields that the file lacks are NULL. Values stay where they are.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { sameType } from '../../types/data-type.ts';
import type { DataType, Field } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { constantColumn } from '../constant-column.ts';

/** The type that holds both; undefined where values would have to be converted. */
export function uniteTypes(a: DataType, b: DataType): DataType | undefined {
  if (sameType(a, b)) return a;
  if (a.kind === 'array' && b.kind === 'array') {
    const element = uniteTypes(a.element, b.element);
    return element && { ...a, element, containsNull: a.containsNull || b.containsNull };
  }
  if (a.kind === 'map' && b.kind === 'map') {
    const value = sameType(a.key, b.key) ? uniteTypes(a.value, b.value) : undefined;
    return value && { ...a, value, valueContainsNull: a.valueContainsNull || b.valueContainsNull };
  }
  if (a.kind !== 'struct' || b.kind !== 'struct') return undefined;
  const added = new Map(b.fields.map((field) => [field.name, field]));
  const fields: Field[] = [];
  for (const field of a.fields) {
    const other = added.get(field.name);
    const type = other ? uniteTypes(field.type, other.type) : field.type;
    if (!type) return undefined;
    added.delete(field.name);
    fields.push({ ...field, type, nullable: field.nullable || other?.nullable !== false });
  }
  for (const field of added.values()) fields.push({ ...field, nullable: true });
  return { ...a, fields };
}

/** The column in a type that was united from its own and others. */
export function fitColumn(engine: Engine, column: Column, type: DataType): Column {
  if (sameType(column.type, type)) return column;
  const { type: own, layout, length, ptr, validityPtr, children } = column;
  const fitted = (parts: readonly Column[]): Column => makeColumn({ type, layout, length, ptr, validityPtr, children: parts });
  if (type.kind === 'array') return fitted([fitColumn(engine, children[0]!, type.element)]);
  if (type.kind === 'map') return fitted([children[0]!, fitColumn(engine, children[1]!, type.value)]);
  if (type.kind !== 'struct' || own.kind !== 'struct') throw new Error(`a ${own.kind} is no ${type.kind}`);
  return fitted(
    type.fields.map((field) => {
      const at = own.fields.findIndex(({ name }) => name === field.name);
      return at < 0 ? constantColumn(engine, field.type, null, length) : fitColumn(engine, children[at]!, field.type);
    }),
  );
}
