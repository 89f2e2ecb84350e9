// resolve.ts: what a JSON read gives: how records stand in the file, and the schema, given or inferred from all records up to 32 MiB,
// from the first 8 MiB of larger files (then a record that does not fit makes the session read it all: PROMOTE).
import { STRING } from '../../types/data-type.ts';
import type { Field } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { timeZone } from '../../types/time-zone.ts';
import type { ScanSource } from '../../plan/scan-source.ts';
import type { Engine } from '../../wasm/engine.ts';
import { wholeStream } from '../byte-stream.ts';
import type { ByteStream } from '../byte-stream.ts';
import type { ConnectorContext, ReadRequest } from '../connector.ts';
import { PROMOTED_OPTION } from '../csv/spec.ts';
import { findFiles, labelFiles, openFile } from '../files.ts';
import type { SourceFile } from '../files.ts';
import { partitionFields, withoutPartitions } from '../hive.ts';
import { booleanOption, modeOption, option } from '../options.ts';
import { sessionEngine } from '../session-engine.ts';
import { timeFormatsOf, timeReader } from '../time-formats.ts';
import { ValueChunks, lineChunks } from './chunks.ts';
import type { ChunkSource, JsonLayout } from './chunks.ts';
import { inferValue, mergeFields, settleFields } from './infer.ts';
import { JsonParser, JsonSyntaxError } from './parser.ts';
import type { JsonFile, JsonSpec } from './spec.ts';

const WHOLE_BYTES = 32 << 20;
const SAMPLE_BYTES = 8 << 20;
const HEAD_BYTES = 1 << 16;
const STEP_RECORDS = 1024;

export async function resolveJson(request: ReadRequest, context: ConnectorContext): Promise<ScanSource> {
  const { options } = request;
  const engine = await sessionEngine(context);
  const multiLine = booleanOption(options, 'multiLine', false);
  const files: JsonFile[] = [];
  for (const file of await findFiles(request, context))
    files.push({ ...file, layout: multiLine ? 'values' : await findLayout(file, engine, context) });
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  const sampled = request.schema === undefined && bytes > WHOLE_BYTES && option(options, PROMOTED_OPTION) === undefined;
  const corruptColumn = option(options, 'columnNameOfCorruptRecord') ?? '_corrupt_record';
  const mode = modeOption(options);
  const times = timeFormatsOf(options);
  // What broken records give to the schema: nothing; in PERMISSIVE mode the column for their text; in FAILFAST mode they are an error.
  const broken = mode === 'PERMISSIVE' ? [{ name: corruptColumn, type: STRING, nullable: true }] : [];
  const fields =
    request.schema ??
    (await inferFields(files, sampled ? SAMPLE_BYTES : Infinity, engine, context, mode === 'FAILFAST' ? null : broken));
  const partitions = partitionFields(files, context.timeZone, request.schema);
  const dataFields = withoutPartitions(fields, partitions).map((field) => ({ ...field, nullable: true }));
  const spec: JsonSpec = { files, mode, corruptColumn, times, dataColumns: dataFields.length, sampled };
  return {
    format: 'json',
    label: labelFiles(files),
    schema: [...dataFields, ...partitions],
    bytes,
    rows: Math.ceil(bytes / 100),
    spec,
  };
}

/** An array, or an object that goes on behind the first line, is read value by value; else a line is a record. */
async function findLayout(file: SourceFile, { memory }: Engine, { platform, signal }: ConnectorContext): Promise<JsonLayout> {
  const stream = wholeStream(await openFile(platform, file), file, signal);
  const ptr = memory.alloc(HEAD_BYTES);
  try {
    let length = 0;
    for (let count = 1; count > 0 && length < HEAD_BYTES; length += count)
      count = await stream.read(memory, ptr + length, HEAD_BYTES - length);
    const head = new TextDecoder().decode(memory.u8(ptr, length)).trimStart();
    if (head.startsWith('[')) return 'values';
    const line = head.split(/\r\n|\n|\r/, 1)[0]!.trim();
    return /^\{$|^\{\s*"(?:[^"\\]|\\.)*"\s*:?$|[,[{]$/.test(line) ? 'values' : 'lines';
  } finally {
    memory.free(ptr);
    stream.close();
  }
}
export function openChunks(engine: Engine, stream: ByteStream, file: JsonFile, from: number): ChunkSource {
  return file.layout === 'lines' ? lineChunks(engine, stream, file.label, from) : new ValueChunks(engine, stream, file.label);
}

/** The fields of all records. `broken` null: the first broken record is an error, as the reader would stop there anyway. */
async function inferFields(
  files: readonly JsonFile[],
  limitBytes: number,
  engine: Engine,
  context: ConnectorContext,
  broken: readonly Field[] | null,
): Promise<readonly Field[]> {
  const times = timeReader({}, timeZone(context.timeZone));
  let fields: readonly Field[] = [];
  let left = limitBytes;
  for (const file of files) {
    const source = await openFile(context.platform, file);
    const chunks = openChunks(engine, wholeStream(source, file, context.signal), file, 0);
    try {
      while (chunks.bytesRead < left) {
        const chunk = await chunks.next(STEP_RECORDS);
        if (!chunk) break;
        for (const text of chunk.texts)
          fields = mergeFields(fields, recordFields(new JsonParser(text, 0, times), file, chunk.offset, broken));
        await context.platform.macrotask();
      }
      left -= chunks.bytesRead;
    } finally {
      chunks.close();
    }
    if (left <= 0) break;
  }
  if (fields.length > 0) return settleFields(fields);
  throw new CaudalError('UNABLE_TO_INFER_SCHEMA', `${labelFiles(files)} has no objects to learn columns from.`, {
    params: { file: files[0]!.label },
    hint: 'Give a schema.',
  });
}
function recordFields(parser: JsonParser, file: SourceFile, offset: number, broken: readonly Field[] | null): readonly Field[] {
  try {
    if (Number.isNaN(parser.skipSpace())) return [];
    const type = inferValue(parser, 0);
    if (!Number.isNaN(parser.skipSpace())) parser.fail('something stands behind the value');
    if (type.kind === 'struct') return type.fields;
    if (type.kind === 'null') return [];
    throw new JsonSyntaxError('the record is not an object', 0);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    if (broken) return broken;
    throw new CaudalError(
      'MALFORMED_RECORD',
      `${file.label}, near byte ${offset}: ${error.message} in ${JSON.stringify(parser.text.slice(0, 80))}.`,
      {
        params: { file: file.label, offset: String(offset) },
        hint: "Set mode to 'PERMISSIVE' or 'DROPMALFORMED' to read on.",
      },
    );
  }
}
export const canCut = (file: JsonFile): boolean =>
  file.layout === 'lines' && file.compression === undefined && file.handle.kind !== 'url' && file.handle.kind !== 'driver';
