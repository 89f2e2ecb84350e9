// Row objects. Columns are set in order, so all rows share one hidden class; `__proto__` becomes an own property, never a prototype.

type Row = Record<string, unknown>;

/** Row `at` of the columns as an object. */
export function plainObject(names: readonly string[], columns: readonly (readonly unknown[])[], at: number): Row {
  const row: Row = {};
  for (let c = 0; c < names.length; c++) setOwn(row, names[c]!, columns[c]![at]);
  return row;
}
function setOwn(row: Row, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(row, name, { value, writable: true, enumerable: true, configurable: true });
  else row[name] = value;
}

/** All rows of a batch; names are looked at once, not per row. */
export function plainObjects(names: readonly string[], columns: readonly (readonly unknown[])[], length: number): Row[] {
  const rows = new Array<Row>(length);
  const width = names.length;
  if (names.includes('__proto__')) {
    for (let i = 0; i < length; i++) rows[i] = plainObject(names, columns, i);
    return rows;
  }
  for (let i = 0; i < length; i++) {
    const row: Row = {};
    for (let c = 0; c < width; c++) row[names[c]!] = columns[c]![i];
    rows[i] = row;
  }
  return rows;
}
