// session.range: BIGINT `id` in steps; nothing is stored.
import type { Plan } from '../plan/logical.ts';
import { BIGINT } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { attributesOf } from './plans.ts';

/** `range(end)` starts at 0. */
export function rangePlan(start: number | bigint, end: number | bigint | undefined, step: number | bigint = 1): Plan {
  const [from, to] = end === undefined ? [0n, whole(start)] : [whole(start), whole(end)];
  const by = whole(step);
  if (by === 0n) throw new CaudalError('INVALID_PARAMETER_VALUE', 'The step of range() is not 0.');
  const output = attributesOf([{ name: 'id', type: BIGINT, nullable: false }]);
  return Object.freeze({ kind: 'Range', output, start: from, end: to, step: by });
}
function whole(value: number | bigint): bigint {
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new CaudalError('INVALID_PARAMETER_VALUE', `range() takes whole numbers of 64 bits, not ${String(value)}.`);
}
