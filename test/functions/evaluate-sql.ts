// A constant SQL expression through parser, analyzer and the one-row oracle: its value and type, or the error's code.
import { analyze } from '../../src/analyze/analyze.ts';
import { typeOf } from '../../src/expr/type-of.ts';
import type { EvaluationContext } from '../../src/functions/define.ts';
import { evaluate } from '../../src/functions/evaluate.ts';
import { showValue } from '../../src/functions/format-value.ts';
import type { DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { catalogOf, planOf } from '../helpers/catalog.ts';
import { CONTEXT } from './call.ts';

export interface Evaluated {
  readonly value: Value;
  readonly type: DataType;
}
export function evaluateSql(sql: string, context: EvaluationContext = CONTEXT): Evaluated {
  const plan = analyze(planOf(`SELECT ${sql}`), { ...catalogOf({}), context });
  if (plan.kind !== 'Project') throw new Error(`not a projection: ${plan.kind}`);
  const [item] = plan.exprs;
  if (item?.kind !== 'Alias') throw new Error(`not an expression: ${sql}`);
  return { value: evaluate(item.input, context), type: typeOf(item.input) };
}
/** Text as `show` prints it. */
export function showSql(sql: string, context: EvaluationContext = CONTEXT): string {
  const { value, type } = evaluateSql(sql, context);
  return showValue(value, type, context.timeZone);
}
