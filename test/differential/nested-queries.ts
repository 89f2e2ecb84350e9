// Queries of queries: random relations put into each other (filters, projections, joins, aggregates, set operations, windows, DISTINCT,
// top n, CTEs, subqueries in expressions), in the text both engines read alike. They are for the analyzer's scopes and for the optimizer.
// Columns are integers, texts and booleans with many NULLs and few values, so that joins meet and groups gather.
import type { Random } from './random.ts';

type Type = 'int' | 'text' | 'bool';
interface Column {
  readonly name: string;
  readonly type: Type;
}
/** A SELECT and what it gives. */
interface Relation {
  readonly sql: string;
  readonly columns: readonly Column[];
}

/** Each (i INT, j INT, s text). */
export const TABLES = ['t1', 't2', 't3'] as const;
const JOINS = ['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'CROSS JOIN', 'SEMI JOIN', 'ANTI JOIN'] as const;
const SET_OPERATIONS = ['UNION ALL', 'UNION', 'INTERSECT', 'EXCEPT', 'INTERSECT ALL', 'EXCEPT ALL'] as const;
const AGGREGATES = ['count(', 'sum(', 'min(', 'max(', 'count(DISTINCT ', 'sum(DISTINCT ', 'avg('] as const;

export class NestedQueries {
  readonly #random: Random;
  #names = 0;
  /** Bottom relations, most deeply nested first; each is one line, so that the chances read as a list. */
  readonly #shapes: readonly ((depth: number) => Relation)[] = [
    (depth) => this.#filtered(depth),
    (depth) => this.#projected(depth),
    (depth) => this.#joined(depth),
    (depth) => this.#joined(depth),
    (depth) => this.#grouped(depth),
    (depth) => this.#grouped(depth),
    (depth) => this.#combined(depth),
    (depth) => this.#windowed(depth),
    (depth) => this.#distinct(depth),
    (depth) => this.#top(depth),
    (depth) => this.#named(depth),
  ];
  constructor(random: Random) {
    this.#random = random;
  }

  /** A query up to so many levels deep. */
  query(depth: number): string {
    this.#names = 0;
    return this.#relation(depth).sql;
  }
  #relation(depth: number): Relation {
    return depth > 0 ? this.#random.pick(this.#shapes)(depth) : this.#table();
  }
  #name(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }
  #from(relation: Relation): string {
    return `(${relation.sql}) ${this.#name('q')}`;
  }

  #table(): Relation {
    const columns: readonly Column[] = [this.#column('int'), this.#column('int'), this.#column('text')];
    const items = ['i', 'j', 's'].map((from, i) => `${from} AS ${columns[i]!.name}`);
    return { sql: `SELECT ${items.join(', ')} FROM ${this.#random.pick(TABLES)}`, columns };
  }
  #column(type: Type): Column {
    return { name: this.#name('c'), type };
  }
  #filtered(depth: number): Relation {
    const input = this.#relation(depth - 1);
    return { sql: `SELECT * FROM ${this.#from(input)} WHERE ${this.#predicate(input.columns, depth)}`, columns: input.columns };
  }
  #projected(depth: number): Relation {
    const input = this.#relation(depth - 1);
    const columns = Array.from({ length: 1 + this.#random.below(4) }, () =>
      this.#column(this.#random.pick(['int', 'int', 'text', 'bool'])),
    );
    const items = columns.map((c) => `${this.#expr(input.columns, c.type, 2)} AS ${c.name}`);
    return { sql: `SELECT ${items.join(', ')} FROM ${this.#from(input)}`, columns };
  }
  #joined(depth: number): Relation {
    const [left, right] = [this.#relation(depth - 1), this.#relation(Math.max(0, depth - 2))];
    const type = this.#random.pick(JOINS);
    const both = [...left.columns, ...right.columns];
    const on = type === 'CROSS JOIN' ? '' : ` ON ${this.#condition(left, right)}`;
    const columns = type === 'SEMI JOIN' || type === 'ANTI JOIN' ? left.columns : both;
    const where = this.#random.chance(0.5) ? ` WHERE ${this.#predicate(columns, depth)}` : '';
    return { sql: `SELECT * FROM ${this.#from(left)} ${type} ${this.#from(right)}${on}${where}`, columns };
  }
  #condition(left: Relation, right: Relation): string {
    const both = [...left.columns, ...right.columns];
    const [a, b] = [left, right].map((side) => side.columns.filter((c) => c.type === 'int'));
    if (a!.length === 0 || b!.length === 0 || this.#random.chance(0.15)) return this.#expr(both, 'bool', 2);
    const equal = `${this.#random.pick(a!).name} = ${this.#random.pick(b!).name}`;
    return this.#random.chance(0.4) ? `${equal} AND ${this.#expr(both, 'bool', 2)}` : equal;
  }
  #grouped(depth: number): Relation {
    const input = this.#relation(depth - 1);
    const keys = Array.from({ length: this.#random.below(3) }, () => this.#random.pick(input.columns));
    const columns = [
      ...keys.map((k) => this.#column(k.type)),
      ...Array.from({ length: 1 + this.#random.below(3) }, () => this.#column('int')),
    ];
    const exprs = columns.map((_, i) =>
      i < keys.length ? this.#expr([keys[i]!], keys[i]!.type, this.#random.below(2)) : this.#aggregate(input.columns),
    );
    const by = keys.length > 0 ? ` GROUP BY ${keys.map((_, i) => i + 1).join(', ')}` : '';
    const having = this.#random.chance(0.3) ? ` HAVING count(*) > ${this.#random.below(3)}` : '';
    return {
      sql: `SELECT ${columns.map((c, i) => `${exprs[i]} AS ${c.name}`).join(', ')} FROM ${this.#from(input)}${by}${having}`,
      columns,
    };
  }
  #aggregate(columns: readonly Column[]): string {
    if (this.#random.chance(0.1)) return 'CAST(count(*) AS INT)';
    const f = this.#random.pick(AGGREGATES);
    const call = `${f}${this.#expr(columns, 'int', 1)})`;
    // Averages are cut, not rounded, so that a cast means the same to both.
    if (f === 'avg(') return `CAST(floor(${call} * 10) AS INT)`;
    return `CAST(${call}${this.#random.chance(0.15) ? ` FILTER (WHERE ${this.#expr(columns, 'bool', 2)})` : ''} AS INT)`;
  }
  #combined(depth: number): Relation {
    const [left, right] = [this.#relation(depth - 1), this.#relation(Math.max(0, depth - 2))];
    const [a, b] = [left, right].map((side) => side.columns.filter((c) => c.type === 'int'));
    const columns = a!.slice(0, Math.min(2, b!.length)).map(() => this.#column('int'));
    if (columns.length === 0) return left;
    const first = columns.map((c, i) => `${a![i]!.name} AS ${c.name}`).join(', ');
    const second = columns.map((_, i) => b![i]!.name).join(', ');
    return {
      sql: `SELECT ${first} FROM ${this.#from(left)} ${this.#random.pick(SET_OPERATIONS)} SELECT ${second} FROM ${this.#from(right)}`,
      columns,
    };
  }
  #windowed(depth: number): Relation {
    const input = this.#relation(depth - 1);
    const added = this.#column('int');
    const partition = this.#random.chance(0.8) ? `PARTITION BY ${this.#random.pick(input.columns).name} ` : '';
    const order = input.columns.map((c) => `${c.name} ASC NULLS FIRST`).join(', ');
    const f = this.#random.pick([
      'row_number()',
      'rank()',
      'dense_rank()',
      'count(*)',
      `sum(${this.#expr(input.columns, 'int', 0)})`,
    ]);
    const bound = this.#random.chance(0.4) ? ` QUALIFY ${added.name} <= ${1 + this.#random.below(3)}` : '';
    const sql = `SELECT *, CAST(${f} OVER (${partition}ORDER BY ${order}) AS INT) AS ${added.name} FROM ${this.#from(input)}${bound}`;
    return { sql, columns: [...input.columns, added] };
  }
  #distinct(depth: number): Relation {
    const input = this.#relation(depth - 1);
    return { sql: `SELECT DISTINCT * FROM ${this.#from(input)}`, columns: input.columns };
  }
  /** Ordered by all columns: ties are equal rows, so the first n are the same for both. */
  #top(depth: number): Relation {
    const input = this.#relation(depth - 1);
    const order = input.columns.map(
      (c) => `${c.name} ${this.#random.pick(['ASC', 'DESC'])} NULLS ${this.#random.pick(['FIRST', 'LAST'])}`,
    );
    const offset = this.#random.chance(0.3) ? ` OFFSET ${this.#random.below(3)}` : '';
    return {
      sql: `SELECT * FROM ${this.#from(input)} ORDER BY ${order.join(', ')} LIMIT ${1 + this.#random.below(8)}${offset}`,
      columns: input.columns,
    };
  }
  /** A CTE used twice. */
  #named(depth: number): Relation {
    const input = this.#relation(depth - 1);
    const cte = this.#name('w');
    const [a, b] = [this.#name('q'), this.#name('q')];
    const columns = input.columns.map((c) => this.#column(c.type));
    const items = columns.map((c, i) => `${this.#random.pick([a, b])}.${input.columns[i]!.name} AS ${c.name}`);
    const key = this.#random.pick(input.columns).name;
    return {
      sql: `WITH ${cte} AS (${input.sql}) SELECT ${items.join(', ')} FROM ${cte} ${a} JOIN ${cte} ${b} ON ${a}.${key} = ${b}.${key}`,
      columns,
    };
  }

  /** A condition that may hold subqueries. */
  #predicate(columns: readonly Column[], depth: number): string {
    const test = this.#expr(columns, 'bool', 2);
    if (!this.#random.chance(0.35)) return test;
    const inner = this.#relation(Math.max(0, depth - 2));
    const column = inner.columns.find((c) => c.type === 'int')?.name;
    if (!column) return test;
    const value = this.#expr(columns, 'int', 0);
    const subquery = this.#random.pick([
      `${value} IN (SELECT ${column} FROM ${this.#from(inner)})`,
      `${value} NOT IN (SELECT ${column} FROM ${this.#from(inner)})`,
      `EXISTS (SELECT 1 FROM ${this.#from(inner)} WHERE ${column} > ${this.#random.below(5)})`,
      `${value} < (SELECT ${this.#random.pick(['max', 'min', 'count'])}(${column}) FROM ${this.#from(inner)})`,
    ]);
    return this.#random.pick([subquery, `(${subquery} AND ${test})`, `(${test} OR ${subquery})`]);
  }
  #expr(columns: readonly Column[], type: Type, depth: number): string {
    const same = columns.filter((c) => c.type === type);
    if (depth <= 0 || this.#random.chance(0.3))
      return same.length > 0 && this.#random.chance(0.8) ? this.#random.pick(same).name : this.#literal(type);
    const of = (t: Type): string => this.#expr(columns, t, depth - 1);
    switch (type) {
      case 'int':
        return this.#random.pick([
          `(${of('int')} + ${of('int')})`,
          `coalesce(${of('int')}, ${this.#random.below(5)})`,
          `CASE WHEN ${of('bool')} THEN ${of('int')} ELSE ${of('int')} END`,
          `CAST(length(${of('text')}) AS INT)`,
        ]);
      case 'text':
        return this.#random.pick([`upper(${of('text')})`, `coalesce(${of('text')}, 'z')`]);
      case 'bool':
        return this.#random.pick([
          `(${of('int')} ${this.#random.pick(['=', '<', '<=', '>', '>=', '<>'])} ${of('int')})`,
          `(${of('text')} ${this.#random.pick(['=', '<>'])} ${of('text')})`,
          `(${of('bool')} ${this.#random.pick(['AND', 'OR'])} ${of('bool')})`,
          `(NOT ${of('bool')})`,
          `(${of('int')} IS ${this.#random.pick(['', 'NOT '])}NULL)`,
          `(${of('int')} IN (${this.#random.below(4)}, ${this.#random.below(6)}))`,
          `(${of('int')} BETWEEN 1 AND ${this.#random.below(6)})`,
          `(${of('int')} IS DISTINCT FROM ${of('int')})`,
        ]);
    }
  }
  #literal(type: Type): string {
    switch (type) {
      case 'int':
        return this.#random.chance(0.1) ? 'CAST(NULL AS INT)' : String(this.#random.below(6));
      case 'text':
        return `'${this.#random.pick(['a', 'b', 'c', 'd'])}'`;
      case 'bool':
        return this.#random.pick(['TRUE', 'FALSE']);
    }
  }
}
