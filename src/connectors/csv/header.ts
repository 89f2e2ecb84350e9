// header.ts: the names of a file's columns, from its first record or made up as Spark does (`_c0`), distinct whatever the case.
import type { Memory } from '../../column/memory.ts';
import type { CsvDialect } from './dialect.ts';
import type { Records } from './record-scanner.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A field as it stands, quotes included, without the CR of a CRLF. */
export function rawField(memory: Memory, records: Records, row: number, column: number): Uint8Array {
  const field = memory.u32(records.rowsPtr + row * 4, 1)[0]! + column;
  const [before, end] = memory.u32(records.endsPtr + (field - 1) * 4, 2);
  const length = Math.max(0, end! - before! - 1);
  const bytes = memory.u8(before! + 1, length);
  return length > 0 && bytes[length - 1] === 13 && memory.u8(end!, 1)[0] === 10 ? bytes.subarray(0, length - 1) : bytes;
}
/** A field's text without quotes and escapes; broken UTF-8 shows as U+FFFD. For names, messages and rare values. */
export function fieldText(memory: Memory, records: Records, row: number, column: number, { quote, escape }: CsvDialect): string {
  const text = decoder.decode(rawField(memory, records, row, column));
  const trimmed = text.trim();
  if (quote === '' || trimmed.length < 2 || !trimmed.startsWith(quote) || !trimmed.endsWith(quote)) return text;
  let plain = '';
  for (let i = 1; i < trimmed.length - 1; i++) {
    const isPair =
      (trimmed[i] === quote && trimmed[i + 1] === quote) ||
      (escape !== '' && trimmed[i] === escape && (trimmed[i + 1] === quote || trimmed[i + 1] === escape));
    plain += isPair && i + 1 < trimmed.length - 1 ? trimmed[++i]! : trimmed[i]!;
  }
  return plain;
}
/** The same without the blanks at its ends that the dialect skips. */
export function trimmedText(memory: Memory, records: Records, row: number, column: number, dialect: CsvDialect): string {
  const text = fieldText(memory, records, row, column, dialect);
  const start = dialect.trimLeft ? text.trimStart() : text;
  return dialect.trimRight ? start.trimEnd() : start;
}
/** The names in a header record. */
export const headerNames = (memory: Memory, records: Records, row: number, columns: number, dialect: CsvDialect): string[] =>
  (dialect.sniffed ? distinctNames : sparkNames)(
    Array.from({ length: columns }, (_, c) => trimmedText(memory, records, row, c, dialect)),
    dialect.nullValue,
  );
export const madeUpNames = (columns: number): string[] => Array.from({ length: columns }, (_, c) => `_c${c}`);

/** As Spark: names that are empty or NULL are made up, one that occurs again in any case gets its place behind it. */
function sparkNames(names: readonly string[], nullValue: string): string[] {
  const lower = names.map((name) => name.toLowerCase());
  const isRepeated = (c: number): boolean => lower.indexOf(lower[c]!) !== lower.lastIndexOf(lower[c]!);
  return distinctNames(
    names.map((name, c) => (name === '' || name === nullValue ? `_c${c}` : isRepeated(c) ? `${name}${c}` : name)),
  );
}
/** Empty names are made up; a repeated name gets the first free `_1`, `_2`, …, names written in the file going first. */
function distinctNames(names: readonly string[]): string[] {
  const given = names.map((name, c) => (name === '' ? `_c${c}` : name));
  const written = new Set(given.map((name) => name.toLowerCase()));
  const used = new Set<string>();
  return given.map((name) => {
    let unique = name;
    for (let k = 1; used.has(unique.toLowerCase()) || (unique !== name && written.has(unique.toLowerCase())); k++)
      unique = `${name}_${k}`;
    used.add(unique.toLowerCase());
    return unique;
  });
}
