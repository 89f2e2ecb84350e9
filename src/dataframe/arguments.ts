// Checks of what users pass to DataFrame methods, with errors that name the method.
import { CaudalError } from '../types/error.ts';
import type { JoinKind } from '../plan/logical.ts';
import type { ExplainMode } from './host.ts';

export function countArgument(value: unknown, method: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new CaudalError('INVALID_PARAMETER_VALUE', `${method} takes a whole number from 0, not ${String(value)}.`, {
    params: { parameter: method, value: String(value) },
  });
}
export function invalidArgument(method: string, expectation: string): CaudalError {
  return new CaudalError('INVALID_PARAMETER_VALUE', `${method} takes ${expectation}.`, { params: { parameter: method } });
}
const EXPLAIN_MODES: readonly ExplainMode[] = ['simple', 'extended', 'codegen', 'cost', 'formatted', 'verbose', 'analyze'];
/** true: extended, as in Spark. */
export function explainMode(mode: ExplainMode | boolean): ExplainMode {
  const asked = mode === true ? 'extended' : mode === false ? 'simple' : mode;
  if (EXPLAIN_MODES.includes(asked)) return asked;
  throw invalidArgument('explain()', `a mode: ${EXPLAIN_MODES.join(', ')}`);
}
/** For methods of the contract that come with later work: an error, never a wrong result. */
export function notYet(method: string): never {
  throw new CaudalError('UNSUPPORTED_FEATURE', `${method} is not supported yet.`, { params: { feature: method } });
}

const JOIN_KINDS: Readonly<Record<string, JoinKind>> = {
  inner: 'inner',
  cross: 'cross',
  left: 'left',
  leftouter: 'left',
  right: 'right',
  rightouter: 'right',
  full: 'full',
  outer: 'full',
  fullouter: 'full',
  semi: 'left_semi',
  leftsemi: 'left_semi',
  anti: 'left_anti',
  leftanti: 'left_anti',
};
export function joinKind(how: string): JoinKind {
  const name = how.toLowerCase().replaceAll('_', '');
  const kind = Object.hasOwn(JOIN_KINDS, name) ? JOIN_KINDS[name] : undefined;
  if (kind) return kind;
  throw new CaudalError('UNSUPPORTED_JOIN_TYPE', `Unsupported join type '${how}'.`, {
    hint: 'Join types: inner, cross, left, right, full, left_semi, left_anti.',
    params: { typ: how },
  });
}
