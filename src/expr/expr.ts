// Expressions: one frozen union from parser and DataFrame to the physical planner. Kinds named Unresolved* leave in analysis;
// after it every expression has a type (`type-of.ts`) and columns are Attributes with a plan-wide id (as Spark's exprId):
// rules move expressions across joins and projections without renumbering; the physical planner turns ids into ordinals.
import type { DataType } from '../types/data-type.ts';
import type { Position } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import type { Plan } from '../plan/logical.ts';

export type AttributeId = number;
export interface Literal {
  readonly kind: 'Literal';
  readonly value: Value;
  readonly type: DataType;
}
/** `?` (index) or `:name`; replaced by a Literal before analysis. */
export interface Parameter {
  readonly kind: 'Parameter';
  readonly name: string | number;
  readonly position?: Position;
}
/** A resolved column. */
export interface Attribute {
  readonly kind: 'Attribute';
  readonly id: AttributeId;
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  /** Alias path it may be qualified by: `['t']`; lost at a projection. */
  readonly qualifier?: readonly string[];
  /** Where it was written, for errors. */
  readonly position?: Position;
}
/** A name: `['t', 'a']`. `planId` pins it to one DataFrame (`df.col('a')`). `quotedString`: came from "x", a string if no such column. */
export interface UnresolvedColumn {
  readonly kind: 'UnresolvedColumn';
  readonly parts: readonly string[];
  readonly position?: Position;
  readonly planId?: number;
  readonly quotedString?: boolean;
}
/** `*`, `t.*`, `* EXCLUDE (…) REPLACE (…)`. */
export interface UnresolvedStar {
  readonly kind: 'UnresolvedStar';
  readonly qualifier: readonly string[];
  readonly exclude: readonly string[];
  readonly replace: readonly { readonly name: string; readonly input: Expr }[];
  readonly position?: Position;
}
/** Any call by name as written, before the registry is asked: scalar, aggregate, window or table-generating. */
export interface UnresolvedCall {
  readonly kind: 'UnresolvedCall';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly filter?: Expr;
  readonly orderBy?: readonly SortOrder[];
  readonly ignoreNulls?: boolean;
  readonly over?: WindowSpec;
  readonly position?: Position;
}
/** A registered scalar function, arguments cast to its signature. `name` is the registry's name. */
export interface Call {
  readonly kind: 'Call';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly type: DataType;
  readonly position?: Position;
}
/** strict: error on bad input (ANSI); try: NULL. */
export interface Cast {
  readonly kind: 'Cast';
  readonly input: Expr;
  readonly type: DataType;
  readonly mode: 'ansi' | 'try';
  readonly position?: Position;
}
/** CASE WHEN; `otherwise` null literal if absent. Branches run on the rows they select. */
export interface Case {
  readonly kind: 'Case';
  readonly branches: readonly { readonly when: Expr; readonly then: Expr }[];
  readonly otherwise: Expr;
}
export interface And {
  readonly kind: 'And';
  readonly left: Expr;
  readonly right: Expr;
}
export interface Or {
  readonly kind: 'Or';
  readonly left: Expr;
  readonly right: Expr;
}
export interface Not {
  readonly kind: 'Not';
  readonly input: Expr;
}
export interface IsNull {
  readonly kind: 'IsNull';
  readonly input: Expr;
}
/** `input IN (list)`, three-valued. */
export interface In {
  readonly kind: 'In';
  readonly input: Expr;
  readonly list: readonly Expr[];
}
/** `x -> …` or `(a, x) -> …`; for later higher-order functions. */
export interface Lambda {
  readonly kind: 'Lambda';
  readonly parameters: readonly string[];
  readonly body: Expr;
}
/** Gives an output column its name and id. `id` is set in analysis. */
export interface Alias {
  readonly kind: 'Alias';
  readonly input: Expr;
  readonly name: string;
  readonly id: AttributeId;
}
/** A registered aggregate function in an Aggregate node's outputs or a WindowCall. */
export interface AggregateCall {
  readonly kind: 'AggregateCall';
  readonly name: string;
  readonly args: readonly Expr[];
  readonly distinct: boolean;
  readonly filter?: Expr;
  readonly orderBy?: readonly SortOrder[];
  readonly ignoreNulls: boolean;
  readonly type: DataType;
  readonly position?: Position;
}
export interface SortOrder {
  readonly kind: 'SortOrder';
  readonly input: Expr;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}
export type FrameBound =
  | { readonly kind: 'UnboundedPreceding' }
  | { readonly kind: 'UnboundedFollowing' }
  | { readonly kind: 'CurrentRow' }
  | { readonly kind: 'Preceding'; readonly offset: Expr }
  | { readonly kind: 'Following'; readonly offset: Expr };
export interface WindowFrame {
  readonly unit: 'rows' | 'range';
  readonly start: FrameBound;
  readonly end: FrameBound;
}
/** `name` refers to a WINDOW clause until analysis. Frame absent = Spark's default. */
export interface WindowSpec {
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortOrder[];
  readonly frame?: WindowFrame;
  readonly name?: string;
}
/** A resolved function over a window: a ranking function by name or an aggregate. */
export interface WindowCall {
  readonly kind: 'WindowCall';
  readonly function: Call | AggregateCall;
  readonly spec: WindowSpec;
  readonly type: DataType;
  readonly ignoreNulls: boolean;
}
/** Uncorrelated subqueries hold a plan; the session runs it first and puts a Literal (or In list / join) in its place. */
export interface ScalarSubquery {
  readonly kind: 'ScalarSubquery';
  readonly plan: Plan;
  readonly type?: DataType;
  readonly position?: Position;
}
export interface InSubquery {
  readonly kind: 'InSubquery';
  readonly input: Expr;
  readonly plan: Plan;
  readonly position?: Position;
}
export interface Exists {
  readonly kind: 'Exists';
  readonly plan: Plan;
  readonly position?: Position;
}

export type Expr =
  | Literal
  | Parameter
  | Attribute
  | UnresolvedColumn
  | UnresolvedStar
  | UnresolvedCall
  | Call
  | Cast
  | Case
  | And
  | Or
  | Not
  | IsNull
  | In
  | Lambda
  | Alias
  | AggregateCall
  | SortOrder
  | WindowCall
  | ScalarSubquery
  | InSubquery
  | Exists;
export type ExprKind = Expr['kind'];
export type ExprOf<K extends ExprKind> = Extract<Expr, { kind: K }>;
/** What a projection or aggregate outputs. */
export type NamedExpr = Alias | Attribute;

let nextId = 1;
/** A fresh attribute id, unique in this thread; plans are built on one thread. */
export const newAttributeId = (): AttributeId => nextId++;
