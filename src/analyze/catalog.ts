// What analysis asks its session: views, tables, and sources that were opened before (opening is async, analysis is not).
import type { EvaluationContext } from '../functions/define.ts';
import type { Plan } from '../plan/logical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { Position } from '../types/error.ts';
import type { Value } from '../types/value.ts';

/** Something to open before analysis. `optional`: a name that may also be unknown. */
export type SourceRequest =
  | { readonly kind: 'file'; readonly name: string; readonly optional: boolean; readonly position?: Position | undefined }
  | {
      readonly kind: 'reader';
      readonly name: string;
      readonly args: readonly Value[];
      readonly options: Readonly<Record<string, Value>>;
      readonly position?: Position | undefined;
    }
  | { readonly kind: 'read'; readonly readId: number };

export interface Catalog {
  readonly context: EvaluationContext;
  /** The plan of a view or table: unresolved, or a leaf (Scan, Values, Range). */
  relation(parts: readonly string[]): Plan | undefined;
  /** For did-you-mean. */
  relationNames(): readonly string[];
  /** What a request of `collectSources` was opened to; undefined for an optional one that is not there. */
  source(request: SourceRequest): ScanSource | undefined;
}

/** Equal requests have equal keys. */
export function sourceKey(request: SourceRequest): string {
  switch (request.kind) {
    case 'file':
      return `file ${request.name}`;
    case 'read':
      return `read ${request.readId}`;
    case 'reader':
      return `reader ${JSON.stringify([request.name, request.args, Object.entries(request.options).sort(([a], [b]) => (a < b ? -1 : 1))], bigints)}`;
  }
}
const bigints = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);
