// Functions of DOUBLE to DOUBLE: trigonometry, exponentials, logarithms. Outside their domain they give NaN, logarithms NULL (Spark's rule).
import { DOUBLE } from '../../../types/data-type.ts';
import type { Kernels } from '../../../wasm/kernels.gen.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { numberColumn } from '../../number-column.ts';
import { takes } from '../../signature.ts';

const ONE = takes([DOUBLE], DOUBLE);
const TWO = takes([DOUBLE, DOUBLE], DOUBLE);
const common = { group: 'math', nulls: 'propagate', fallible: false } as const;

const real = (
  name: string,
  f: (x: number) => number,
  doc: string,
  example: readonly [string, string],
  aliases: readonly string[] = [],
  kernel?: keyof Kernels,
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    signature: ONE,
    kernel: () => kernel,
    column: numberColumn(f),
    value: ([x]) => f(x as number),
  });
const real2 = (
  name: string,
  f: (x: number, y: number) => number,
  doc: string,
  example: readonly [string, string],
  aliases: readonly string[] = [],
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    signature: TWO,
    column: numberColumn(f),
    value: ([x, y]) => f(x as number, y as number),
  });
/** NULL at `from` and below. */
const logarithm = (
  name: string,
  f: (x: number) => number,
  from: number,
  doc: string,
  example: readonly [string, string],
): ScalarFunction =>
  scalar({ ...common, name, doc, example, signature: ONE, value: ([x]) => ((x as number) <= from ? null : f(x as number)) });

/** Half to even. */
export function rint(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (!Number.isFinite(x) || rest === 0) return x;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  return rounded === 0 && x < 0 ? -0 : rounded;
}
/** Java's pow: as JavaScript's, but 1 to the NaN and to the infinite stays NaN there and here. */
const power = (x: number, y: number): number => x ** y;

export const REAL: readonly ScalarFunction[] = [
  real('sqrt', Math.sqrt, 'Square root; NaN below 0.', ['sqrt(4)', '2.0'], [], 'sqrtF64'),
  real('cbrt', Math.cbrt, 'Cube root.', ['cbrt(27)', '3.0']),
  real('exp', Math.exp, 'e to the power.', ['exp(0)', '1.0']),
  real('expm1', Math.expm1, 'exp(x) - 1, exact near 0.', ['expm1(0)', '0.0']),
  logarithm('ln', Math.log, 0, 'Natural logarithm; NULL at 0 and below.', ['ln(1)', '0.0']),
  logarithm('log10', Math.log10, 0, 'Logarithm to base 10; NULL at 0 and below.', ['log10(1000)', '3.0']),
  logarithm('log2', Math.log2, 0, 'Logarithm to base 2; NULL at 0 and below.', ['log2(8)', '3.0']),
  logarithm('log1p', Math.log1p, -1, 'ln(x + 1); NULL at -1 and below.', ['log1p(0)', '0.0']),
  scalar({
    ...common,
    name: 'log',
    doc: 'Natural logarithm, or log(base, x).',
    example: ['log(2, 8)', '3.0'],
    signature: takes([DOUBLE, DOUBLE], DOUBLE, 1),
    value: ([a, b]) => {
      const [x, base] = b === undefined ? [a as number, Math.E] : [b as number, a as number];
      if (x <= 0 || base <= 0) return null;
      return b === undefined ? Math.log(x) : Math.log(x) / Math.log(base);
    },
  }),
  real('signum', Math.sign, '-1, 0 or 1.', ['signum(-5)', '-1.0'], ['sign']),
  real('sin', Math.sin, 'Sine of radians.', ['sin(0)', '0.0']),
  real('cos', Math.cos, 'Cosine of radians.', ['cos(0)', '1.0']),
  real('tan', Math.tan, 'Tangent of radians.', ['tan(0)', '0.0']),
  real('cot', (x) => 1 / Math.tan(x), 'Cotangent of radians.', ['cot(0)', 'Infinity']),
  real('sec', (x) => 1 / Math.cos(x), 'Secant of radians.', ['sec(0)', '1.0']),
  real('csc', (x) => 1 / Math.sin(x), 'Cosecant of radians.', ['csc(0)', 'Infinity']),
  real('asin', Math.asin, 'Arc sine; NaN outside [-1, 1].', ['asin(0)', '0.0']),
  real('acos', Math.acos, 'Arc cosine; NaN outside [-1, 1].', ['acos(1)', '0.0']),
  real('atan', Math.atan, 'Arc tangent.', ['atan(0)', '0.0']),
  real('sinh', Math.sinh, 'Hyperbolic sine.', ['sinh(0)', '0.0']),
  real('cosh', Math.cosh, 'Hyperbolic cosine.', ['cosh(0)', '1.0']),
  real('tanh', Math.tanh, 'Hyperbolic tangent.', ['tanh(0)', '0.0']),
  real('asinh', Math.asinh, 'Inverse hyperbolic sine.', ['asinh(0)', '0.0']),
  real('acosh', Math.acosh, 'Inverse hyperbolic cosine; NaN below 1.', ['acosh(1)', '0.0']),
  real('atanh', Math.atanh, 'Inverse hyperbolic tangent.', ['atanh(0)', '0.0']),
  real('degrees', (x) => (x * 180) / Math.PI, 'Radians as degrees.', ['degrees(pi())', '180.0']),
  real('radians', (x) => (x / 180) * Math.PI, 'Degrees as radians.', ['radians(180)', '3.141592653589793']),
  real('rint', rint, 'Nearest integer as DOUBLE, halves to even.', ['rint(2.5)', '2.0'], [], 'rintF64'),
  real2('pow', power, 'x to the power y.', ['pow(2, 10)', '1024.0'], ['power']),
  real2('atan2', Math.atan2, 'Angle of the point (x, y).', ['atan2(0, 1)', '0.0']),
  real2('hypot', Math.hypot, 'sqrt(a² + b²) without overflow.', ['hypot(3, 4)', '5.0']),
  scalar({
    ...common,
    name: 'pi',
    doc: 'The number pi.',
    example: ['pi()', '3.141592653589793'],
    signature: takes([], DOUBLE),
    value: () => Math.PI,
  }),
  scalar({
    ...common,
    name: 'e',
    doc: "Euler's number.",
    example: ['e()', '2.718281828459045'],
    signature: takes([], DOUBLE),
    value: () => Math.E,
  }),
];
