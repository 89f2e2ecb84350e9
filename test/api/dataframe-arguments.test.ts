// What DataFrame methods refuse, with an error that names the method, and names of aggregates given as an object.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';

let session: Session;
let frame: DataFrame<any>;
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
  frame = session.createDataFrame([{ id: 1, name: 'a', v: 1.5 }]);
});
afterAll(() => session.close());
const WRONG: readonly (readonly [name: string, call: (df: any) => unknown])[] = [
  ['explain()', (df) => df.explain('thorough')],
  ['agg()', (df) => df.agg()],
  ['agg()', (df) => df.agg('sum')],
  ['agg()', (df) => df.agg({ v: 'sum' }, { v: 'max' })],
  ['replace()', (df) => df.replace('a', 1)],
  ['replace()', (df) => df.replace(new Map<unknown, unknown>([[1, 'x']]))],
  ['show()', (df) => df.showString('many')],
];
describe('arguments', () => {
  it.each(WRONG)('that %s does not take are refused by name', async (name, call) => {
    const error = await (async () => call(frame))().catch((e: unknown) => e);
    if (!(error instanceof CaudalError)) throw new Error(`not refused: ${String(error)}`);
    expect([error.code, error.params['parameter']]).toEqual(['INVALID_PARAMETER_VALUE', name]);
  });
  it('name aggregates as Spark does', async () => {
    expect(await frame.agg({ v: 'mean', id: 'std', name: 'size' }).columns()).toEqual(['avg(v)', 'stddev(id)', 'count(name)']);
    expect(await frame.groupBy('id').agg({ '*': 'size' }).columns()).toEqual(['id', 'count(1)']);
  });
  it('leave NULL a replacement of any type', async () => {
    expect(await frame.replace('a', null).replace([1], [null]).collect()).toEqual([{ id: null, name: null, v: 1.5 }]);
  });
  it('print names of fields as they are in dtypes, quoted in DDL', async () => {
    const named = session.sql("SELECT named_struct('a b', 1) s");
    expect(await named.dtypes()).toEqual([['s', 'struct<a b:int>']]);
    expect((await named.toColumns())[0]!.type).toBe('struct<`a b`:int>');
  });
});
