// Values to formatted text: format_string (Java's Formatter), format_number (thousands, fixed fraction).
import { type DataType, INT, STRING, isFloating, isNumeric } from '../../../types/data-type.ts';
import { formatDecimal, pow10 } from '../../../types/decimal.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { ANY, NUMERIC, rule, takes, takesMany } from '../../signature.ts';
import { groupThousands, javaFormat } from './java-format.ts';

const DIGITS_OR_PATTERN = rule('a number of digits or a pattern', (t) =>
  isNumeric(t) || t.kind === 'null' ? INT : t.kind === 'string' ? STRING : undefined,
);

/** Fixed digits after the point, halves to even as DecimalFormat rounds. */
function toFixedHalfEven(size: number, digits: number): string {
  // toFixed gives an exponent here.
  if (size >= 1e21)
    return formatDecimal(
      BigInt(size.toLocaleString('en', { useGrouping: false, maximumSignificantDigits: 17 })) * pow10(digits),
      digits,
    );
  const fixed = size.toFixed(digits);
  const longer = size.toFixed(Math.min(100, digits + 25));
  const rest = longer.slice(longer.indexOf('.') + 1 + digits);
  if (!/^50*$/.test(rest)) return fixed;
  const down = longer.slice(0, longer.indexOf('.') + 1 + digits).replace(/\.$/, '');
  return Number(down.at(-1)) % 2 === 0 ? down : fixed;
}
function exactFixed(unscaled: bigint, scale: number, digits: number): string {
  if (digits >= scale) return formatDecimal(unscaled * pow10(digits - scale), digits);
  const unit = pow10(scale - digits);
  const quotient = unscaled / unit;
  const twice = (unscaled % unit) * 2n;
  return formatDecimal(twice > unit || (twice === unit && quotient % 2n === 1n) ? quotient + 1n : quotient, digits);
}
interface NumberShape {
  /** Digits after the point, and before it; digits between commas, 0 for none. */
  readonly least: number;
  readonly most: number;
  readonly wholeDigits: number;
  readonly group: number;
}
function formatNumber(value: Value, type: DataType, { least, most, wholeDigits, group }: NumberShape): string {
  if (isFloating(type) && !Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : (value as number) < 0 ? '-∞' : '∞';
  const negative = (value as number | bigint) < 0 || Object.is(value, -0);
  const fixed = isFloating(type)
    ? toFixedHalfEven(Math.abs(value as number), Math.min(most, 75))
    : exactFixed(
        negative ? -BigInt(value as number | bigint) : BigInt(value as number | bigint),
        type.kind === 'decimal' ? type.scale : 0,
        most,
      );
  const [whole = '0', fraction = ''] = fixed.split('.');
  const kept = fraction.slice(0, least) + fraction.slice(least).replace(/0+$/, '');
  const text = grouped(whole.padStart(wholeDigits, '0'), group) + (kept === '' ? '' : `.${kept}`);
  return negative ? `-${text}` : text;
}

/** Of DecimalFormat's pattern; what follows `;` is for negative numbers and says nothing here. */
function shapeOf(pattern: string): NumberShape {
  const [whole = '', fraction = ''] = pattern.replace(/;.*/s, '').split('.');

  const zeros = (text: string): number => text.split('0').length - 1;
  const group = whole.includes(',') ? whole.length - whole.lastIndexOf(',') - 1 : 0;
  return { least: zeros(fraction), most: fraction.length, wholeDigits: zeros(whole), group };
}
const grouped = (digits: string, size: number): string =>
  size === 3 ? groupThousands(digits) : size === 0 ? digits : digits.replace(new RegExp(`\\B(?=(\\d{${size}})+$)`, 'g'), ',');

export const FORMAT: readonly ScalarFunction[] = [
  scalar({
    name: 'format_string',
    aliases: ['printf'],
    group: 'string',
    doc: "Text with values put in, as Java's String.format.",
    example: ["format_string('%05d %s', 7, 'a')", '00007 a'],
    signature: takesMany(ANY, STRING, 0, [STRING]),
    nulls: 'custom',
    fallible: true,
    value: ([pattern, ...values], context, types) =>
      pattern === null ? null : javaFormat(pattern as string, values, types.slice(1), context.timeZone),
  }),
  scalar({
    name: 'format_number',
    group: 'string',
    doc: 'Thousands grouped, rounded to digits after the point.',
    example: ['format_number(1234.5, 2)', '1,234.50'],
    signature: takes([NUMERIC, DIGITS_OR_PATTERN], STRING),
    nulls: 'propagate',
    fallible: false,
    value: ([x, how], _context, types) => {
      if (typeof how === 'number')
        return how < 0 ? null : formatNumber(x!, types[0]!, { least: how, most: how, wholeDigits: 0, group: 3 });
      return formatNumber(x!, types[0]!, shapeOf(how as string));
    },
  }),
];
