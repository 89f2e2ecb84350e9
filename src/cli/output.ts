// A result to stdout or a file in one of the formats. Tables hold a few rows and count the others; the rest streams.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { resultValues } from '../column/result-values.ts';
import type { ResultBatch } from '../column/result.ts';
import { showValue } from '../functions/format-value.ts';
import type { DataFrame } from '../index.ts';
import type { RunOptions } from '../dataframe/host.ts';
import { formatType } from '../types/format-type.ts';
import { type CliOptions, type Format, formatOf } from './formats.ts';
import { jsonArray } from './json-array.ts';
import { outputStream, writeTo } from './standard-output.ts';
import { type Grid, markdownText, tableText } from './table.ts';

/** Rows of a table. */
const TABLE_ROWS = 40;
type Write = (chunk: Uint8Array | string) => Promise<void>;
export interface OutputContext {
  readonly options: CliOptions;
  readonly timeZone: string;
  readonly run: RunOptions;
}
interface Shown extends Grid {
  readonly total: number;
}
async function readGrid(frame: DataFrame<any>, limit: number, { options, timeZone, run }: OutputContext): Promise<Shown> {
  const { schema, batches } = await frame.query(run);
  const kept: ResultBatch[] = [];
  let [held, total] = [0, 0];
  for await (const batch of batches) {
    if (held < limit) kept.push(batch);
    held = Math.min(limit, held + batch.length);
    total += batch.length;
  }
  const nulls = options.null ?? 'NULL';
  const rows: string[][] = [];
  for (const batch of kept) {
    const columns = batch.columns.map(resultValues);
    for (let i = 0; i < batch.length && rows.length < limit; i++)
      rows.push(columns.map((values, c) => (values[i] === null ? nulls : showValue(values[i]!, schema[c]!.type, timeZone))));
  }
  return { names: schema.map((f) => f.name), types: schema.map((f) => formatType(f.type)), rows, total };
}
const counted = (n: number, what: string): string => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;

async function writeTable(frame: DataFrame<any>, write: Write, width: number | undefined, context: OutputContext): Promise<void> {
  const grid = await readGrid(frame, TABLE_ROWS, context);
  const shown = grid.total > TABLE_ROWS ? ` (${TABLE_ROWS} shown)` : '';
  await write(
    tableText(grid, context.options.header, width) + (grid.names.length > 0 ? `${counted(grid.total, 'row')}${shown}\n` : ''),
  );
}
async function writeMarkdown(frame: DataFrame<any>, write: Write, context: OutputContext): Promise<void> {
  await write(markdownText(await readGrid(frame, Infinity, context), context.options.header));
}
/** Formats whose bytes come from the engine's writers. */
async function writeStream(frame: DataFrame<any>, format: Format, write: Write, { options, run }: OutputContext): Promise<void> {
  switch (format) {
    case 'csv': {
      const writer = frame.write.option('header', options.header);
      const named = options.null === undefined ? writer : writer.option('nullValue', options.null);
      return named.csv(outputStream(write), run);
    }
    case 'json': {
      const array = jsonArray();
      const stream = outputStream(
        write,
        (chunk) => array.transform(chunk),
        () => array.end(),
      );
      return frame.write.option('ignoreNullFields', false).json(stream, run);
    }
    case 'jsonl':
      return frame.write.option('ignoreNullFields', false).json(outputStream(write), run);
    case 'arrow':
      return frame.write.arrow(outputStream(write), run);
    default:
      return frame.write.parquet(outputStream(write), run);
  }
}
const writeAs = (
  frame: DataFrame<any>,
  format: Format,
  write: Write,
  width: number | undefined,
  context: OutputContext,
): Promise<void> => {
  if (format === 'table') return writeTable(frame, write, width, context);
  return format === 'markdown' ? writeMarkdown(frame, write, context) : writeStream(frame, format, write, context);
};

/** Writes beside the file and renames: a failed query leaves the old file. */
async function writeFile(frame: DataFrame<any>, path: string, format: Format, context: OutputContext): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const stream = createWriteStream(temporary);
  try {
    await writeAs(frame, format, (chunk) => writeTo(stream, chunk), undefined, context);
    await new Promise<void>((resolve, reject) => stream.once('error', reject).end(() => resolve()));
    await rename(temporary, path);
  } catch (error) {
    stream.destroy();
    await rm(temporary, { force: true });
    throw error;
  }
}
export async function writeResult(frame: DataFrame<any>, context: OutputContext): Promise<void> {
  const isTerminal = process.stdout.isTTY;
  const format = formatOf(context.options, isTerminal);
  const { output } = context.options;
  if (output !== undefined) return writeFile(frame, output, format, context);
  await writeAs(
    frame,
    format,
    (chunk) => writeTo(process.stdout, chunk),
    isTerminal ? process.stdout.columns : undefined,
    context,
  );
}
