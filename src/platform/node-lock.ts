// node-lock.ts: one opener per folder among the processes of a machine. The lock is the highest `lock-<n>`; to take it is to make
// n + 1 with O_EXCL when n was released or its process is gone. The highest one is never deleted, so no two takers can both win.
import { CaudalError } from '../types/error.ts';
import { builtin } from './builtin.ts';
import type { CheckpointLock } from './checkpoint-store.ts';

/** `started` is the process's start as its machine counts it: a number that was given to another process does not pass for it. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly started: string | null;
  readonly time: number;
  readonly released?: true;
}
/** Between the making of a lock file and the writing of its text lies less than this. */
const WRITING_MS = 2000;
const BOOT_SLACK_MS = 10_000;

export async function lockFolder(folder: string): Promise<CheckpointLock> {
  const fs = builtin('node:fs');
  fs.mkdirSync(folder, { recursive: true });
  for (;;) {
    const numbers = lockNumbers(folder);
    const last = numbers.at(-1) ?? 0;
    if (last > 0) await refuseIfHeld(folder, last);
    const path = `${folder}/lock-${last + 1}`;
    const holder = ownHolder();
    try {
      fs.writeFileSync(path, JSON.stringify(holder), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw error;
    }
    // A listing made while another taker worked may have missed its file.
    if (lockNumbers(folder).at(-1)! > last + 1) {
      fs.rmSync(path);
      continue;
    }
    for (const n of numbers) fs.rmSync(`${folder}/lock-${n}`, { force: true });
    return {
      async release() {
        if (fs.existsSync(path)) fs.writeFileSync(path, JSON.stringify({ ...holder, released: true }));
      },
    };
  }
}

const lockNumbers = (folder: string): number[] =>
  builtin('node:fs')
    .readdirSync(folder)
    .flatMap((name) => /^lock-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);

function ownHolder(): Holder {
  const { pid } = process;
  return { pid, host: builtin('node:os').hostname(), started: startOf(pid) ?? null, time: Date.now() };
}

async function refuseIfHeld(folder: string, n: number): Promise<void> {
  const path = `${folder}/lock-${n}`;
  const holder = await readHolder(path);
  if (holder === undefined || !isHeld(holder)) return;
  const elsewhere = holder.host !== builtin('node:os').hostname();
  const who = `process ${holder.pid}${elsewhere ? ` of ${holder.host}` : ''}`;
  throw new CaudalError('CHECKPOINT_IN_USE', `${folder} is in use by ${who}.`, {
    params: { path: folder, pid: String(holder.pid), host: holder.host },
    hint: elsewhere
      ? `From here nobody can see whether that process still runs. If it does not, delete ${path}.`
      : 'Stop that query first, or give this one a checkpoint of its own.',
  });
}

/** undefined when the file went away or its writer died over it. */
async function readHolder(path: string): Promise<Holder | undefined> {
  const fs = builtin('node:fs');
  for (;;) {
    const stats = fs.statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    try {
      return JSON.parse(fs.readFileSync(path, 'utf8')) as Holder;
    } catch {
      // Not written yet, or never to be.
      if (Date.now() - stats.mtimeMs > WRITING_MS) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

function isHeld(holder: Holder): boolean {
  if (holder.released) return false;
  const os = builtin('node:os');
  if (holder.host !== os.hostname()) return true;
  if (!exists(holder.pid)) return false;
  const started = startOf(holder.pid);
  if (holder.started !== null && started !== undefined) return started === holder.started;
  return holder.time > Date.now() - os.uptime() * 1000 - BOOT_SLACK_MS;
}
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Boot and clock ticks from /proc; undefined where there is none to read; `ended` for a process that nobody waited for yet. */
function startOf(pid: number): string | undefined {
  const fs = builtin('node:fs');
  try {
    const fields = fs
      .readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return fields[0] === 'Z' ? 'ended' : `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}
