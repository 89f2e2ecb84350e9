// format.ts: numbers and cells as the page shows them.

export const formatCount = (n: number): string => n.toLocaleString('en');
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB'];
  let value = bytes / 1024,
    unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
export const formatMs = (ms: number): string => (ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`);

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
