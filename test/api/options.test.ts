// Options given as objects: wrong names and values are refused with an error that says what may stand there, by every method alike.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
});
afterAll(() => session.close());
const refused = async (run: () => Promise<unknown>): Promise<CaudalError> => {
  const error = await run().catch((e: unknown) => e);
  if (error instanceof CaudalError) return error;
  throw new Error(`not refused: ${String(error)}`);
};
const WRONG: readonly (readonly [options: unknown, parameter: string, hint: string])[] = [
  [{ timestamps: 'nonsense' }, 'timestamps', "It must be 'date', 'string' or 'bigint'."],
  [{ integers: 64 }, 'integers', "It must be 'number' or 'bigint'."],
  [{ decimals: null }, 'decimals', "It must be 'string' or 'number'."],
  [{ rows: 'arrays' }, 'rows', "It must be 'object' or 'array'."],
  [{ signal: new AbortController() }, 'signal', 'It must be an AbortSignal.'],
  [{ onProgress: true }, 'onProgress', 'It must be a function.'],
  [{ integer: 'bigint' }, 'integer', 'Did you mean integers?'],
];
describe('options of actions', () => {
  it.each(WRONG)('%j are refused by every action', async (options: any, parameter, hint) => {
    const frame = session.range(3);
    const actions = [
      () => frame.collect(options),
      () => frame.toColumns(options),
      () => frame.toArrow(options),
      () => frame.take(1, options),
      () => frame.first(options),
      () => frame.showString(1, true, options),
      () => frame.foreach(() => undefined, options),
      () => frame.batches(options).next(),
      () => frame.toLocalIterator(options).next(),
      () => frame.count(options),
    ];
    for (const action of actions) {
      const error = await refused(action);
      expect([error.code, error.params['parameter'], error.hint]).toEqual(['INVALID_PARAMETER_VALUE', parameter, hint]);
    }
  });
  it('leave the session usable, and what is undefined was not given', async () => {
    expect(await session.range(2).collect({ rows: 'array', integers: undefined, signal: undefined } as never)).toEqual([
      [0],
      [1],
    ]);
  });
  it('are those of writes and scripts too', async () => {
    const wrong = { signal: 'soon' } as never;
    expect((await refused(() => session.range(1).toFile('csv', wrong))).params['parameter']).toBe('signal');
    expect((await refused(() => session.execute('SELECT 1', undefined, wrong))).params['parameter']).toBe('signal');
    expect((await refused(() => session.range(1).write.saveAsTable('never', wrong))).params['parameter']).toBe('signal');
  });
});
describe('options of sessions', () => {
  it.each([
    [{ worker: 4 }, 'worker', 'Did you mean workers?'],
    [{ workers: -1 }, 'workers', 'It must be a whole number from 0.'],
    [{ memoryLimit: 'lots' }, 'memoryLimit', "It must be bytes or a size such as '2gb', at least 16 MB."],
    [{ memoryLimit: Number.NaN }, 'memoryLimit', "It must be bytes or a size such as '2gb', at least 16 MB."],
    [{ timestamps: 'ms' }, 'timestamps', "It must be 'date', 'string' or 'bigint'."],
    [{ connectors: [{ name: 'kafka' }] }, 'connectors', 'It must be a list of connectors such as kafka().'],
    [{ conf: 'a=b' }, 'conf', "It must be an object such as { 'sql.shuffle.partitions': 8 }."],
    [{ assets: { kernel: 1 } }, 'kernel', 'Options: worker, wasm.'],
  ])('%j are refused', async (options, parameter, hint) => {
    const error = await refused(() => Session.create(options as never));
    expect([error.code, error.params['parameter'], error.hint]).toEqual(['INVALID_PARAMETER_VALUE', parameter, hint]);
  });
});
