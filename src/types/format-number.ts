// DOUBLE and FLOAT as Java prints them: shortest digits that read back the same, `1.0`, `1.0E7`, `1.0E-4`, `NaN`, `Infinity`.

/** Digits without point and the exponent of the first digit. */
function digitsOf(text: string): { readonly digits: string; readonly exponent: number } {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const leading = all.length - all.replace(/^0+/, '').length;
  return { digits: all.slice(leading).replace(/0+$/, '') || '0', exponent: Number(exponent) + whole.length - 1 - leading };
}
/** Places the point in shortest digits as Double.toString does. */
function formatShortest(value: number, shortest: string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0.0`;
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  const { digits, exponent } = digitsOf(shortest);
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return `${sign}${digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')}.${digits.slice(exponent + 1) || '0'}`;
}
const SMALLEST_NORMAL_FLOAT = 1.1754943508222875e-38;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
/** Java wants two digits and takes the nearer ones: 4.9E-324 where JavaScript says 5e-324. */
const twoDigits = (size: number, shortest: string): string => (/^\de/.test(shortest) ? size.toPrecision(2) : shortest);
export function formatDouble(value: number): string {
  const size = Math.abs(value);
  const shortest = String(size);
  return formatShortest(value, size < SMALLEST_NORMAL && size > 0 ? twoDigits(size, shortest) : shortest);
}
export function formatFloat(value: number): string {
  const size = Math.abs(value);
  for (let precision = size < SMALLEST_NORMAL_FLOAT ? 2 : 1; precision < 9; precision++) {
    const text = size.toPrecision(precision);
    if (Math.fround(Number(text)) === size) return formatShortest(value, text);
  }
  return formatShortest(value, size.toPrecision(9));
}
