// remove-watermarks: event time means nothing where the rows are bounded.
import { isStreaming } from '../../plan/is-streaming.ts';
import { nodeRule } from '../rule.ts';

export const removeWatermarks = nodeRule('remove-watermarks', (plan) =>
  plan.kind === 'EventTimeWatermark' && !isStreaming(plan.input) ? plan.input : plan,
);
