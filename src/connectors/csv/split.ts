// split.ts: where a file may be cut into tasks: starts of records, whatever stands in quotes. A file without any quote is cut at line ends;
// one with quotes is scanned once by the record scanner. Cost: 0.1-0.4 ms/MB, paid once per state of a file.
import type { Engine } from '../../wasm/engine.ts';
import type { ByteStream } from '../byte-stream.ts';
import { rangeStream } from '../byte-stream.ts';
import type { ConnectorContext } from '../connector.ts';
import { openFile } from '../files.ts';
import type { SourceFile } from '../files.ts';
import { Recent } from '../recent.ts';
import { writeConfig } from './dialect.ts';
import type { CsvDialect } from './dialect.ts';
import { RecordScanner } from './record-scanner.ts';

/** Any file that the record scanner can read. */
type LineFile = SourceFile & { readonly fields: number };
const WINDOW_BYTES = 1 << 20;
const recent = new Recent<readonly number[]>();

/** Offsets at which tasks of about `taskBytes` start; the first is 0. */
export function findCuts(
  file: LineFile,
  dialect: CsvDialect,
  taskBytes: number,
  engine: Engine,
  context: ConnectorContext,
): Promise<readonly number[]> {
  return recent.get([file], [dialect, taskBytes], async () => {
    const open = async (from: number): Promise<ByteStream> =>
      rangeStream(await openFile(context.platform, file), from, file.size, context.signal);
    const targets = Array.from({ length: Math.ceil(file.size / taskBytes) - 1 }, (_, i) => (i + 1) * taskBytes);
    const hasQuotes = dialect.quote !== '' && (await containsByte(await open(0), dialect.quote.charCodeAt(0), engine));
    const found = hasQuotes
      ? await scanCuts(await open(0), file, dialect, targets, engine)
      : await lineCuts(open, targets, engine);
    return [0, ...new Set(found.filter((cut) => cut > 0 && cut < file.size))];
  });
}

async function containsByte(stream: ByteStream, byte: number, { memory, kernels }: Engine): Promise<boolean> {
  const ptr = memory.alloc(WINDOW_BYTES);
  try {
    for (;;) {
      const pending = stream.read(memory, ptr, WINDOW_BYTES);
      const count = typeof pending === 'number' ? pending : await pending;
      if (count === 0) return false;
      if (kernels.findByte(ptr, count, byte) >= 0) return true;
    }
  } finally {
    memory.free(ptr);
    stream.close();
  }
}
/** Behind the first line end at or after each target. */
async function lineCuts(
  open: (from: number) => Promise<ByteStream>,
  targets: readonly number[],
  engine: Engine,
): Promise<number[]> {
  const cuts: number[] = [];
  for (const target of targets) cuts.push(await lineEndAfter(await open(target - 1), target - 1, engine));
  return cuts;
}
async function lineEndAfter(stream: ByteStream, from: number, { memory }: Engine): Promise<number> {
  const ptr = memory.alloc(WINDOW_BYTES);
  let at = from,
    afterReturn = false;
  try {
    for (;;) {
      const count = await stream.read(memory, ptr, afterReturn ? 1 : 1 << 16);
      if (count === 0) return at;
      const bytes = memory.u8(ptr, count);
      for (let i = 0; i < count; i++) {
        const byte = bytes[i]!;
        if (byte === 10) return at + i + 1;
        if (afterReturn) return at + i;
        afterReturn = byte === 13;
      }
      at += count;
    }
  } finally {
    memory.free(ptr);
    stream.close();
  }
}
/** Starts of the first records at or after the targets. */
async function scanCuts(
  stream: ByteStream,
  file: LineFile,
  dialect: CsvDialect,
  targets: readonly number[],
  engine: Engine,
): Promise<number[]> {
  const { memory } = engine;
  const configPtr = writeConfig(memory, dialect);
  const scanner = new RecordScanner(engine, stream, file.label, configPtr, file.fields, 0);
  const cuts: number[] = [];
  try {
    for (let next = 0; next < targets.length;) {
      const pending = scanner.next(8192);
      const records = pending instanceof Promise ? await pending : pending;
      if (!records) break;
      const startOf = (row: number): number => {
        const first = memory.u32(records.rowsPtr + row * 4, 1)[0]!;
        return scanner.offsetOf(memory.u32(records.endsPtr + (first - 1) * 4, 1)[0]! + 1);
      };
      for (; next < targets.length && scanner.position > targets[next]!; next++) {
        let low = 0,
          high = records.n;
        while (low < high) {
          const middle = (low + high) >> 1;
          if (startOf(middle) < targets[next]!) low = middle + 1;
          else high = middle;
        }
        cuts.push(low === records.n ? scanner.position : startOf(low));
      }
    }
    return cuts;
  } finally {
    scanner.close();
    memory.free(configPtr);
  }
}
