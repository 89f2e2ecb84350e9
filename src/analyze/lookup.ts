// Names to columns. Case does not count. `a.b.c` is tried as table a.b, column c; then table a, column b, field c; then column a.
import type { Attribute, UnresolvedColumn } from '../expr/expr.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import { didYouMean } from '../types/suggest.ts';
import type { Relation, ScopeColumn } from './relation.ts';

/** A column found, and the struct fields still to be taken from it. */
export interface Found {
  readonly attribute: Attribute;
  readonly fields: readonly string[];
}

const indexes = new WeakMap<Relation, Map<string, ScopeColumn[]>>();
function indexOf(relation: Relation): Map<string, ScopeColumn[]> {
  let index = indexes.get(relation);
  if (!index) {
    indexes.set(relation, (index = new Map()));
    for (const column of [...relation.columns, ...relation.hidden]) {
      const key = column.attribute.name.toLowerCase();
      const list = index.get(key);
      if (list) list.push(column);
      else index.set(key, [column]);
    }
  }
  return index;
}
const isSuffix = (asked: readonly string[], qualifier: readonly string[]): boolean =>
  asked.length <= qualifier.length &&
  asked.every((part, i) => part.toLowerCase() === qualifier[qualifier.length - asked.length + i]!.toLowerCase());

/** The column of that name; undefined if there is none; AMBIGUOUS_REFERENCE if there are several. */
export function lookup(relation: Relation, name: Pick<UnresolvedColumn, 'parts' | 'position' | 'planId'>): Found | undefined {
  const { parts, position, planId } = name;
  const index = indexOf(relation);
  for (let k = parts.length - 1; k >= 0; k--) {
    const named = index.get(parts[k]!.toLowerCase());
    if (!named) continue;
    const pinned = planId === undefined ? named : named.filter((c) => c.pins.includes(planId));
    const matching =
      k === 0
        ? pinned.filter((c) => planId !== undefined || !relation.hidden.includes(c))
        : pinned.filter((c) => isSuffix(parts.slice(0, k), c.qualifier));
    if (matching.length === 0) continue;
    if (new Set(matching.map((c) => c.attribute.id)).size > 1) throw ambiguous(parts, matching, position);
    const { position: _, ...attribute } = matching[0]!.attribute;
    // The column goes by the name it was asked for, as in Spark: SELECT ID names its column ID.
    const asked: Attribute = { ...attribute, name: parts[k]!, ...(position && { position }) };
    return { attribute: asked, fields: parts.slice(k + 1) };
  }
  return undefined;
}
function ambiguous(parts: readonly string[], matching: readonly ScopeColumn[], position: Position | undefined): CaudalError {
  const options = matching.map((c) => [...c.qualifier, c.attribute.name].join('.'));
  return new CaudalError(
    'AMBIGUOUS_REFERENCE',
    `Reference \`${parts.join('.')}\` is ambiguous, it could be: ${options.join(', ')}.`,
    {
      position,
      params: { name: parts.join('.') },
    },
  );
}
export function unresolvedColumn(
  name: { readonly parts: readonly string[]; readonly position?: Position },
  candidates: readonly string[],
): CaudalError {
  const text = name.parts.join('.');
  return new CaudalError('UNRESOLVED_COLUMN', `A column with the name \`${text}\` cannot be resolved.`, {
    position: name.position,
    hint:
      didYouMean(name.parts.at(-1)!, candidates) ?? (candidates.length ? `Columns here: ${shortList(candidates)}.` : undefined),
    params: { objectName: text },
  });
}
const MAX_SHOWN = 8;
const shortList = (names: readonly string[]): string =>
  [...names.slice(0, MAX_SHOWN), ...(names.length > MAX_SHOWN ? ['…'] : [])].join(', ');
export const namesOf = (relation: Relation): readonly string[] => relation.columns.map((c) => c.attribute.name);

/** Columns of `*` or `t.*`. */
export function starColumns(
  relation: Relation,
  qualifier: readonly string[],
  position: Position | undefined,
): readonly ScopeColumn[] {
  if (qualifier.length === 0) return relation.columns;
  const matching = [...relation.columns, ...relation.hidden].filter((c) => isSuffix(qualifier, c.qualifier));
  if (matching.length > 0) return matching;
  throw new CaudalError(
    'CANNOT_RESOLVE_STAR_EXPAND',
    `Cannot resolve \`${qualifier.join('.')}.*\`: there is no such table here.`,
    {
      position,
      hint: didYouMean(qualifier.at(-1)!, new Set(relation.columns.flatMap((c) => c.qualifier.slice(-1)))),
    },
  );
}
