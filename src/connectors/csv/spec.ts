// spec.ts: what a CSV scan carries to its tasks, as data.
import type { SourceFile } from '../files.ts';
import type { CsvDialect } from './dialect.ts';

export interface CsvFile extends SourceFile {
  /** Fields of a record. */
  readonly fields: number;
  /** Field of each data column of the schema, -1 = not in this file (NULL); null = its own ordinal. */
  readonly mapping: readonly number[] | null;
}
export interface CsvSpec {
  readonly dialect: CsvDialect;
  readonly files: readonly CsvFile[];
  /** Columns of the schema that stand in the files; partition columns follow them. */
  readonly dataColumns: number;
  /** Types come from a sample: a field that does not fit asks for a wider type (PROMOTE) instead of being malformed. */
  readonly inferred: boolean;
  /** Size at which a file is cut into tasks. */
  readonly taskBytes: number;
}
/** Bytes [from, to) of a file, whole records; the first record is a header when `header`. Compressed files are one task. */
export interface CsvTask {
  readonly file: number;
  readonly from: number;
  readonly to: number;
  readonly header: boolean;
}

/** Option by which the session repeats a read after PROMOTE: `{"column":"type"}`, types as DDL text. */
export const PROMOTED_OPTION = 'caudal.promoted';
