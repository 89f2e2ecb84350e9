// A tree of batch operators run to its end within a call of another operator: what Recompute does at the end of an epoch.
import type { Batch } from '../column/batch.ts';
import type { OperatorContext } from '../physical/operator.ts';
import type { LeafNode, PhysicalNode } from '../physical/physical.ts';
import { Pipeline } from './pipeline.ts';

export function rerun(
  context: OperatorContext,
  root: PhysicalNode,
  rowsOf: (leaf: LeafNode) => Iterable<Batch>,
  accept: (batch: Batch) => void,
): void {
  const { memory } = context.engine;
  const base = memory.mark();
  const sink = {
    accept(batch: Batch): boolean {
      accept(batch);
      return true;
    },
  };
  const pipeline = new Pipeline(root, sink, context);
  const drain = (): void => {
    while (pipeline.drainStep());
  };
  try {
    for (const leaf of pipeline.leaves) {
      for (const batch of rowsOf(leaf.node)) {
        if (pipeline.isClosed(leaf)) break;
        pipeline.push(leaf, batch);
        drain();
        memory.release(base);
      }
      pipeline.end(leaf);
      drain();
    }
  } finally {
    pipeline.close();
    memory.release(base);
  }
}
