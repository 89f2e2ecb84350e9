// IN (list): a list of literals is a set; anything else is a chain of comparisons over rows. Three-valued: no match and a NULL in the list is NULL.
import type { Column } from '../../column/column.ts';
import type { In } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { BOOLEAN } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { valueKey } from '../../types/value-key.ts';
import type { Compiler, Evaluate } from './compiled.ts';
import { overDictionary } from './over-dictionary.ts';
import { evaluateRows } from './row-eval.ts';
import type { RowFunction } from './row-eval.ts';

export function compileIn(e: In, compiler: Compiler): Evaluate {
  const input = compiler.compile(e.input);
  const type = typeOf(e.input);
  if (e.list.every((item) => item.kind === 'Literal')) {
    const values = e.list.map((item) => (item.kind === 'Literal' ? item.value : null));
    const keys = new Set(values.filter((v) => v !== null).map((v) => valueKey(v, type)));
    const miss: Value = values.includes(null) ? null : false;
    const rows: RowFunction = {
      value: ([v]) => (keys.has(valueKey(v!, type)) ? true : miss),
      nullIfAnyNull: true,
      returns: BOOLEAN,
    };
    const perEntry = overDictionary(compiler);
    const direct = (column: Column): Column => evaluateRows(rows, [column], column.length, compiler.context);
    return (batch) => {
      const column = input(batch);
      return (column.layout === 'dict' ? perEntry(column, direct) : null) ?? direct(column);
    };
  }
  const list = e.list.map((item) => compiler.compile(item));
  const rows: RowFunction = {
    nullIfAnyNull: false,
    returns: BOOLEAN,
    value: ([v, ...items]) => {
      if (v === null) return null;
      const key = valueKey(v!, type);
      if (items.some((item) => item !== null && valueKey(item, type) === key)) return true;
      return items.includes(null) ? null : false;
    },
  };
  return (batch) => evaluateRows(rows, [input(batch), ...list.map((f) => f(batch))], batch.length, compiler.context);
}
