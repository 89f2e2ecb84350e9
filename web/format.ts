// format.ts: numbers, cells and types as the page shows them.

/** By hand: the first `toLocaleString` of a page loads its tables for about 20 ms of the first answer. */
export const formatCount = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
export const counted = (n: number, noun: string): string => `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`;
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1024,
    unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
export const formatMs = (ms: number): string => (ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`);
export const formatShare = (share: number): string => (share > 0 && share < 0.01 ? '<1%' : `${(share * 100).toFixed(0)}%`);

/** A value of `collect()` as text; NULL is null. */
export function formatCell(value: unknown, type: string): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date)
    return type === 'date'
      ? value.toISOString().slice(0, 10)
      : value
          .toISOString()
          .replace('T', ' ')
          .replace(/\.?0*Z$/, '');
  if (value instanceof Uint8Array) return [...value].map((b) => b.toString(16).padStart(2, '0')).join('');
  if (value instanceof Map) return JSON.stringify([...value], plain);
  return typeof value === 'object' ? JSON.stringify(value, plain) : String(value);
}
const plain = (_key: string, v: unknown): unknown => (typeof v === 'bigint' ? v.toString() : v);
export const isNumber = (type: string): boolean => /^(tinyint|smallint|int|bigint|float|double|decimal)/.test(type);

/** A type at a glance, in the tree of columns. */
export function typeMark(type: string): string {
  if (/^(tinyint|smallint|int|bigint)/.test(type)) return '12';
  if (isNumber(type)) return '1.2';
  if (/^(date|timestamp)/.test(type)) return '◷';
  if (type === 'boolean') return '✓';
  if (/^(array|map|struct)/.test(type)) return '{}';
  return type === 'string' ? 'Aa' : '01';
}
