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
// @ts-ignore: decorator
@inline function at<T>(ptr: usize, row: i32): T { return load<T>(ptr + (<usize>row) * sizeof<T>()); }
// @ts-ignore: decorator
@inline function into<T, OP>(ptr: usize, idsPtr: usize, statesPtr: usize, row: i32): void {
  const state = statesPtr + (<usize>load<u32>(idsPtr + ((<usize>row) << 2))) * sizeof<T>();
  store<T>(state, fold<T, OP>(load<T>(state), at<T>(ptr, row)));
}
export function extreme<T, OP>(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32): void {
  if (groups == 1) {
    let state = load<T>(statesPtr);
    for (let row = 0; row < n; row++) if (isValid(validityPtr, row)) state = fold<T, OP>(state, at<T>(ptr, row));
    store<T>(statesPtr, state);
  } else if (validityPtr == 0) {
    for (let row = 0; row < n; row++) into<T, OP>(ptr, idsPtr, statesPtr, row);
  } else {
    for (let row = 0; row < n; row++) if (isValid(validityPtr, row)) into<T, OP>(ptr, idsPtr, statesPtr, row);
  }
}
