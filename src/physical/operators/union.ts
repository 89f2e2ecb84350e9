// Union: passes every input on, in input order. Types were made equal in analysis. State: none.
import { makeBatch } from '../../column/batch.ts';
import type { OperatorDef } from '../operator.ts';

export const union: OperatorDef<'Union'> = {
  kind: 'Union',
  feedOrder: [],
  explain: () => '',
  open: () => ({
    onBatch(_port, batch, out) {
      out.emit(makeBatch(batch.length, batch.columns));
      return 'done';
    },
    onEnd: () => 'done',
    resume: () => 'done',
    close: () => undefined,
  }),
};
