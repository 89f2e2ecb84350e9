// noop: runs the query and keeps nothing.
import type { SinkDefinition } from '../sink.ts';

export const noopSink: SinkDefinition = {
  name: 'noop',
  modes: ['append', 'update', 'complete', 'changelog'],
  create: () => ({ description: 'noop', addEpoch: () => undefined }),
};
