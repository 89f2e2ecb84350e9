// The columns of many files as one schema: those of the first file, of all (`mergeSchema`), or those the user gave. Columns are matched by
// name and must be of one type, but that `mergeSchema` unites the fields of structs; a file that lacks a column or field has NULLs there.
import { sameType } from '../../types/data-type.ts';
import type { DataType, Field, Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { formatType } from '../../types/format-type.ts';
import { corruptFile } from './corrupt.ts';
import { uniteTypes } from './fit-column.ts';
import type { OpenFile } from './source.ts';

export function unitedSchema(files: readonly OpenFile[], given: Schema | undefined, merge: boolean): Schema {
  const fields = new Map<string, Field>((given ?? []).map((field) => [field.name, field]));
  files.forEach(({ file, nodes }, f) => {
    const names = new Set(nodes.map((node) => node.name));
    if (names.size < nodes.length) throw corruptFile(file.label, 'schema', 'two columns have the same name');
    for (const { name, type, nullable } of nodes) {
      const known = fields.get(name);
      if (known) fields.set(name, { ...known, type: commonType(name, known.type, type, merge && !given, file.label) });
      else if (!given && (f === 0 || merge)) fields.set(name, { name, type, nullable: nullable || f > 0 });
    }
    for (const [name, field] of fields)
      if (!field.nullable && !nodes.some((node) => node.name === name && !node.nullable))
        fields.set(name, { ...field, nullable: true });
  });
  return [...fields.values()];
}
function commonType(column: string, known: DataType, type: DataType, merge: boolean, file: string): DataType {
  if (sameType(type, known)) return known;
  const united = merge ? uniteTypes(known, type) : undefined;
  if (united) return united;
  throw new CaudalError(
    'SCHEMA_MISMATCH',
    `Column ${column} is ${formatType(type)} in ${file}, where ${formatType(known)} is wanted.`,
    {
      hint: 'Read such files apart and cast the column.',
      params: { column, file },
    },
  );
}
