// The AST cases are generated in; dialect.ts prints it for either engine.

export type ValueType = 'int' | 'bigint' | 'double' | 'string' | 'boolean' | 'date';
export interface ColumnDef {
  readonly name: string;
  readonly type: ValueType;
}
export interface TableDef {
  readonly name: string;
  readonly columns: readonly ColumnDef[];
  readonly rows: readonly (readonly unknown[])[];
}
export type Node =
  | { readonly kind: 'column'; readonly table: string; readonly name: string; readonly type: ValueType }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null; readonly type: ValueType }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[]; readonly type: ValueType }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Node; readonly right: Node; readonly type: ValueType }
  | { readonly kind: 'not' | 'isNull' | 'isNotNull'; readonly input: Node; readonly type: 'boolean' }
  | { readonly kind: 'in'; readonly input: Node; readonly list: readonly Node[]; readonly type: 'boolean' }
  | { readonly kind: 'case'; readonly when: Node; readonly then: Node; readonly otherwise: Node; readonly type: ValueType }
  | { readonly kind: 'cast'; readonly input: Node; readonly type: ValueType }
  | {
      readonly kind: 'aggregate';
      readonly name: string;
      readonly arg: Node | null;
      readonly distinct: boolean;
      readonly filter: Node | null;
      readonly type: ValueType;
    }
  | {
      readonly kind: 'window';
      readonly name: string;
      readonly arg: Node | null;
      readonly partitionBy: readonly Node[];
      readonly orderBy: readonly Order[];
      readonly type: ValueType;
    };
export interface Order {
  readonly input: Node;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}
export type JoinType = 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS' | 'LEFT SEMI' | 'LEFT ANTI';
export interface From {
  readonly table: string;
  readonly joins: readonly { readonly type: JoinType; readonly table: string; readonly on: Node | null }[];
}
export interface Select {
  readonly kind: 'select';
  readonly from: From;
  readonly items: readonly Node[];
  readonly distinct: boolean;
  readonly where: Node | null;
  readonly groupBy: readonly Node[];
  readonly having: Node | null;
}
export interface SetQuery {
  readonly kind: 'set';
  readonly op: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'EXCEPT' | 'INTERSECT ALL' | 'EXCEPT ALL';
  readonly left: Select;
  readonly right: Select;
}
export interface Case {
  readonly tables: readonly TableDef[];
  readonly query: Select | SetQuery;
  /** All output columns in order, so that LIMIT cuts the same rows; null: rows are compared as a multiset. */
  readonly limit: { readonly rows: number; readonly offset: number } | null;
  readonly width: number;
}
