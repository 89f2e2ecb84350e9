// map-files.ts: how the schema's columns stand in each file: by name where headers say so, else by position.
import type { Schema } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { SourceFile } from '../files.ts';
import type { CsvDialect } from './dialect.ts';
import { readHeader } from './look.ts';
import type { Look } from './look.ts';
import type { CsvFile } from './spec.ts';

interface MapOptions {
  readonly look: Look;
  readonly byName: boolean;
  readonly merges: boolean;
}
export async function mapFiles(
  files: readonly SourceFile[],
  fields: Schema,
  dialect: CsvDialect,
  { look, byName, merges }: MapOptions,
): Promise<readonly CsvFile[]> {
  const width = fields.filter((field) => field.name !== dialect.corruptColumn).length;
  const result: CsvFile[] = [];
  for (const file of files) {
    if (!byName || (file === files[0] && !merges)) {
      result.push({ ...file, fields: width, mapping: corruptMapping(fields, dialect) });
      continue;
    }
    const names = await readHeader({ ...look, file }, dialect);
    const mapping = fields.map((field) => names.indexOf(field.name));
    const missing = fields.find((_, c) => mapping[c] === -1);
    if (missing && names.length > 0 && !merges)
      throw new CaudalError('MISSING_COLUMN', `${file.label} has no column '${missing.name}', which ${files[0]!.label} has.`, {
        params: { file: file.label, column: missing.name },
        hint: 'Set mergeSchema to read it as NULL.',
      });
    result.push({ ...file, fields: names.length, mapping });
  }
  return result;
}
function corruptMapping(fields: Schema, dialect: CsvDialect): readonly number[] | null {
  if (!fields.some((field) => field.name === dialect.corruptColumn)) return null;
  let next = 0;
  return fields.map((field) => (field.name === dialect.corruptColumn ? -1 : next++));
}
