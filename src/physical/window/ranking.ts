// Ranking functions: a pass over partitions and peer groups. Results are heap columns. Cost: a few ns a row.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { WindowFunction } from '../../functions/define.ts';
import { DOUBLE, INT } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Memory } from '../../column/memory.ts';
import { forEachPartition } from './sorted-rows.ts';
import type { SortedRows } from './sorted-rows.ts';

type Ranking = Extract<WindowFunction['evaluate'], 'row_number' | 'rank' | 'dense_rank' | 'percent_rank' | 'cume_dist' | 'ntile'>;
/** Writes the values of rows [from, to), peers of each other, the k-th such group of the partition [start, end). */
type WritePeers = (out: Int32Array | Float64Array, from: number, to: number, k: number, start: number, end: number) => void;

/** `buckets`: ntile's argument. */
export function rankRows(memory: Memory, rows: SortedRows, ranking: Ranking, buckets: number): Column {
  const n = rows.batch.length;
  const isDouble = ranking === 'percent_rank' || ranking === 'cume_dist';
  const ptr = memory.alloc(n * (isDouble ? 8 : 4));
  const out = isDouble ? memory.f64(ptr, n) : memory.i32(ptr, n);
  const write = WRITE[ranking](buckets);
  let peer = 0;
  forEachPartition(rows, (start, end) => {
    for (let k = 0; rows.peers[peer]! < end; k++, peer++) write(out, rows.peers[peer]!, rows.peers[peer + 1]!, k, start, end);
  });
  return makeColumn({ type: isDouble ? DOUBLE : INT, layout: 'fixed', length: n, ptr });
}
const WRITE: { readonly [R in Ranking]: (buckets: number) => WritePeers } = {
  row_number: () => (out, from, to, _k, start) => {
    for (let i = from; i < to; i++) out[i] = i - start + 1;
  },
  rank: () => (out, from, to, _k, start) => void out.fill(from - start + 1, from, to),
  dense_rank: () => (out, from, to, k) => void out.fill(k + 1, from, to),
  percent_rank: () => (out, from, to, _k, start, end) =>
    void out.fill(end - start > 1 ? (from - start) / (end - start - 1) : 0, from, to),
  cume_dist: () => (out, from, to, _k, start, end) => void out.fill((to - start) / (end - start), from, to),
  ntile: (buckets) => {
    if (!(buckets > 0)) throw new CaudalError('INVALID_ARGUMENT', `ntile takes a positive number of buckets, not ${buckets}.`);
    return (out, from, to, _k, start, end) => {
      // The first `larger` buckets hold one row more.
      const size = Math.floor((end - start) / buckets),
        larger = (end - start) % buckets,
        edge = larger * (size + 1);
      for (let i = from; i < to; i++) {
        const at = i - start;
        out[i] = at < edge ? Math.floor(at / (size + 1)) + 1 : larger + Math.floor((at - edge) / size) + 1;
      }
    };
  },
};
