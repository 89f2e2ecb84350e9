// spec.ts: what a JSON scan carries to its tasks, as data.
import type { SourceFile } from '../files.ts';
import type { Mode } from '../options.ts';
import type { TimeFormats } from '../time-formats.ts';
import type { JsonLayout } from './chunks.ts';

export interface JsonFile extends SourceFile {
  readonly layout: JsonLayout;
}
export interface JsonSpec {
  readonly files: readonly JsonFile[];
  readonly mode: Mode;
  readonly corruptColumn: string;
  readonly times: TimeFormats;
  /** Columns of the schema that stand in the files; partition columns follow them. */
  readonly dataColumns: number;
  /** Types come from a part of the data: names and values that do not fit ask for a look at all of it (PROMOTE). */
  readonly sampled: boolean;
}
export interface JsonTask {
  readonly file: number;
  readonly from: number;
  readonly to: number;
}
