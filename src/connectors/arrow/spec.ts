// spec.ts: what an Arrow scan carries to its tasks, as data.
import type { SourceFile } from '../files.ts';
import type { IpcIndex } from './ipc-source.ts';

export interface ArrowFile extends SourceFile, IpcIndex {}
export interface ArrowSpec {
  readonly files: readonly ArrowFile[];
  /** Columns of the schema that stand in the files; partition columns follow them. */
  readonly dataColumns: number;
}
/** Record batches [from, to) of a file. */
export interface ArrowTask {
  readonly file: number;
  readonly from: number;
  readonly to: number;
}
