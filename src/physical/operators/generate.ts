// Generate: explode and the like: each input row followed by each row its generator gives. `outer`: one row of NULLs when there is none.
// State: none. Order: kept. Cost: one-row oracle per input row.
import { makeBatch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { formatExpr } from '../../expr/format.ts';
import { typeOf } from '../../expr/type-of.ts';
import { findFunction } from '../../functions/index.ts';
import type { Value } from '../../types/value.ts';
import { takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { OperatorDef } from '../operator.ts';

export const generate: OperatorDef<'Generate'> = {
  kind: 'Generate',
  feedOrder: [0],
  explain: (node) => `${node.name}(${node.args.map(formatExpr).join(', ')})${node.outer ? ' outer' : ''}`,
  open(node, context) {
    const { engine } = context;
    const definition = findFunction(node.name);
    if (definition?.kind !== 'generator') throw new Error(`${node.name} is not a generator`);
    const args = compileExprs(node.args, node.input.output, context);
    const types = node.args.map(typeOf);
    const made = node.output.slice(node.input.output.length);
    const temp = (bytes: number): number => engine.memory.temp(bytes);
    return {
      onBatch(_port, batch, out) {
        const inputs = args.evaluate(batch).map((column) => readValues(engine.memory, column));
        const ids: number[] = [],
          rows: (readonly Value[])[] = [];
        for (let row = 0; row < batch.length; row++) {
          const results = definition.value(
            inputs.map((values) => values[row]!),
            types,
          );
          const kept = results.length === 0 && node.outer ? [made.map(() => null)] : results;
          for (const result of kept) {
            ids.push(row);
            rows.push(result);
          }
        }
        if (ids.length === 0) return 'done';
        const idsPtr = temp(ids.length * 4);
        engine.memory.u32(idsPtr, ids.length).set(ids);
        const kept = batch.columns.map((column) => takeColumn(engine, column, idsPtr, ids.length, temp));
        const added = made.map((a, c) =>
          buildColumn(
            engine.memory,
            a.type,
            rows.map((row) => row[c]!),
            temp,
          ),
        );
        out.emit(makeBatch(ids.length, [...kept, ...added]));
        return 'done';
      },
      onEnd: () => 'done',
      resume: () => 'done',
      close: () => args.close(),
    };
  },
};
