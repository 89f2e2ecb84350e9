// exports.ts: kernels of joins.
export { expandPairs, groupRows, maskIds, markRows, matchedRows } from './expand';
