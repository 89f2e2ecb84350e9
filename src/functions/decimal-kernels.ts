// Decimals by column: what + - * and casts do with kernels. Every function gives undefined where kernels cannot tell the exact result
// (it may overflow, or a step would leave 128 bits): the one-row meaning then computes the rows. Results stand in temp memory.
import { makeColumn } from '../column/column.ts';
import type { Column } from '../column/column.ts';
import type { Ptr } from '../column/memory.ts';
import { type DecimalType, storageOf } from '../types/data-type.ts';
import { pow10 } from '../types/decimal.ts';
import type { Engine } from '../wasm/engine.ts';
import type { ScalarFunction } from './define.ts';

/** Powers of ten up to here are i64. */
const MAX_POWER = 18;
interface Unscaled {
  readonly ptr: Ptr;
  readonly isWide: boolean;
}
const isWide = (type: DecimalType): boolean => storageOf(type) === 'i128';
const temp = ({ memory }: Engine, n: number, width: 8 | 16): Ptr => memory.temp(Math.max(1, n * width));
const made = (type: DecimalType, ptr: Ptr, length: number): Column => makeColumn({ type, layout: 'fixed', length, ptr });

/** As i128, times 10^power. */
function widened(engine: Engine, { ptr, isWide: wide }: Unscaled, power: number, n: number): Ptr | undefined {
  if (wide && power === 0) return ptr;
  if (power > MAX_POWER) return undefined;
  const out = temp(engine, n, 16);
  if (!wide) {
    engine.kernels.widenDecimal(ptr, pow10(power), out, n);
    return out;
  }
  const factor = temp(engine, 1, 16),
    factors = temp(engine, n, 16);
  engine.memory.i64(factor, 2).set([pow10(power), 0n]);
  engine.kernels.fillValues(factor, 16, factors, n);
  return engine.kernels.mulI128(ptr, factors, out, n) === 0 ? out : undefined;
}

/** A decimal function's whole-column form; undefined for other types. */
export const decimalForm =
  (
    compute: (engine: Engine, args: readonly Column[], n: number, returns: DecimalType) => Column | undefined,
  ): NonNullable<ScalarFunction['column']> =>
  (engine, args, n, returns) =>
    returns.kind === 'decimal' && args.every((a) => a.type.kind === 'decimal' && a.layout === 'fixed')
      ? compute(engine, args, n, returns)
      : undefined;

/** a + b, or a - b. */
export function addDecimalColumns(
  engine: Engine,
  [a, b]: readonly Column[],
  n: number,
  returns: DecimalType,
  sign: 1n | -1n,
): Column | undefined {
  const left = a!.type as DecimalType,
    right = b!.type as DecimalType;
  const scale = Math.max(left.scale, right.scale);
  if (returns.scale !== scale) return undefined;
  const [up, down] = [scale - left.scale, scale - right.scale];
  if (!isWide(returns)) {
    const ptr = temp(engine, n, 8);
    engine.kernels.addScaledI64(a!.ptr, pow10(up), b!.ptr, sign * pow10(down), ptr, n);
    return made(returns, ptr, n);
  }
  const x = widened(engine, { ptr: a!.ptr, isWide: isWide(left) }, up, n),
    y = widened(engine, { ptr: b!.ptr, isWide: isWide(right) }, down, n);
  if (x === undefined || y === undefined) return undefined;
  const ptr = temp(engine, n, 16);
  return engine.kernels[sign === 1n ? 'addI128' : 'subI128'](x, y, ptr, n) === 0 ? made(returns, ptr, n) : undefined;
}
export function multiplyDecimalColumns(
  engine: Engine,
  [a, b]: readonly Column[],
  n: number,
  returns: DecimalType,
): Column | undefined {
  const { kernels } = engine;
  const left = a!.type as DecimalType,
    right = b!.type as DecimalType;
  const toDrop = left.scale + right.scale - returns.scale;
  if (!isWide(returns) || toDrop < 0 || toDrop > MAX_POWER) return undefined;
  const ptr = temp(engine, n, 16);
  if (!isWide(left) && !isWide(right)) kernels.mulI64I128(a!.ptr, b!.ptr, ptr, n);
  else {
    const x = widened(engine, { ptr: a!.ptr, isWide: isWide(left) }, 0, n)!,
      y = widened(engine, { ptr: b!.ptr, isWide: isWide(right) }, 0, n)!;
    if (kernels.mulI128(x, y, ptr, n) !== 0) return undefined;
  }
  if (toDrop > 0) kernels.roundI128(ptr, pow10(toDrop), ptr, n);
  return made(returns, ptr, n);
}

/** Unscaled values of scale `from` as a decimal type: rounded half up, undefined if some row has too many digits. */
export function rescaleColumn(engine: Engine, source: Unscaled, from: number, to: DecimalType, n: number): Column | undefined {
  const { kernels } = engine;
  const power = to.scale - from;
  if (Math.abs(power) > MAX_POWER) return undefined;
  if (!source.isWide && !isWide(to)) {
    const ptr = temp(engine, n, 8),
      limit = pow10(to.precision);
    const status =
      power >= 0
        ? kernels.scaleI64(source.ptr, pow10(power), limit, ptr, n)
        : kernels.roundI64(source.ptr, pow10(-power), limit, ptr, n);
    return status === 0 ? made(to, ptr, n) : undefined;
  }
  let ptr = widened(engine, source, Math.max(power, 0), n);
  if (ptr === undefined) return undefined;
  if (power < 0) {
    const out = temp(engine, n, 16);
    kernels.roundI128(ptr, pow10(-power), out, n);
    ptr = out;
  }
  const limit = pow10(to.precision);
  if (kernels.exceedsI128(ptr, BigInt.asIntN(64, limit), BigInt.asIntN(64, limit >> 64n), n) !== 0) return undefined;
  if (isWide(to)) return made(to, ptr, n);
  const out = temp(engine, n, 8);
  return kernels.decimal128To64(ptr, out, n) === 0 ? made(to, out, n) : undefined;
}
