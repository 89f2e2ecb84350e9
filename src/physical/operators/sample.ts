// Sample: keeps each row with a probability, by a seeded generator over row numbers of the task: the same rows at any batch size.
// With replacement a row comes as often as a Poisson draw says. State: the generator.
import { makeBatch } from '../../column/batch.ts';
import { takeColumn } from '../../wasm/move.ts';
import type { OperatorDef } from '../operator.ts';

/** 2^64 / the golden ratio: multiples of it are far apart. */
const GOLDEN = 0x9e3779b97f4a7c15n;
/** Mulberry-like 32-bit generator: small state, good enough for sampling. */
function generatorOf(seed: bigint): () => number {
  let state = Number(BigInt.asUintN(32, seed ^ (seed >> 32n)));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
function poisson(mean: number, random: () => number): number {
  const floor = Math.exp(-mean);
  let k = 0;
  for (let p = random(); p > floor; p *= random()) k++;
  return k;
}

export const sample: OperatorDef<'Sample'> = {
  kind: 'Sample',
  feedOrder: [0],
  explain: (node) => `${node.fraction}${node.withReplacement ? ' with replacement' : ''}`,
  open(node, { engine, evaluation }) {
    // Tasks draw on their own: one sequence for all would keep the same rows of each.
    const random = generatorOf(node.seed + BigInt(evaluation.taskIndex ?? 0) * GOLDEN);
    const temp = (bytes: number): number => engine.memory.temp(bytes);
    return {
      onBatch(_port, batch, out) {
        const ids: number[] = [];
        for (let row = 0; row < batch.length; row++) {
          const times = node.withReplacement ? poisson(node.fraction, random) : random() < node.fraction ? 1 : 0;
          for (let t = 0; t < times; t++) ids.push(row);
        }
        if (ids.length === 0) return 'done';
        const idsPtr = temp(ids.length * 4);
        engine.memory.u32(idsPtr, ids.length).set(ids);
        out.emit(
          makeBatch(
            ids.length,
            batch.columns.map((column) => takeColumn(engine, column, idsPtr, ids.length, temp)),
          ),
        );
        return 'done';
      },
      onEnd: () => 'done',
      resume: () => 'done',
      close: () => undefined,
    };
  },
};
