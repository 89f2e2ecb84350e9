// Java's Formatter, the part SQL needs: %[index$][flags][width][.precision] with d s S f e E x X o c b n %.
import { formatDecimal, parseDecimal, pow10, rescale } from '../../../types/decimal.ts';
import { type DataType, isFloating } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { formatValue } from '../../../types/format-value.ts';
import type { Value } from '../../../types/value.ts';

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;
interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

const bad = (specifier: string, why: string): never => {
  throw new CaudalError('INVALID_PARAMETER_VALUE', `The format specifier '${specifier}' is invalid: ${why}.`);
};
export const groupThousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

function signed(negative: boolean, digits: string, { flags, width }: Directive): string {
  const [whole = '', fraction] = digits.split('.');
  const grouped = (flags.includes(',') ? groupThousands(whole) : whole) + (fraction === undefined ? '' : `.${fraction}`);
  const before = negative ? (flags.includes('(') ? '(' : '-') : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const after = negative && flags.includes('(') ? ')' : '';
  const filled = flags.includes('0') ? grouped.padStart(width - before.length - after.length, '0') : grouped;
  return before + filled + after;
}
const BITS: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };
function formatInteger(value: Value, type: DataType, d: Directive, specifier: string): string {
  if (!(type.kind in BITS)) bad(specifier, `its argument is ${type.kind.toUpperCase()}, not an integer`);
  const exact = BigInt(value as number | bigint);
  if (d.conversion === 'd') return signed(exact < 0n, (exact < 0n ? -exact : exact).toString(), d);
  const digits = BigInt.asUintN(BITS[type.kind]!, exact).toString(d.conversion === 'o' ? 8 : 16);
  const prefix = d.flags.includes('#') ? (d.conversion === 'o' ? '0' : '0x') : '';
  const text = prefix + (d.flags.includes('0') ? digits.padStart(d.width - prefix.length, '0') : digits);
  return d.conversion === 'X' ? text.toUpperCase() : text;
}
/** Halves up, from the digits that the number shows: 1.005 is 1.01. */
function fixedText(value: Value, type: DataType, digits: number): string {
  const text = type.kind === 'decimal' ? formatDecimal(value as bigint, type.scale) : String(value);
  const { unscaled, scale } = parseDecimal(text.replace('-', ''))!;
  const whole = scale < 0 ? unscaled * pow10(-scale) : unscaled;
  return formatDecimal(rescale(whole, Math.max(0, scale), digits), digits);
}
function formatReal(value: Value, type: DataType, d: Directive, specifier: string): string {
  if (!isFloating(type) && type.kind !== 'decimal') bad(specifier, `its argument is ${type.kind.toUpperCase()}, not a fraction`);
  const number = type.kind === 'decimal' ? Number(formatDecimal(value as bigint, type.scale)) : (value as number);
  if (!Number.isFinite(number))
    return Number.isNaN(number) ? 'NaN' : signed(number < 0, 'Infinity', { ...d, flags: d.flags.replace(/[0,]/g, '') });
  const size = Math.abs(number);
  const precision = d.precision ?? 6;
  if (d.conversion === 'f')
    return signed(number < 0 || Object.is(number, -0), fixedText(value, type, Math.min(precision, 1000)), d);
  const text = size.toExponential(Math.min(precision, 100)).replace(/e([+-])(\d)$/, 'e$10$2');
  return signed(number < 0, d.conversion === 'E' ? text.toUpperCase() : text, d);
}
function convert(value: Value, type: DataType, d: Directive, specifier: string, zone: string): string {
  const text = (): string => formatValue(value, type, zone).slice(0, d.precision ?? Infinity);
  switch (d.conversion) {
    case 's':
      return text();
    case 'S':
      return text().toUpperCase();
    case 'b':
      return String(type.kind === 'boolean' ? value === true : value !== null);
    case 'c':
      if (value !== null && (!(type.kind in BITS) || Number(value) < 0 || Number(value) > 0x10ffff))
        bad(specifier, 'its argument is no code of a character');
      return value === null ? 'null' : String.fromCodePoint(Number(value));
    case 'd':
    case 'x':
    case 'X':
    case 'o':
      return value === null ? 'null' : formatInteger(value, type, d, specifier);
    case 'f':
    case 'e':
    case 'E':
      return value === null ? 'null' : formatReal(value, type, d, specifier);
    default:
      return bad(specifier, 'this conversion is not supported');
  }
}
/** The pattern with its specifiers replaced by the values. */
export function javaFormat(pattern: string, values: readonly Value[], types: readonly DataType[], zone: string): string {
  let next = 0;
  if (/%$|%[^-#+ 0,(\d.a-zA-Z%$]/.test(pattern.replaceAll('%%', ''))) bad(pattern, "a '%' has no conversion");
  return pattern.replace(
    SPECIFIER,
    (
      specifier,
      index: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      conversion: string,
    ) => {
      if (conversion === '%') return '%';
      if (conversion === 'n') return '\n';
      const at = index === undefined ? next++ : Number(index) - 1;
      if (at < 0 || at >= values.length) bad(specifier, 'there is no such argument');
      const directive: Directive = {
        flags,
        width: Number(width ?? 0),
        precision: precision === undefined ? undefined : Number(precision),
        conversion,
      };
      const text = convert(values[at]!, types[at]!, directive, specifier, zone);
      return flags.includes('-') ? text.padEnd(directive.width) : text.padStart(directive.width);
    },
  );
}
