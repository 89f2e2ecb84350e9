// Observe: passes rows on, and gives a copy of the observed columns to the driver, which makes the epoch's metrics of them.
import { makeBatch } from '../../column/batch.ts';
import { must } from '../../types/assert.ts';
import type { Operator, OperatorContext, OperatorDef } from '../operator.ts';
import type { ObserveNode } from '../physical.ts';

export const observe: OperatorDef<'Observe'> = {
  kind: 'Observe',
  feedOrder: [0],
  explain: ({ columns }) => `[${columns.map((c) => c.name).join(', ')}]`,
  open: (node, context) => observing(node, context),
};

function observing({ tag, columns, input }: ObserveNode, { stream }: OperatorContext): Operator {
  const ordinals = columns.map((column) => input.output.findIndex((a) => a.id === column.id));
  return {
    onBatch(_port, batch, out) {
      const observed = makeBatch(
        batch.length,
        ordinals.map((ordinal) => batch.columns[ordinal]!),
      );
      if (batch.length > 0) must(stream, 'a stream around Observe').sideOutput(tag, columns, observed);
      out.emit(batch);
      return 'done';
    },
    onEnd: () => 'done',
    resume: () => 'done',
    close: () => undefined,
  };
}
