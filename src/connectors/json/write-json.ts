// write-json.ts: batches as JSON lines. NULL columns are left out, as Spark does; integers and decimals keep every digit; NaN and the
// infinities, which JSON lacks, are strings.
import type { Batch } from '../../column/batch.ts';
import type { DataType, Schema } from '../../types/data-type.ts';
import type { MapValue, StructValue } from '../../types/value.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { cellTexts, scalarText } from '../cell-text.ts';
import type { FormatWriter } from '../connector.ts';
import type { Options } from '../options.ts';
import { booleanOption } from '../options.ts';
import { compressor } from '../compressor.ts';
import { timeWriter, type TimeWriter } from '../time-formats.ts';

export function jsonWriter(schema: Schema, options: Options, timeZone: string): FormatWriter {
  const keys = schema.map((field) => `${JSON.stringify(field.name)}:`);
  const keepsNulls = !booleanOption(options, 'ignoreNullFields', true);
  const times = timeWriter(options, timeZone);
  const output = compressor(options);
  return {
    write(batch: Batch, { memory }: Engine) {
      const columns = batch.columns.map((column, c) =>
        cellTexts(memory, column, (value) => jsonText(value, schema[c]!.type, times)),
      );
      let text = '';
      for (let row = 0; row < batch.length; row++) {
        let line = '';
        for (let c = 0; c < columns.length; c++) {
          const cell = columns[c]![row] ?? (keepsNulls ? 'null' : null);
          if (cell !== null) line += `${line === '' ? '' : ','}${keys[c]}${cell}`;
        }
        text += `{${line}}\n`;
      }
      return output.text(text);
    },
    finish: () => output.finish(),
  };
}

export function jsonText(value: Value, type: DataType, times: TimeWriter): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return String(value);
    case 'float':
    case 'double':
      return Number.isFinite(value) ? scalarText(value, type, times) : `"${scalarText(value, type, times)}"`;
    case 'decimal':
      return scalarText(value, type, times);
    case 'array':
      return `[${(value as readonly Value[]).map((item) => jsonText(item, type.element, times)).join(',')}]`;
    case 'struct': {
      const { values } = value as StructValue;
      return `{${type.fields.flatMap((field, i) => (values[i] === null ? [] : [`${JSON.stringify(field.name)}:${jsonText(values[i]!, field.type, times)}`])).join(',')}}`;
    }
    case 'map':
      return `{${(value as MapValue).entries.map(([key, item]) => `${JSON.stringify(scalarText(key as Exclude<Value, null>, type.key, times))}:${jsonText(item, type.value, times)}`).join(',')}}`;
    default:
      return JSON.stringify(scalarText(value, type, times));
  }
}
