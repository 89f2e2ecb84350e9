// Joins of a stream with rows that are all there: which side may be the stream, so that each of its rows is joined once, as it comes.
import type { JoinKind } from './logical.ts';

export const STREAM_SIDES: { readonly [K in JoinKind]: readonly ('left' | 'right')[] } = {
  inner: ['left', 'right'],
  cross: ['left', 'right'],
  left: ['left'],
  left_semi: ['left'],
  left_anti: ['left'],
  right: ['right'],
  full: [],
};
