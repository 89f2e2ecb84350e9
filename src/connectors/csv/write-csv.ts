// write-csv.ts: batches as CSV. A field is quoted when it must be; NULL is an empty field and '' a quoted one, so that both come back.
// Quotes inside are doubled, which every reader understands, unless the option escape names another character.
import type { Batch } from '../../column/batch.ts';
import type { DataType, Schema } from '../../types/data-type.ts';
import { isNested } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { cellTexts, scalarText } from '../cell-text.ts';
import { compressor } from '../compressor.ts';
import type { FormatWriter } from '../connector.ts';
import { jsonText } from '../json/write-json.ts';
import { booleanOption, option } from '../options.ts';
import type { Options } from '../options.ts';
import { timeWriter } from '../time-formats.ts';
import { dialectOf } from './dialect.ts';

export function csvWriter(schema: Schema, options: Options, timeZone: string): FormatWriter {
  const dialect = dialectOf(options);
  const escape = option(options, 'escape') === undefined ? dialect.quote : dialect.escape;
  const { separator, quote, nullValue } = dialect;
  const quotesAll = booleanOption(options, 'quoteAll', false);
  const times = timeWriter(options, timeZone);
  const output = compressor(options);
  const quoted = (text: string): string => {
    const inner = escape === quote ? text : text.replaceAll(escape, escape + escape);
    return quote + inner.replaceAll(quote, escape + quote) + quote;
  };
  const field = (text: string): string => {
    if (quote === '') return text;
    const mustQuote =
      quotesAll ||
      text === '' ||
      text === nullValue ||
      text.includes(separator) ||
      /["\n\r]|^\s|\s$/.test(text) ||
      text.includes(quote);
    return mustQuote ? quoted(text) : text;
  };
  const cell = (value: Exclude<Value, null>, type: DataType): string =>
    field(isNested(type) ? jsonText(value, type, times) : scalarText(value, type, times));
  let needsHeader = dialect.header;
  const header = (): string => {
    if (!needsHeader) return '';
    needsHeader = false;
    return `${schema.map(({ name }) => field(name)).join(separator)}\n`;
  };
  return {
    write(batch: Batch, { memory }: Engine) {
      const columns = batch.columns.map((column, c) => cellTexts(memory, column, (value) => cell(value, schema[c]!.type)));
      // A lone NULL would be an empty line, which readers skip.
      const missing = nullValue === '' && columns.length === 1 && quote !== '' ? quote + quote : nullValue;
      let text = header();
      for (let row = 0; row < batch.length; row++) {
        for (let c = 0; c < columns.length; c++) text += `${c === 0 ? '' : separator}${columns[c]![row] ?? missing}`;
        text += '\n';
      }
      return output.text(text);
    },
    async finish() {
      const first = header();
      return [...(first === '' ? [] : await output.text(first)), ...(await output.finish())];
    },
  };
}
