// Type and nullability of resolved expressions.
import { BOOLEAN } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import type { Expr } from './expr.ts';

export function typeOf(e: Expr): DataType {
  switch (e.kind) {
    case 'Literal':
    case 'Attribute':
    case 'Call':
    case 'Cast':
    case 'AggregateCall':
    case 'WindowCall':
      return e.type;
    case 'Case':
      return typeOf(e.otherwise);
    case 'And':
    case 'Or':
    case 'Not':
    case 'IsNull':
    case 'In':
    case 'InSubquery':
    case 'Exists':
      return BOOLEAN;
    case 'Alias':
    case 'SortOrder':
      return typeOf(e.input);
    case 'ScalarSubquery':
      if (e.type) return e.type;
      break;
    default:
      break;
  }
  throw new Error(`${e.kind} has no type before analysis`);
}
/** Conservative: true unless the value surely is never NULL. */
export function nullableOf(e: Expr): boolean {
  switch (e.kind) {
    case 'Literal':
      return e.value === null;
    case 'Attribute':
      return e.nullable;
    case 'IsNull':
    case 'Exists':
      return false;
    case 'And':
    case 'Or':
      return nullableOf(e.left) || nullableOf(e.right);
    case 'Not':
    case 'Alias':
    case 'SortOrder':
      return nullableOf(e.input);
    case 'Case':
      return nullableOf(e.otherwise) || e.branches.some((b) => nullableOf(b.then));
    case 'In':
      return nullableOf(e.input) || e.list.some(nullableOf);
    case 'Call':
      return e.name !== 'named_struct';
    case 'AggregateCall':
      return e.name !== 'count';
    default:
      return true;
  }
}
