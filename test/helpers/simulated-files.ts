// simulated-files.ts: a file system that keeps apart what was written and what is durable. `crashAt: n` makes the n-th change fail
// half done, and every later call too; `afterCrash(fate)` is the disk the next start finds. Un-synced writes may be lost, torn,
// turned to zeros, or be there although nobody synced them; so may names, cuts and deletions.

import type { DurableFile, DurableFiles } from '../../src/platform/durable-files.ts';

/** What became of everything that was not synced. `tail`: the second half of a write arrived, its first half reads as zeros. */
export const FATES = ['lost', 'kept', 'torn', 'tail', 'zeros'] as const;
export type Fate = (typeof FATES)[number];

export class Crash extends Error {
  constructor() {
    super('the machine crashed');
  }
}

type Change =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'cut'; readonly length: number };
/** `seen` is what reads give; `durable` with the `pending` changes applied. */
interface Inode {
  durable: Uint8Array;
  seen: Uint8Array;
  pending: Change[];
}
/** Names by folder. */
type Names = Map<string, Map<string, Inode>>;

export class SimulatedFiles implements DurableFiles {
  /** Changes made so far: a run without a crash tells how many there are to crash at. */
  changes = 0;
  readonly #crashAt: number;
  #crashed = false;
  readonly #names: Names;
  readonly #durableNames: Names;
  readonly log: string[] = [];

  constructor(options: { crashAt?: number; names?: Names } = {}) {
    this.#crashAt = options.crashAt ?? Infinity;
    this.#names = options.names ?? new Map();
    this.#durableNames = copyNames(this.#names);
  }
  get crashed(): boolean {
    return this.#crashed;
  }

  async open(path: string, mode: 'a' | 'w' | 'r+'): Promise<DurableFile> {
    this.#alive();
    const [folder, name] = split(path);
    const entries = this.#names.get(folder);
    if (!entries) throw new Error(`no folder ${folder}`);
    let inode = entries.get(name);
    if (!inode) {
      if (mode === 'r+') throw new Error(`no file ${path}`);
      this.#change(`make ${path}`);
      entries.set(name, (inode = { durable: new Uint8Array(), seen: new Uint8Array(), pending: [] }));
    } else if (mode === 'w' && inode.seen.length > 0) this.#apply(inode, { kind: 'cut', length: 0 }, `empty ${path}`);
    return this.#file(inode, path);
  }
  #file(inode: Inode, path: string): DurableFile {
    return {
      write: async (bytes) =>
        this.#apply(inode, { kind: 'write', at: inode.seen.length, bytes: bytes.slice() }, `write ${path} ${bytes.length}`),
      truncate: async (length) => this.#apply(inode, { kind: 'cut', length }, `cut ${path} ${length}`),
      sync: async () => {
        this.#change(`sync ${path}`);
        inode.durable = inode.seen;
        inode.pending = [];
      },
      close: async () => {},
    };
  }
  async makeFolder(path: string): Promise<readonly string[]> {
    this.#alive();
    if (this.#names.has(path)) return [];
    this.#change(`folder ${path}`);
    // Folders are durable at once: losing one is losing the names in it.
    this.#names.set(path, new Map());
    this.#durableNames.set(path, new Map());
    return [split(path)[0]];
  }
  async syncFolder(path: string): Promise<void> {
    this.#change(`sync names ${path}`);
    const entries = this.#names.get(path);
    if (entries) this.#durableNames.set(path, new Map(entries));
  }
  async read(path: string): Promise<Uint8Array | undefined> {
    this.#alive();
    const [folder, name] = split(path);
    return this.#names.get(folder)?.get(name)?.seen.slice();
  }
  async list(path: string): Promise<readonly string[]> {
    this.#alive();
    const below = [...this.#names].filter(([folder]) => folder === path || folder.startsWith(`${path}/`));
    return below
      .flatMap(([folder, entries]) => [...entries.keys()].map((name) => `${folder}/${name}`.slice(path.length + 1)))
      .sort();
  }
  async remove(path: string): Promise<void> {
    const [folder, name] = split(path);
    if (!this.#names.get(folder)?.has(name)) return this.#alive();
    this.#change(`remove ${path}`);
    this.#names.get(folder)!.delete(name);
  }

  /** The same disk, read by the next process. */
  afterCrash(fate: Fate, crashAt?: number): SimulatedFiles {
    const inodes = new Map<Inode, Inode>();
    const settled = (inode: Inode): Inode => {
      const known = inodes.get(inode);
      if (known) return known;
      const bytes = inode.pending.reduce((disk, change) => settle(disk, change, fate), inode.durable);
      const next = { durable: bytes, seen: bytes, pending: [] };
      inodes.set(inode, next);
      return next;
    };
    const names: Names = new Map();
    for (const [folder, entries] of fate === 'lost' ? this.#durableNames : this.#names)
      names.set(folder, new Map([...entries].map(([name, inode]) => [name, settled(inode)])));
    return new SimulatedFiles({ names, ...(crashAt === undefined ? {} : { crashAt }) });
  }

  #alive(): void {
    if (this.#crashed) throw new Crash();
  }
  #change(what: string): void {
    this.#alive();
    this.log.push(what);
    if (this.changes++ < this.#crashAt) return;
    this.#crashed = true;
    throw new Crash();
  }
  /** A crash in a write leaves it pending: whether any of it arrives is the fate's. */
  #apply(inode: Inode, change: Change, what: string): void {
    this.#alive();
    inode.pending.push(change);
    inode.seen = settle(inode.seen, change, 'kept');
    this.#change(what);
  }
}

function settle(disk: Uint8Array, change: Change, fate: Fate): Uint8Array {
  if (fate === 'lost') return disk;
  if (change.kind === 'cut') {
    const cut = new Uint8Array(change.length);
    cut.set(disk.subarray(0, change.length));
    return cut;
  }
  const { at, bytes } = change;
  const half = bytes.length >> 1;
  const end = fate === 'torn' ? at + half : at + bytes.length;
  const next = new Uint8Array(Math.max(disk.length, end));
  next.set(disk);
  if (fate === 'kept') next.set(bytes, at);
  if (fate === 'torn') next.set(bytes.subarray(0, half), at);
  if (fate === 'tail') next.set(bytes.subarray(half), at + half);
  return next;
}
function split(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at), path.slice(at + 1)];
}
const copyNames = (names: Names): Names => new Map([...names].map(([folder, entries]) => [folder, new Map(entries)]));
