// extreme.ts: states[ids[i]] = the lesser, greater, ANDed, ORed, XORed of state and value. States start at the operation's identity.
// Floats: NaN is the greatest value, so `max` is the machine's max (which keeps NaN) and `min` starts at NaN and takes anything less.
import { isValid } from '../hash/pack';

export class Min {}
export class Max {}
export class And {}
export class Or {}
export class Xor {}

// @ts-ignore: decorator
@inline function fold<T, OP>(a: T, b: T): T {
  if (idof<OP>() == idof<Max>()) return isFloat<T>() ? max<T>(a, b) : a < b ? b : a;
  if (idof<OP>() == idof<Min>()) return isFloat<T>() ? (b < a || a != a ? b : a) : b < a ? b : a;
  if (idof<OP>() == idof<And>()) return <T>(a & b);
  if (idof<OP>() == idof<Or>()) return <T>(a | b);
  if (idof<OP>() == idof<Xor>()) return <T>(a ^ b);
  return unreachable();
}
export function extreme<T, OP>(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32): void {
  if (groups == 1) {
    let state = load<T>(statesPtr);
    for (let row = 0; row < n; row++)
      if (isValid(validityPtr, row)) state = fold<T, OP>(state, load<T>(ptr + (<usize>row) * sizeof<T>()));
    store<T>(statesPtr, state);
    return;
  }
  for (let row = 0; row < n; row++) {
    if (!isValid(validityPtr, row)) continue;
    const at = statesPtr + (<usize>load<u32>(idsPtr + ((<usize>row) << 2))) * sizeof<T>();
    store<T>(at, fold<T, OP>(load<T>(at), load<T>(ptr + (<usize>row) * sizeof<T>())));
  }
}
