// Statements that are not queries. The parser yields a Statement; `session/` runs commands eagerly, in order, exactly once.
import type { Expr } from '../expr/expr.ts';
import type { Plan } from './logical.ts';
import type { OutputMode } from './stream.ts';

export type ExplainMode = 'simple' | 'verbose' | 'analyze';
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}
/** `name AS expr`: computed from the other columns whenever the table is read. */
export interface ComputedColumn {
  readonly name: string;
  readonly expr: Expr;
}
export type TableOptions = Readonly<Record<string, string | number | boolean>>;
export type Statement =
  | { readonly kind: 'Query'; readonly plan: Plan }
  | { readonly kind: 'Explain'; readonly mode: ExplainMode; readonly statement: Statement }
  | {
      readonly kind: 'CreateView';
      readonly name: string;
      readonly columns?: readonly string[];
      readonly plan: Plan;
      readonly replace: boolean;
      readonly temporary: boolean;
    }
  | {
      readonly kind: 'CreateMaterializedView';
      readonly name: string;
      readonly plan: Plan;
      readonly replace: boolean;
      readonly ifNotExists: boolean;
    }
  | {
      readonly kind: 'CreateTableAs';
      readonly name: string;
      readonly plan: Plan;
      readonly replace: boolean;
      readonly ifNotExists: boolean;
      readonly temporary: boolean;
    }
  | {
      readonly kind: 'CreateTable';
      readonly name: string;
      readonly columns: readonly ColumnDefinition[];
      readonly replace: boolean;
      readonly ifNotExists: boolean;
    }
  | {
      /** WITH (connector = …): a stream, a sink, or both. */
      readonly kind: 'CreateConnectorTable';
      readonly name: string;
      readonly columns: readonly (ColumnDefinition | ComputedColumn)[];
      readonly watermark?: { readonly column: string; readonly delayMs: number };
      readonly partitionBy: readonly string[];
      readonly options: TableOptions;
      readonly replace: boolean;
      readonly ifNotExists: boolean;
      readonly temporary: boolean;
    }
  | {
      readonly kind: 'InsertInto';
      readonly name: string;
      readonly columns?: readonly string[];
      readonly plan: Plan;
      readonly overwrite: boolean;
      /** EMIT ON WINDOW CLOSE, EMIT CHANGES. */
      readonly emit?: Extract<OutputMode, 'append' | 'changelog'>;
    }
  | { readonly kind: 'Drop'; readonly what: 'table' | 'view'; readonly name: string; readonly ifExists: boolean }
  | { readonly kind: 'CacheTable'; readonly name: string; readonly plan?: Plan; readonly lazy: boolean }
  | { readonly kind: 'UncacheTable'; readonly name: string; readonly ifExists: boolean }
  | {
      readonly kind: 'CopyTo';
      readonly plan: Plan;
      readonly destination: string;
      readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
    }
  | { readonly kind: 'Set'; readonly key?: string; readonly value?: string }
  | { readonly kind: 'Describe'; readonly plan: Plan }
  | { readonly kind: 'Summarize'; readonly plan: Plan }
  | {
      readonly kind: 'Show';
      readonly what: 'tables' | 'views' | 'functions' | 'columns';
      readonly of?: string;
      readonly like?: string;
    };
