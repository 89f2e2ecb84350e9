// dialect.ts: how a CSV file is written, as data that crosses to workers, from Spark's options; and as the kernels read it.
import type { Memory, Ptr } from '../../column/memory.ts';
import { CaudalError } from '../../types/error.ts';
import { booleanOption, invalidOption, modeOption, option } from '../options.ts';
import type { Mode, Options } from '../options.ts';
import { timeFormatsOf } from '../time-formats.ts';
import type { TimeFormats } from '../time-formats.ts';

export interface CsvDialect {
  readonly separator: string;
  /** One ASCII character each, or '' for none. */
  readonly quote: string;
  readonly escape: string;
  readonly comment: string;
  readonly nullValue: string;
  readonly trimLeft: boolean;
  readonly trimRight: boolean;
  readonly header: boolean;
  /** Whether header, separator and types are found out; else they mean what Spark says. */
  readonly sniffed: boolean;
  readonly mode: Mode;
  /** Column of the schema that receives the text of records that do not fit. */
  readonly corruptColumn: string;
  readonly times: TimeFormats;
}
const NAMES: Readonly<Record<string, string>> = { '\\t': '\t', '\\0': '\0', '\\\\': '\\', tab: '\t' };

function character(options: Options, fallback: string, ...names: string[]): string {
  const given = option(options, ...names);
  if (given === undefined) return fallback;
  const text = NAMES[given] ?? given;
  if (text === '\0' || text === '') return '';
  if (text.length !== 1 || text > '\x7f' || text === '\n' || text === '\r')
    throw invalidOption(names[0]!, given, 'one ASCII character');
  return text;
}

/** Spark's defaults for what is not given. */
export function dialectOf(options: Options): CsvDialect {
  const encoding = option(options, 'encoding', 'charset') ?? 'utf-8';
  if (!/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) throw wrongEncoding('The file', encoding);
  const separator = character(options, ',', 'sep', 'delimiter');
  if (separator === '') throw invalidOption('sep', '', 'one ASCII character');
  return {
    separator,
    quote: character(options, '"', 'quote'),
    escape: character(options, '\\', 'escape'),
    comment: character(options, '', 'comment'),
    nullValue: option(options, 'nullValue', 'nullstr') ?? '',
    trimLeft: booleanOption(options, 'ignoreLeadingWhiteSpace', false),
    trimRight: booleanOption(options, 'ignoreTrailingWhiteSpace', false),
    header: booleanOption(options, 'header', false),
    sniffed: false,
    mode: modeOption(options),
    corruptColumn: option(options, 'columnNameOfCorruptRecord') ?? '_corrupt_record',
    times: timeFormatsOf(options),
  };
}
export const wrongEncoding = (label: string, encoding: string): CaudalError =>
  new CaudalError('UNSUPPORTED_ENCODING', `${label} is written in ${encoding}; only UTF-8 is read.`, {
    params: { file: label, encoding },
    hint: `Convert it first: iconv -f ${encoding} -t UTF-8.`,
  });

/** The kernels' form (assembly/decode/csv-config.ts) in heap memory; one block, freed by its pointer. */
export function writeConfig(memory: Memory, dialect: CsvDialect): Ptr {
  const nullText = new TextEncoder().encode(dialect.nullValue);
  const ptr = memory.alloc(64 + nullText.length);
  const code = (text: string): number => (text === '' ? -1 : text.charCodeAt(0));
  const flags = (dialect.trimLeft ? 1 : 0) | (dialect.trimRight ? 2 : 0);
  memory
    .i32(ptr, 7)
    .set([
      code(dialect.separator),
      code(dialect.quote),
      code(dialect.escape),
      code(dialect.comment),
      ptr + 64,
      nullText.length,
      flags,
    ]);
  memory.u8(ptr + 64, nullText.length).set(nullText);
  return ptr;
}
