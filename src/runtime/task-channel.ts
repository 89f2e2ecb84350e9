// The data path between the session's thread and a worker: tasks of a stage in one message, results in as few as their times allow.
// Plain messages beside comlink's: a call of comlink costs two listeners and a message each, and a message about what 30,000 rows do.
import { encodeFrame } from '../column/encode-frame.ts';
import { errorFromRecord, errorToRecord } from '../types/error.ts';
import type { CaudalError, ErrorRecord } from '../types/error.ts';
import { must } from '../types/assert.ts';
import type { Platform } from '../platform/platform.ts';
import type { Stage } from '../physical/physical.ts';
import { HeldStages } from './held-stages.ts';
import type { StageName } from './held-stages.ts';
import type { LocalWorker } from './local-worker.ts';
import type { LeafInput, StageRun, Task, TaskResult } from './message.ts';
import type { Wire } from './wire.ts';

interface TasksMessage {
  readonly kind: 'tasks';
  readonly run: Omit<StageRun, 'stage'>;
  readonly stage: StageName;
  readonly tasks: readonly Task[];
  /** The first task's; the others follow on. */
  readonly ticket: number;
}
type Outcome = { readonly ticket: number } & ({ readonly ok: TaskResult } | { readonly error: ErrorRecord });
interface ResultsMessage {
  readonly kind: 'results';
  readonly outcomes: readonly Outcome[];
}
const kindOf = (message: unknown): unknown => (message as { readonly kind?: unknown } | null)?.kind;
export const isTaskMessage = (message: unknown): boolean => kindOf(message) === 'tasks' || kindOf(message) === 'results';

interface Waiting {
  resolve(result: TaskResult): void;
  reject(error: unknown): void;
}
/** The session's end. */
export class TaskSender {
  readonly #wire: Wire;
  readonly #stages = new HeldStages();
  readonly #waiting = new Map<number, Waiting>();
  #lost: CaudalError | undefined;
  #nextTicket = 1;

  constructor(wire: Wire) {
    this.#wire = wire;
    wire.onMessage((message) => {
      if (kindOf(message) === 'results') for (const outcome of (message as ResultsMessage).outcomes) this.#settle(outcome);
    });
  }
  send({ stage, ...run }: StageRun, given: readonly Task[]): readonly Promise<TaskResult>[] {
    const tasks = given.map(withFrames);
    const ticket = this.#nextTicket;
    this.#nextTicket += tasks.length;
    const results = tasks.map(
      (_, i) => new Promise<TaskResult>((resolve, reject) => void this.#waiting.set(ticket + i, { resolve, reject })),
    );
    if (this.#lost) this.fail(this.#lost);
    else {
      const message: TasksMessage = { kind: 'tasks', run, stage: this.#stages.name(stage), tasks, ticket };
      try {
        this.#wire.postMessage(message, tasks.flatMap(ownFrames));
      } catch (error) {
        this.#stages.forget(stage);
        tasks.forEach((_, i) => this.#take(ticket + i)?.reject(error));
      }
    }
    return results;
  }
  /** The worker is gone: nobody is answered any more. */
  fail(error: CaudalError): void {
    this.#lost = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
  #settle(outcome: Outcome): void {
    const waiting = this.#take(outcome.ticket);
    if ('ok' in outcome) waiting?.resolve(outcome.ok);
    else waiting?.reject(errorFromRecord(outcome.error));
  }
  #take(ticket: number): Waiting | undefined {
    const waiting = this.#waiting.get(ticket);
    this.#waiting.delete(ticket);
    return waiting;
  }
}
function withFrames(task: Task): Task {
  const entries = Object.entries(task.inputs);
  if (!entries.some(([, input]) => input.kind === 'rows')) return task;
  const inputs = entries.map(([leaf, input]): [string, LeafInput] => {
    if (input.kind !== 'rows') return [leaf, input];
    const { schema, columns, rows } = input.piece;
    return [leaf, { kind: 'frames', frames: [encodeFrame(schema, columns, rows)], shared: false }];
  });
  return { ...task, inputs: Object.fromEntries(inputs) };
}
const ownFrames = ({ inputs }: Task): ArrayBuffer[] =>
  Object.values(inputs).flatMap((input) => (input.kind === 'frames' && !input.shared ? [...input.frames] : []));

/** The worker's end. Results wait for the next turn of the event loop, which comes every few milliseconds, or for the last of them. */
export function receiveTasks(wire: Wire, platform: Platform, worker: () => LocalWorker): void {
  const stages = new Map<number, Stage>();
  let running = 0;
  let done: Outcome[] = [];
  const flush = (): void => {
    if (done.length === 0) return;
    const outcomes = done;
    done = [];
    const frames = outcomes.flatMap((o) => ('ok' in o ? o.ok.frames.filter((f) => f !== null) : []));
    wire.postMessage({ kind: 'results', outcomes } satisfies ResultsMessage, frames);
  };
  const finish = (outcome: Outcome): void => {
    done.push(outcome);
    if (--running === 0) flush();
    else if (done.length === 1) void platform.macrotask().then(flush);
  };
  wire.onMessage((message) => {
    if (kindOf(message) !== 'tasks') return;
    const { run, stage, tasks, ticket } = message as TasksMessage;
    for (const number of stage.forget ?? []) stages.delete(number);
    if (stage.stage) stages.set(stage.number, stage.stage);
    running += tasks.length;
    worker()
      .runTasks({ ...run, stage: must(stages.get(stage.number), `stage ${stage.number}`) }, tasks)
      .forEach((result, i) => {
        result.then(
          (ok) => finish({ ticket: ticket + i, ok }),
          (error: unknown) => finish({ ticket: ticket + i, error: errorToRecord(error) }),
        );
      });
  });
}
