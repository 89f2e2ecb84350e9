// Plans, commits and state files at every crash: a restart finds the state of its last commit, whole, whatever was not synced.

import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../src/column/encode-frame.ts';
import { decodeFrame } from '../../src/column/result.ts';
import { resultValues } from '../../src/column/result-values.ts';
import { Checkpoint, readHistory } from '../../src/checkpoint/checkpoint.ts';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { decodeState, encodeState } from '../../src/checkpoint/state-file.ts';
import type { SavedState } from '../../src/checkpoint/state-file.ts';
import type { CheckpointStore } from '../../src/platform/checkpoint-store.ts';
import { folderStore } from '../../src/platform/durable-files.ts';
import { BIGINT, STRING } from '../../src/types/data-type.ts';
import { FATES, SimulatedFiles } from '../helpers/simulated-files.ts';

const fields = [
  { name: 'key', type: STRING, nullable: false },
  { name: 'n', type: BIGINT, nullable: false },
];
/** State of one partition: the key of the epoch. */
const stateOf = (epoch: number, partition: number, isBase: boolean): SavedState => ({
  stateId: 0,
  partition,
  partitions: 2,
  hash: 1,
  hashedKeys: 1,
  isBase,
  tables: [{ name: 'groups', fields, keys: 1, puts: encodeFrame(fields, [[`k${epoch}`], [BigInt(epoch)]], 1), removed: null }],
});
const rowsOf = (states: readonly SavedState[]): string[] =>
  states.flatMap(({ partition, tables }) =>
    tables.flatMap(({ puts }) =>
      decodeFrame(puts!).batches.flatMap((batch) => resultValues(batch.columns[0]!).map((key) => `${partition}:${String(key)}`)),
    ),
  );

const storeOn = (files: SimulatedFiles): CheckpointStore => folderStore(files, '/c', async () => ({ release: async () => {} }));
interface Found {
  readonly queryId: string;
  readonly committed: number;
  readonly rows: readonly string[];
}
/** Continues to the given epoch, saving state at each; tells what it found and how far it got. `cuts`: the log is cut whenever that pays. */
async function run(files: SimulatedFiles, upTo: number, cuts = false): Promise<{ found?: Found; committed: number }> {
  let found: Found | undefined;
  let committed = -1;
  try {
    const checkpoint = await Checkpoint.open(storeOn(files), 'c', `query-${files.changes}`);
    committed = checkpoint.history.commits.at(-1)?.epoch ?? -1;
    await checkpoint.begin({});
    found = { queryId: checkpoint.queryId, committed, rows: rowsOf(await checkpoint.readState()) };
    for (let epoch = committed + 1; epoch <= upTo; epoch++) {
      await checkpoint.plan(epoch, { from: epoch });
      const isBase = checkpoint.wantsBase;
      const states = isBase
        ? [stateOf(epoch, 0, true), stateOf(epoch, 1, true)]
        : [stateOf(epoch, 0, false), stateOf(epoch, 1, false)];
      await checkpoint.commitWithState(epoch, { to: epoch }, states, isBase);
      committed = epoch;
      if (cuts) await checkpoint.compact(1, () => 'noted', 0);
    }
    await checkpoint.close();
  } catch (error) {
    if (!files.crashed) throw error;
  }
  return { ...(found && { found }), committed };
}
/** The state at each epoch: deltas of the size of their base are written anew after three. */
const STATE = [['k0'], ['k0', 'k1'], ['k0', 'k1', 'k2'], ['k0', 'k1', 'k2', 'k3'], ['k4'], ['k4', 'k5']];
const stateAt = (epoch: number): string[] => (STATE[epoch] ?? []).flatMap((key) => [`0:${key}`, `1:${key}`]);

describe('a checkpoint', () => {
  test.each([false, true])(
    'is whole after a crash at every change, with every fate of what was not synced; cuts: %s',
    async (cuts) => {
      const whole = new SimulatedFiles();
      await run(whole, 5, cuts);
      expect(whole.log.some((change) => change.includes('snapshot-'))).toBe(cuts);
      for (let crashAt = 0; crashAt < whole.changes; crashAt++)
        for (const fate of FATES) {
          const files = new SimulatedFiles({ crashAt });
          const before = await run(files, 5, cuts);
          const { found } = await run(files.afterCrash(fate), 5, cuts);
          const at = `${crashAt} ${fate}`;
          expect(found!.committed, at).toBeGreaterThanOrEqual(before.committed);
          expect(found!.committed, at).toBeLessThanOrEqual(before.committed + 1);
          expect(found!.rows, at).toEqual(stateAt(found!.committed));
        }
      expect(whole.changes).toBeGreaterThan(60);
    },
  );

  test('keeps the id of its query and only files that a commit names', async () => {
    const store = memoryStore();
    const first = await Checkpoint.open(store, 'c', 'one');
    await first.begin({ of: 'test' });
    await first.plan(0, {});
    await first.commitWithState(0, {}, [stateOf(0, 0, true)], true);
    await store.write('state/9-0-0-1.base', new Uint8Array(3));
    await first.close();
    const second = await Checkpoint.open(store, 'c', 'two');
    await second.begin({ of: 'test' });
    expect(second.queryId).toBe('one');
    expect(await store.list('state/')).toEqual(['state/0-0-0-1.base']);
    await second.close();
  });

  test('writes a base again after ten deltas, and deletes what it replaces', async () => {
    const store = memoryStore();
    const checkpoint = await Checkpoint.open(store, 'c', 'one');
    await checkpoint.begin({ of: 'test' });
    const big: SavedState = {
      ...stateOf(0, 0, true),
      tables: [
        {
          ...stateOf(0, 0, true).tables[0]!,
          puts: encodeFrame(
            fields,
            [Array.from({ length: 5000 }, (_, i) => `k${i}`), Array.from({ length: 5000 }, (_, i) => BigInt(i))],
            5000,
          ),
        },
      ],
    };
    await checkpoint.commitWithState(0, {}, [big], true);
    const bases: number[] = [];
    for (let epoch = 1; epoch <= 25; epoch++) {
      if (checkpoint.wantsBase) bases.push(epoch);
      await checkpoint.commitWithState(
        epoch,
        {},
        [bases.includes(epoch) ? big : stateOf(epoch, 0, false)],
        bases.includes(epoch),
      );
    }
    expect(bases).toEqual([11, 22]);
    expect((await store.list('state/')).filter((name) => name.endsWith('base'))).toEqual(['state/22-0-0-1.base']);
  });

  test('of a planned epoch that was planned again, the last plan counts', async () => {
    const store = memoryStore();
    const checkpoint = await Checkpoint.open(store, 'c', 'one');
    await checkpoint.begin({ of: 'test' });
    await checkpoint.plan(0, 'a');
    await checkpoint.plan(0, 'b');
    await checkpoint.commit(0, 'done');
    const { queryId, query, plans, commits } = await readHistory(store, 'c');
    expect({ queryId, query, plans, commits }).toEqual({
      queryId: 'one',
      query: { of: 'test' },
      plans: [{ kind: 'plan', epoch: 0, body: 'b' }],
      commits: [{ kind: 'commit', epoch: 0, body: 'done' }],
    });
  });
});

describe('state files', () => {
  test('every damaged byte is found', () => {
    const bytes = encodeState(stateOf(3, 1, true));
    expect(rowsOf([decodeState(bytes, 'f')])).toEqual(['1:k3']);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at]! ^= 0x10;
      expect(() => decodeState(damaged, 'f'), String(at)).toThrow(/CHECKPOINT_(CORRUPT|NEWER)/);
    }
    expect(() => decodeState(new Uint8Array(3), 'f')).toThrow(/CHECKPOINT_CORRUPT/);
  });
  test.each([
    ['gone', async (store: CheckpointStore, file: string) => store.delete(file)],
    ['another', async (store: CheckpointStore, file: string) => store.write(file, encodeState(stateOf(7, 0, true)))],
    ['cut', async (store: CheckpointStore, file: string) => store.truncate(file, 40)],
  ])('a committed one that is %s is an error', async (_, harm) => {
    const store = memoryStore();
    const first = await Checkpoint.open(store, 'c', 'one');
    await first.begin({ of: 'test' });
    await first.commitWithState(0, {}, [stateOf(0, 0, true)], true);
    await first.close();
    await harm(store, 'state/0-0-0-1.base');
    const second = await Checkpoint.open(store, 'c', 'one');
    await second.begin({ of: 'test' });
    await expect(second.readState()).rejects.toMatchObject({
      code: 'CHECKPOINT_CORRUPT',
      params: { file: 'c/state/0-0-0-1.base' },
    });
  });
});
