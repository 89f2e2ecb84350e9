// compare.ts: whether two engines gave the same rows. Rows are compared as a bag, columns by position, names left aside; integers and text
// exactly, fractions to nine digits, for sums of doubles depend on their order.

/** What is asked of an Arrow table; each engine brings its own version of the library. */
export interface ArrowRows {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly type: unknown }[] };
  getChildAt(index: number): { get(index: number): unknown } | null;
}
export type Verdict =
  | { readonly kind: 'equal'; readonly rows: number; readonly columns: number }
  /** Too many values to compare here: only their number is. */
  | { readonly kind: 'counted'; readonly rows: number; readonly values: number }
  | { readonly kind: 'shape'; readonly ours: Shape; readonly theirs: Shape }
  | { readonly kind: 'values'; readonly rows: number; readonly differing: number; readonly examples: readonly Example[] };
interface Shape {
  readonly rows: number;
  readonly columns: number;
}
export interface Example {
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}
type Cell = number | bigint | string | boolean | null;

const MAX_VALUES = 2_000_000;
const MAX_EXAMPLES = 3;
const TOLERANCE = 1e-9;
const ARROW_DECIMAL = 7;

export function compareRows(ours: ArrowRows, theirs: ArrowRows): Verdict {
  const [a, b] = [shapeOf(ours), shapeOf(theirs)];
  if (a.rows !== b.rows || a.columns !== b.columns) return { kind: 'shape', ours: a, theirs: b };
  if (a.rows * a.columns > MAX_VALUES) return { kind: 'counted', rows: a.rows, values: a.rows * a.columns };
  const [left, right] = [sortedRows(ours), sortedRows(theirs)];
  const examples: Example[] = [];
  let differing = 0;
  for (const [i, row] of left.entries()) {
    const other = right[i]!;
    if (row.every((cell, c) => same(cell, other[c]!))) continue;
    if (differing++ < MAX_EXAMPLES) examples.push({ ours: row.map(show), theirs: other.map(show) });
  }
  return differing === 0 ? { kind: 'equal', ...a } : { kind: 'values', rows: a.rows, differing, examples };
}
const shapeOf = (table: ArrowRows): Shape => ({ rows: table.numRows, columns: table.schema.fields.length });
const show = (cell: Cell): string => (cell === null ? 'NULL' : String(cell));

/** Sorted by what is exact first, then by fractions roughly, so that equal rows meet although their sums differ in the last digits. */
function sortedRows(table: ArrowRows): Cell[][] {
  const columns = table.schema.fields.map((field, c) => ({ cells: table.getChildAt(c)!, field }));
  const rows = Array.from({ length: table.numRows }, (_, i) =>
    columns.map(({ cells, field }) => cellOf(cells.get(i), field.type)),
  );
  const isFraction = (cell: Cell): cell is number => typeof cell === 'number' && !Number.isInteger(cell);
  const keyed = rows.map((row) => {
    const exact = row.map((cell) => (isFraction(cell) ? '~' : show(cell)));
    const rough = row.map((cell) => (typeof cell === 'number' ? cell.toPrecision(6) : ''));
    // An average may be whole in one row and not in the next: fractions stand last whatever they are.
    return { row, key: [...exact, ...rough].join('\u0001') };
  });
  return keyed.sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)).map(({ row }) => row);
}
function cellOf(value: unknown, type: unknown): Cell {
  if (value === null || value === undefined) return null;
  const { typeId, scale } = type as { readonly typeId?: number; readonly scale?: number };
  if (typeId === ARROW_DECIMAL && ArrayBuffer.isView(value)) return decimalOf(value as Uint32Array, scale ?? 0);
  if (typeof value === 'bigint')
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object') return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? Number(v) : v));
  return value as Cell;
}
/** Four little-endian words, two's complement. */
function decimalOf(words: Uint32Array, scale: number): Cell {
  const unscaled = BigInt.asIntN(
    32 * words.length,
    words.reduce((sum, word, i) => sum | (BigInt(word) << BigInt(32 * i)), 0n),
  );
  return cellOf(scale === 0 ? unscaled : Number(unscaled) / 10 ** scale, {});
}
function same(a: Cell, b: Cell): boolean {
  if (Object.is(a, b)) return true;
  if ((typeof a !== 'number' && typeof a !== 'bigint') || (typeof b !== 'number' && typeof b !== 'bigint')) return false;
  const [x, y] = [Number(a), Number(b)];
  if (typeof a === typeof b && Number.isInteger(x) && Number.isInteger(y)) return a === b;
  return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
}
