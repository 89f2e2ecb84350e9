// Output formats and the options that shape them.
import { UsageError } from './exit-code.ts';

export const FORMATS = ['table', 'csv', 'json', 'jsonl', 'arrow', 'parquet', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];
export interface CliOptions {
  readonly format?: Format;
  readonly output?: string;
  readonly file?: string;
  readonly workers?: number;
  readonly memory?: string;
  readonly timing?: boolean;
  readonly explain?: boolean;
  readonly param?: Readonly<Record<string, unknown>>;
  readonly null?: string;
  readonly header: boolean;
}
const BY_ENDING: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  arrow: 'arrow',
  arrows: 'arrow',
  feather: 'arrow',
  parquet: 'parquet',
  md: 'markdown',
  txt: 'table',
};
/** What was asked for, else what the file's ending says, else a table on a terminal and CSV in a pipe. */
export function formatOf({ format, output }: CliOptions, isTerminal: boolean): Format {
  if (format) return format;
  if (output === undefined) return isTerminal ? 'table' : 'csv';
  const ending = /\.([^./\\]+)$/.exec(output.replace(/\.(?:gz|zst)$/, ''))?.[1]?.toLowerCase() ?? '';
  const found = BY_ENDING[ending];
  if (!found) throw new UsageError(`The ending of '${output}' says no format; give one with --format.`);
  return found;
}
