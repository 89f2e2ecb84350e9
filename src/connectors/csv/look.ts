// look.ts: looks at the records at a file's start, on the session's thread.
import type { Engine } from '../../wasm/engine.ts';
import { rangeStream, wholeStream } from '../byte-stream.ts';
import type { ConnectorContext } from '../connector.ts';
import { openFile } from '../files.ts';
import type { SourceFile } from '../files.ts';
import { writeConfig } from './dialect.ts';
import type { CsvDialect } from './dialect.ts';
import { headerNames } from './header.ts';
import { RecordScanner } from './record-scanner.ts';
import type { Records } from './record-scanner.ts';
import { regularRows } from './regular-rows.ts';

export interface Look {
  readonly context: ConnectorContext;
  readonly engine: Engine;
  readonly file: SourceFile;
}

/** Runs `use` over a scanner of the file from `from` on. */
export async function withScanner<T>(
  { context, engine, file }: Look,
  dialect: CsvDialect,
  range: { from: number; to: number } | null,
  use: (scanner: RecordScanner, configPtr: number) => Promise<T>,
): Promise<T> {
  const source = await openFile(context.platform, file);
  const stream = range ? rangeStream(source, range.from, range.to, context.signal) : wholeStream(source, file, context.signal);
  const configPtr = writeConfig(engine.memory, dialect);
  const scanner = new RecordScanner(engine, stream, file.label, configPtr, 1, range?.from ?? 0);
  try {
    return await use(scanner, configPtr);
  } finally {
    scanner.close();
    engine.memory.free(configPtr);
  }
}

/** The next records that are not empty lines or comments. */
export async function nextRecords(
  scanner: RecordScanner,
  engine: Engine,
  configPtr: number,
  maxRows: number,
): Promise<Records | null> {
  for (;;) {
    const records = await scanner.next(maxRows);
    if (!records) return null;
    regularRows(engine, records, -1, configPtr, () => false);
    if (records.n > 0) return records;
  }
}
/** Fields of the first of these records: separators and the line end that follow its start. */
export function fieldCount({ memory }: Engine, records: Records): number {
  const first = memory.u32(records.rowsPtr, 1)[0]!;
  for (let count = 1; ; count++) {
    const end = memory.u32(records.endsPtr + (first + count - 1) * 4, 1)[0]!;
    const byte = memory.u8(end, 1)[0]!;
    if (byte === 10 || byte === 13) return count;
  }
}
/** The names in the header; none where there are no records. */
export const readHeader = (look: Look, dialect: CsvDialect): Promise<string[]> =>
  withScanner(look, dialect, null, async (scanner, configPtr) => {
    const first = await nextRecords(scanner, look.engine, configPtr, 1);
    return first ? headerNames(look.engine.memory, first, 0, fieldCount(look.engine, first), dialect) : [];
  });
