// Random tables and queries. Kept inside what both engines define alike (known-differences.ts lists what is kept out, and why).
import type { Case, ColumnDef, From, JoinType, Node, Select, TableDef, ValueType } from './ast.ts';
import type { Random } from './random.ts';

const TYPES: readonly ValueType[] = ['int', 'bigint', 'double', 'string', 'boolean', 'date'];
const WORDS = ['', 'a', 'b', 'ab', 'Abc', 'zebra', 'Ä', '日本', '💥', ' x ', 'a%b', "it's", 'NULL', '0'];

function valueOf(random: Random, type: ValueType): unknown {
  if (random.chance(0.15)) return null;
  switch (type) {
    case 'int':
      return random.chance(0.1) ? random.pick([0, 1, -1, 1000000, -1000000]) : random.below(9) - 4;
    case 'bigint':
      return BigInt(random.chance(0.2) ? random.pick([0, 4294967296, -4294967297, 1e12]) : random.below(6));
    case 'double':
      return random.chance(0.1) ? random.pick([0, -1.5, 1e10, 0.1]) : random.below(40) / 4 - 5;
    case 'string':
      return random.pick(WORDS);
    case 'boolean':
      return random.chance(0.5);
    case 'date':
      return new Date(Date.UTC(2020 + random.below(3), random.below(12), 1 + random.below(28)));
  }
}
export function tableOf(random: Random, name: string): TableDef {
  const columns: ColumnDef[] = [{ name: `${name}_k`, type: 'int' }];
  const extra = 2 + random.below(4);
  for (let i = 0; i < extra; i++) columns.push({ name: `${name}_${'abcdef'[i]}`, type: random.pick(TYPES) });
  const count = random.chance(0.1) ? 0 : random.chance(0.15) ? 1 + random.below(300) : 1 + random.below(30);
  return { name, columns, rows: Array.from({ length: count }, () => columns.map((c) => valueOf(random, c.type))) };
}

type Scope = readonly Node[];
const literal = (random: Random, type: ValueType): Node => {
  const value = valueOf(random, type);
  return {
    kind: 'literal',
    type,
    value:
      value === null
        ? null
        : typeof value === 'bigint'
          ? Number(value)
          : value instanceof Date
            ? value.toISOString().slice(0, 10)
            : (value as string | number | boolean),
  };
};
const isNumber = (type: ValueType): boolean => type === 'int' || type === 'bigint' || type === 'double';

export function expressionOf(random: Random, scope: Scope, type: ValueType, depth: number): Node {
  const columns = scope.filter((c) => c.type === type);
  if (depth <= 0 || random.chance(0.25))
    return columns.length > 0 && random.chance(0.8) ? random.pick(columns) : literal(random, type);
  const sub = (t: ValueType): Node => expressionOf(random, scope, t, depth - 1);
  if (random.chance(0.12))
    return { kind: 'case', when: predicateOf(random, scope, depth - 1), then: sub(type), otherwise: sub(type), type };
  if (random.chance(0.08)) return { kind: 'call', name: 'coalesce', args: [sub(type), sub(type)], type };
  switch (type) {
    case 'int':
      return random.pick<() => Node>([
        () => ({ kind: 'binary', op: random.pick(['+', '-']), left: sub('int'), right: sub('int'), type: 'int' }),
        () => ({ kind: 'call', name: 'length', args: [sub('string')], type: 'int' }),
        () => ({ kind: 'call', name: random.pick(['year', 'month', 'day']), args: [sub('date')], type: 'int' }),
        () => ({ kind: 'call', name: 'abs', args: [sub('int')], type: 'int' }),
      ])();
    case 'bigint':
      return random.pick<() => Node>([
        () => ({
          kind: 'binary',
          op: random.pick(['+', '-']),
          left: sub('bigint'),
          right: sub(random.pick(['int', 'bigint'])),
          type: 'bigint',
        }),
        () => ({ kind: 'cast', input: sub('int'), type: 'bigint' }),
      ])();
    case 'double':
      return random.pick<() => Node>([
        () => ({
          kind: 'binary',
          op: random.pick(['+', '-', '*']),
          left: sub('double'),
          right: sub(random.pick(['int', 'double'])),
          type: 'double',
        }),
        () => ({ kind: 'cast', input: sub(random.pick(['int', 'bigint'])), type: 'double' }),
        () => ({ kind: 'call', name: random.pick(['floor', 'ceil']), args: [sub('double')], type: 'double' }),
        () => ({
          kind: 'binary',
          op: '/',
          left: sub('double'),
          right: {
            kind: 'call',
            name: 'nullif',
            args: [sub('double'), { kind: 'literal', value: 0, type: 'double' }],
            type: 'double',
          },
          type: 'double',
        }),
      ])();
    case 'string':
      return random.pick<() => Node>([
        () => ({ kind: 'call', name: random.pick(['upper', 'lower', 'trim', 'reverse']), args: [sub('string')], type: 'string' }),
        () => ({ kind: 'binary', op: '||', left: sub('string'), right: sub('string'), type: 'string' }),
        () => ({
          kind: 'call',
          name: 'replace',
          args: [
            sub('string'),
            { kind: 'literal', value: 'a', type: 'string' },
            { kind: 'literal', value: 'xy', type: 'string' },
          ],
          type: 'string',
        }),
        () => ({
          kind: 'call',
          name: 'substring',
          args: [
            sub('string'),
            { kind: 'literal', value: 1 + random.below(3), type: 'int' },
            { kind: 'literal', value: random.below(4), type: 'int' },
          ],
          type: 'string',
        }),
        () => ({ kind: 'cast', input: sub(random.pick(['int', 'bigint', 'date'])), type: 'string' }),
      ])();
    case 'boolean':
      return predicateOf(random, scope, depth - 1);
    case 'date':
      return columns.length > 0 ? random.pick(columns) : literal(random, 'date');
  }
}
export function predicateOf(random: Random, scope: Scope, depth: number): Node {
  const sub = (): Node => predicateOf(random, scope, depth - 1);
  const type = random.pick(TYPES.filter((t) => t !== 'boolean'));
  const value = (t: ValueType = type): Node => expressionOf(random, scope, t, depth - 1);
  const compare = (): Node => {
    const other = isNumber(type) ? random.pick<ValueType>(['int', 'bigint', 'double']) : type;
    return {
      kind: 'binary',
      op: random.pick(['=', '<>', '<', '<=', '>', '>=']),
      left: value(),
      right: value(other),
      type: 'boolean',
    };
  };
  if (depth <= 0) return compare();
  return random.pick<() => Node>([
    compare,
    compare,
    () => ({ kind: 'binary', op: random.pick(['AND', 'OR']), left: sub(), right: sub(), type: 'boolean' }),
    () => ({ kind: 'not', input: sub(), type: 'boolean' }),
    () => ({ kind: random.pick(['isNull', 'isNotNull']), input: value(), type: 'boolean' }),
    () => ({
      kind: 'in',
      input: value(),
      list: Array.from({ length: 1 + random.below(4) }, () => literal(random, type)),
      type: 'boolean',
    }),
    () => ({
      kind: 'binary',
      op: random.chance(0.5) ? 'LIKE' : 'NOT LIKE',
      left: value('string'),
      right: { kind: 'literal', value: random.pick(['a%', '%b', '%b%', '_', 'a_', '%', 'Ä', '']), type: 'string' },
      type: 'boolean',
    }),
    () => ({ kind: 'binary', op: 'IS NOT DISTINCT FROM', left: value(), right: value(), type: 'boolean' }),
  ])();
}
const AGGREGATES: readonly {
  readonly name: string;
  readonly of: readonly ValueType[];
  readonly gives: (t: ValueType) => ValueType;
}[] = [
  { name: 'count', of: TYPES, gives: () => 'bigint' },
  { name: 'sum', of: ['int', 'double'], gives: (t) => (t === 'int' ? 'bigint' : 'double') },
  { name: 'avg', of: ['int', 'double', 'bigint'], gives: () => 'double' },
  { name: 'min', of: TYPES, gives: (t) => t },
  { name: 'max', of: TYPES, gives: (t) => t },
  { name: 'stddev_samp', of: ['int', 'double'], gives: () => 'double' },
  { name: 'var_pop', of: ['int', 'double'], gives: () => 'double' },
  { name: 'bool_and', of: ['boolean'], gives: () => 'boolean' },
  { name: 'bool_or', of: ['boolean'], gives: () => 'boolean' },
];
function aggregateOf(random: Random, scope: Scope): Node {
  const { name, of, gives } = random.pick(AGGREGATES);
  const filter = random.chance(0.15) ? predicateOf(random, scope, 1) : null;
  if (name === 'count' && random.chance(0.4))
    return { kind: 'aggregate', name, arg: null, distinct: false, filter, type: 'bigint' };
  const type = random.pick(of);
  const distinct = random.chance(0.2) && (name === 'count' || name === 'sum') && type !== 'double';
  return { kind: 'aggregate', name, arg: expressionOf(random, scope, type, 1), distinct, filter, type: gives(type) };
}
function windowOf(random: Random, scope: Scope): Node {
  const name = random.pick(['rank', 'dense_rank', 'count', 'sum', 'min', 'max']);
  const partitionBy = random.chance(0.7) ? [random.pick(scope)] : [];
  const orderBy =
    random.chance(0.8) || name.includes('rank')
      ? [{ input: random.pick(scope), descending: random.chance(0.5), nullsFirst: random.chance(0.5) }]
      : [];
  const arg = name.includes('rank') ? null : expressionOf(random, scope, 'int', 1);
  return { kind: 'window', name, arg, partitionBy, orderBy, type: name === 'min' || name === 'max' ? 'int' : 'bigint' };
}
const JOINS: readonly JoinType[] = ['INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'LEFT SEMI', 'LEFT ANTI'];

function selectOf(random: Random, tables: readonly TableDef[], types: readonly ValueType[] | null): Select {
  const columnsOf = (t: TableDef): Node[] =>
    t.columns.map((c) => ({ kind: 'column', table: t.name, name: c.name, type: c.type }));
  const [first, second] = random.chance(0.5) ? tables : [tables[1]!, tables[0]!];
  let scope: Node[] = columnsOf(first!);
  const joins: { type: JoinType; table: string; on: Node | null }[] = [];
  if (random.chance(0.4)) {
    const type = random.pick(JOINS);
    const right = columnsOf(second!);
    const equal: Node = { kind: 'binary', op: '=', left: scope[0]!, right: right[0]!, type: 'boolean' };
    const residual = random.chance(0.25)
      ? ({ kind: 'binary', op: 'AND', left: equal, right: predicateOf(random, [...scope, ...right], 1), type: 'boolean' } as Node)
      : equal;
    joins.push({ type, table: second!.name, on: type === 'CROSS' ? null : residual });
    if (type !== 'LEFT SEMI' && type !== 'LEFT ANTI') scope = [...scope, ...right];
  }
  const from: From = { table: first!.name, joins };
  const where = random.chance(0.5) ? predicateOf(random, scope, 2) : null;
  const base = { kind: 'select' as const, from, where, distinct: random.chance(0.15), groupBy: [], having: null };
  if (types) return { ...base, items: types.map((type) => expressionOf(random, scope, type, 2)) };
  if (random.chance(0.45)) {
    const groupBy = random.chance(0.8) ? random.some(scope).slice(0, 3) : [];
    const aggregates = Array.from({ length: 1 + random.below(3) }, () => aggregateOf(random, scope));
    const having = random.chance(0.2)
      ? ({
          kind: 'binary',
          op: '>',
          left: { kind: 'aggregate', name: 'count', arg: null, distinct: false, filter: null, type: 'bigint' },
          right: { kind: 'literal', value: 1, type: 'int' },
          type: 'boolean',
        } as Node)
      : null;
    return { ...base, distinct: false, items: [...groupBy, ...aggregates], groupBy, having };
  }
  const items = Array.from({ length: 1 + random.below(4) }, () => expressionOf(random, scope, random.pick(TYPES), 2));
  if (random.chance(0.2)) return { ...base, distinct: false, items: [...items, windowOf(random, scope)] };
  return { ...base, items };
}
export function caseOf(random: Random): Case {
  const tables = [tableOf(random, 't'), tableOf(random, 'u')];
  if (random.chance(0.15)) {
    const types = Array.from({ length: 1 + random.below(3) }, () => random.pick(TYPES));
    const [left, right] = [selectOf(random, tables, types), selectOf(random, tables, types)];
    const op = random.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT', 'INTERSECT ALL', 'EXCEPT ALL'] as const);
    return {
      tables,
      query: { kind: 'set', op, left: { ...left, distinct: false }, right: { ...right, distinct: false } },
      limit: null,
      width: types.length,
    };
  }
  const query = selectOf(random, tables, null);
  const limit = random.chance(0.3) ? { rows: random.below(12), offset: random.chance(0.4) ? random.below(5) : 0 } : null;
  return { tables, query, limit, width: query.items.length };
}
