// malformed.ts: what a record that does not fit becomes: an error that names file, line and column, a wider type (PROMOTE), or a patched row.
// Line numbers are counted only when an error needs one: the file is read again up to the record.
import type { Memory, Ptr } from '../../column/memory.ts';
import { CaudalError } from '../../types/error.ts';
import { formatType } from '../../types/format-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { wholeStream } from '../byte-stream.ts';
import type { TaskContext } from '../connector.ts';
import { openFile } from '../files.ts';
import type { SourceFile } from '../files.ts';
import type { Records } from './record-scanner.ts';

/** Thrown inside a reader, which turns it into a CaudalError once it knows the line. */
export class RecordProblem extends Error {
  readonly offset: number;
  readonly reason: string;
  readonly column: string | undefined;
  /** The type that would hold the field, where types were inferred. */
  readonly promoted: DataType | undefined;
  constructor(offset: number, reason: string, column?: string, promoted?: DataType) {
    super(reason);
    this.offset = offset;
    this.reason = reason;
    this.column = column;
    this.promoted = promoted;
  }
}

/** The reader's error: a problem of a record with its file and line, all else as it is. */
export async function throwProblem(error: unknown, file: SourceFile, source: string, context: TaskContext): Promise<never> {
  throw error instanceof RecordProblem ? await problemError(error, file, source, context) : error;
}
/**
 * PROMOTE is internal: the session resolves the read again with the wider type (option PROMOTED_OPTION), if no row has left the engine;
 * else it tells the user MALFORMED_RECORD with the same text and params.
 */
async function problemError(
  problem: RecordProblem,
  file: SourceFile,
  source: string,
  context: TaskContext,
): Promise<CaudalError> {
  const line = await lineNumber(problem.offset, file, context);
  const where = problem.column === undefined ? '' : `, column '${problem.column}'`;
  const params = {
    file: file.label,
    line: String(line),
    ...(problem.column === undefined ? {} : { column: problem.column }),
    ...(problem.promoted ? { source, type: formatType(problem.promoted) } : {}),
  };
  const hint =
    problem.column === undefined
      ? "Set mode to 'PERMISSIVE' or 'DROPMALFORMED' to read on."
      : 'Give the column a wider type with the option schema.';
  return new CaudalError(
    problem.promoted ? 'PROMOTE' : 'MALFORMED_RECORD',
    `${file.label}, line ${line}${where}: ${problem.reason}.`,
    { params, hint },
  );
}
async function lineNumber(offset: number, file: SourceFile, { engine, platform, signal }: TaskContext): Promise<number> {
  const { memory, kernels } = engine;
  const stream = wholeStream(await openFile(platform, file), file, signal);
  const windowBytes = 1 << 16;
  const ptr = memory.alloc(windowBytes);
  let line = 1;
  try {
    for (let at = 0; at < offset;) {
      const count = await stream.read(memory, ptr, Math.min(windowBytes, offset - at));
      if (count === 0) break;
      // The byte behind decides whether a CR stands alone; a CR there belongs to the next window's LF or is counted once too few.
      memory.u8(ptr + count, 1)[0] = 10;
      line += kernels.csvCountLines(ptr, ptr + count);
      at += count;
    }
    return line;
  } finally {
    memory.free(ptr);
    stream.close();
  }
}

export const describeMisfit = (text: string, type: DataType): string =>
  `'${text.length > 40 ? `${text.slice(0, 40)}…` : text}' is not ${/^[aeiou]/.test(formatType(type)) ? 'an' : 'a'} ${formatType(type).toUpperCase()}`;

/** Start and end (exclusive, without the line end) of a record with so many fields. */
export function recordSpan(memory: Memory, records: Records, row: number, fields: number): readonly [Ptr, Ptr] {
  const first = memory.u32(records.rowsPtr + row * 4, 1)[0]!;
  const start = memory.u32(records.endsPtr + (first - 1) * 4, 1)[0]! + 1;
  const end = memory.u32(records.endsPtr + (first + fields - 1) * 4, 1)[0]!;
  return [start, end > start && memory.u8(end - 1, 1)[0] === 13 && memory.u8(end, 1)[0] === 10 ? end - 1 : end];
}

/** Rows with too few or too many fields as rows of `columns` fields: those that are missing have length -1 (NULL), those too many go. */
export function patchRows({ memory }: Engine, records: Records, ragged: ReadonlyMap<number, number>, columns: number): Records {
  if (ragged.size === 0) return records;
  const rows = memory.u32(records.rowsPtr, records.n).slice();
  let used = 0;
  for (const [row, fields] of ragged) used = Math.max(used, rows[row]! + fields);
  used = Math.max(used, rows[records.n - 1]! + Math.max(columns, ragged.get(records.n - 1) ?? 0));
  const endsPtr = memory.temp((used + ragged.size * (columns + 1)) * 4);
  const ends = memory.u32(endsPtr, used + ragged.size * (columns + 1));
  ends.set(memory.u32(records.endsPtr, used));
  for (const [row, fields] of ragged) {
    const first = rows[row]!;
    const spanEnd = recordSpan(memory, records, row, fields)[1];
    ends[used] = ends[first - 1]!;
    for (let c = 0; c < columns; c++) ends[used + 1 + c] = Math.min(c < fields ? ends[first + c]! : spanEnd, spanEnd);
    memory.u32(records.rowsPtr + row * 4, 1)[0] = used + 1;
    used += columns + 1;
  }
  return { n: records.n, endsPtr, rowsPtr: records.rowsPtr };
}
