// operator.ts: runs one operator over batches as the pipeline driver does: arena rewound between calls, output read before the next call.

import type { Batch } from '../../src/column/batch.ts';
import { readValue } from '../../src/column/values.ts';
import type { Operator, OperatorContext, Output, Step } from '../../src/physical/operator.ts';
import type { Value } from '../../src/types/value.ts';
import type { EngineInstance } from '../../src/wasm/instance.ts';

export const operatorContext = (engine: EngineInstance, batchRows: number): OperatorContext => ({
  engine,
  batchRows,
  evaluation: { timeZone: 'UTC', nowUs: 0n, ansi: true },
});
/** Output rows. `batches` are made one at a time, in temp memory; the operator is closed at the end. */
export function runOperator(engine: EngineInstance, operator: Operator, batches: Iterable<Batch>): Value[][] {
  const { memory } = engine;
  const rows: Value[][] = [];
  const out: Output = {
    emit(batch) {
      for (let row = 0; row < batch.length; row++) rows.push(batch.columns.map((column) => readValue(memory, column, row)));
      return true;
    },
  };
  const drain = (first: Step): void => {
    const mark = memory.mark();
    for (let step = first; step === 'more'; step = operator.resume(out)) memory.release(mark);
  };
  try {
    for (const batch of batches) {
      drain(operator.onBatch(0, batch, out));
      memory.release(0);
    }
    drain(operator.onEnd(0, out));
  } finally {
    operator.close();
    memory.clearArena();
  }
  return rows;
}
