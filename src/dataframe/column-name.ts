// Column names as users write them in strings: `a`, `t.a`, `s.field`, `` `odd.name` ``, `*`, `t.*`.
import type { Expr } from '../expr/expr.ts';
import { CaudalError } from '../types/error.ts';

/** Parts between dots; backticks keep dots and are doubled inside. */
export function nameParts(name: string): string[] {
  if (!name.includes('`')) return name.split('.');
  const parts: string[] = [];
  const part = /(?:`((?:[^`]|``)*)`|([^`.]*))(\.|$)/gy;
  for (;;) {
    const match = part.exec(name);
    if (!match)
      throw new CaudalError('INVALID_ATTRIBUTE_NAME_SYNTAX', `Syntax error in the column name ${name}.`, { params: { name } });
    parts.push(match[1]?.replaceAll('``', '`') ?? match[2]!);
    if (match[3] === '') return parts;
  }
}
/** A column, or a star. */
export function columnNamed(name: string, planId?: number): Expr {
  if (typeof name !== 'string') throw new CaudalError('DATATYPE_MISMATCH', `A column name is a string, not a ${typeof name}.`);
  if (name === '*' || name.endsWith('.*')) {
    const qualifier = name === '*' ? [] : nameParts(name.slice(0, -2));
    return Object.freeze({ kind: 'UnresolvedStar', qualifier, exclude: [], replace: [] });
  }
  return Object.freeze({ kind: 'UnresolvedColumn', parts: nameParts(name), ...(planId === undefined ? {} : { planId }) });
}
/** The name itself, dots and all: where only a column of the input may stand. */
export const plainColumn = (name: string): Expr => Object.freeze({ kind: 'UnresolvedColumn', parts: [name] });
