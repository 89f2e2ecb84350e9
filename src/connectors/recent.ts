// recent.ts: what was found out about large local files lately, so that the next query over them need not look again. The key names the
// state of the files (size, time, inode); small files are always looked at: they may change within one tick of the file system's clock.
import type { SourceFile } from './files.ts';

const MIN_BYTES = 1 << 20;

export class Recent<T> {
  readonly #entries = new Map<string, T>();
  readonly #most: number;
  /** `most`: how many are kept. */
  constructor(most = 64) {
    this.#most = most;
  }

  async get(files: readonly SourceFile[], more: unknown, find: () => Promise<T>): Promise<T> {
    if (files.some(({ handle, size }) => handle.kind !== 'path' || size < MIN_BYTES)) return find();
    const key = JSON.stringify([files.map(({ label, version, partitions }) => [label, version, partitions]), more]);
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const found = await find();
    if (this.#entries.size >= this.#most) this.#entries.delete(this.#entries.keys().next().value!);
    this.#entries.set(key, found);
    return found;
  }
}
