// runner.ts: runs one streaming case through the public API alone: builds its job, starts it into a memory sink, takes the steps in order.
// A case fails at its first check that does not hold; the error says which step.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as lib from '../../../src/index.ts';
import { manualClock } from '../../../src/entries/testing.ts';
import type { CaseRow, CaseStep, StreamingCase } from './case.ts';
import { differsAsMultiset, plain } from './compare.ts';
import { CHECKS } from './checks.ts';

type Session = lib.Session;
type DataFrame = lib.DataFrame;
type Stream = ReturnType<Session['memoryStream']>;
type Query = Awaited<ReturnType<DataFrame['writeStream']['start']>>;
type Writer = DataFrame['writeStream'];
interface Job {
  readonly df: DataFrame;
  readonly outputMode: string;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
  readonly trigger?: Parameters<Writer['trigger']>[0];
}
type JobBody = (scope: { session: Session; lib: object; inputs: Record<string, Stream>; clock: object }) => Promise<Job>;
const AsyncFunction = (async () => undefined).constructor as new (parameter: string, body: string) => JobBody;

const TIMEOUT_MS = 60_000;
/** Words that check, and are not in the table of checks. */
const OWN_CHECKS: ReadonlySet<string> = new Set(['expectError', 'expectWindows', 'expectMerged']);

/** A check failed; `message` says where and how. */
export class CaseFailure extends Error {}

/** Runs a case; rejects with a CaseFailure, or with what the engine threw. */
export async function runCase(one: StreamingCase, workers: number): Promise<void> {
  const finals = one.steps.some((step) => step.expectFinal);
  const others = one.steps.some((step) => Object.keys(step).some((word) => word in CHECKS || OWN_CHECKS.has(word)));
  if (!finals && !others) throw new CaseFailure(`case ${one.id} checks nothing`);
  if (others) await withTimeout(new CaseRun(one, workers, 'first').run());
  if (finals) await withTimeout(new CaseRun(one, workers, 'final').run());
}

async function withTimeout(run: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new CaseFailure(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the checks see of a run. */
export class CaseRun {
  readonly case: StreamingCase;
  readonly directory = mkdtempSync(join(tmpdir(), 'caudal-case-'));
  /** Rows of the sink by call of processAllAvailable: all, and those since the last `expect`. */
  all: (readonly CaseRow[])[] = [];
  recent: (readonly CaseRow[])[] = [];
  /** Batch id of the first epoch after the last input step. */
  inputFrom = 0;
  session!: Session;
  query!: Query;
  readonly #workers: number;
  readonly #run: 'first' | 'final';
  readonly #clock = manualClock();
  readonly #inputs: Record<string, Stream> = {};
  #job!: Job;
  #starts = 0;
  #seen = 0;

  constructor(one: StreamingCase, workers: number, run: 'first' | 'final') {
    this.case = one;
    this.#workers = workers;
    this.#run = run;
  }

  async run(): Promise<void> {
    this.session = await lib.Session.create({
      clock: this.#clock,
      timeZone: 'UTC',
      workers: this.#workers,
      ...(this.case.conf ? { conf: this.case.conf } : {}),
    });
    const expected = this.case.steps.find((step) => step.expectError !== undefined)?.expectError;
    try {
      if (expected === undefined) await this.#steps();
      else await this.#expectError(expected);
    } finally {
      await this.session.close();
      rmSync(this.directory, { recursive: true, force: true });
    }
  }

  async #steps(): Promise<void> {
    await this.#build();
    if (!this.#once) await this.#start();
    for (const [index, step] of this.case.steps.entries()) {
      try {
        await this.#act(step);
        await this.#check(step);
      } catch (error) {
        const { message } = error as Error;
        const where = `step ${index} ${JSON.stringify(step).slice(0, 160)}: ${message}`;
        if (error instanceof CaseFailure) throw new CaseFailure(where);
        throw new Error(where, { cause: error });
      }
    }
  }

  async #expectError(expected: string): Promise<void> {
    let thrown: unknown;
    try {
      await this.#build();
      await this.#start();
      const feeding = this.case.steps.find((step) => step.input !== undefined || step.inputs !== undefined);
      if (feeding) this.#feed(feeding);
      await this.query.processAllAvailable();
    } catch (error) {
      thrown = error;
    }
    if (thrown === undefined) throw new CaseFailure(`no error, expected ${expected}`);
    if (!(thrown instanceof lib.CaudalError)) throw new Error('not an error of the engine', { cause: thrown });
    const { code, message } = thrown;
    const matches =
      code === expected || code.startsWith(`${expected}.`) || message.toLowerCase().includes(expected.toLowerCase());
    if (!matches) throw new CaseFailure(`expected error ${expected}, got ${code}: ${message}`);
  }

  async #build(): Promise<void> {
    const body = new AsyncFunction('{ session, lib, inputs, clock }', this.case.job);
    this.#job = await body({ session: this.session, lib, inputs: this.#inputs, clock: this.#clock });
  }
  get #once(): boolean {
    return this.#job.trigger !== undefined && 'once' in this.#job.trigger;
  }
  get #outputMode(): string {
    return this.#run === 'final' ? 'append' : this.#job.outputMode;
  }
  get tableName(): string {
    return `out_${this.#starts}`;
  }

  async #start(): Promise<void> {
    this.#starts++;
    this.#seen = 0;
    const writer = this.#job.df.writeStream
      .format('memory')
      .queryName(this.tableName)
      .outputMode(this.#outputMode as Parameters<Writer['outputMode']>[0])
      .options(this.#job.options ?? {})
      .option('checkpointLocation', this.directory);
    this.query = await (this.#job.trigger ? writer.trigger(this.#job.trigger) : writer).start();
  }

  /** Rows of the memory table now, as the case writes them. */
  async table(): Promise<CaseRow[]> {
    const rows = (await this.session.table(this.tableName).collect()) as Record<string, unknown>[];
    return rows.map((row) => this.#values(row));
  }
  #values(row: Record<string, unknown>): CaseRow {
    const { tombstone, columns } = this.case;
    const removed = tombstone !== undefined && ['-U', '-D'].includes(row['_change_type'] as string);
    return columns.map((name) => {
      if (!(name in row)) throw new CaseFailure(`the result has no column ${name}`);
      return removed && name === tombstone ? null : plain(row[name]);
    });
  }

  /** Everything that waits is processed; the rows the sink gained go to `all` and `recent`. */
  async settle(): Promise<readonly CaseRow[]> {
    await this.query.processAllAvailable();
    return this.#gain();
  }
  async #gain(): Promise<readonly CaseRow[]> {
    const rows = await this.table();
    const gained = this.#outputMode === 'complete' ? rows : rows.slice(this.#seen);
    this.#seen = rows.length;
    this.all.push(gained);
    this.recent.push(gained);
    return gained;
  }

  async #act(step: CaseStep): Promise<void> {
    const isFed = step.rows !== undefined || step.inputs !== undefined;
    if (isFed && step.input !== undefined && this.case.perRow) {
      this.#noteInput();
      for (const row of step.rows!) {
        this.#add(step.input, [row]);
        await this.settle();
      }
    } else if (isFed) {
      this.#noteInput();
      this.#feed(step);
      if (this.#once) await this.#runOnce();
      else await this.settle();
    }
    if (step.watermark !== undefined) {
      this.#stream(step.input ?? 'in').advanceWatermark(step.watermark);
      await this.settle();
    }
    if (step.processingTime !== undefined) await this.#advance(step.processingTime - this.#clock.now());
    if (step.advanceProcessingTimeMs !== undefined) await this.#advance(step.advanceProcessingTimeMs);
    if (step.restart) await this.#restart(step);
    if (step.assign !== undefined) await this.#expectRows([[step.assign]], step.expectWindows!, false);
    if (step.merge !== undefined) await this.#expectRows(step.merge, step.expectMerged!, true);
    if (step.endOfInput) await this.end();
  }
  #noteInput(): void {
    this.inputFrom = this.#starts === 0 || !this.query?.lastProgress ? 0 : this.query.lastProgress.batchId + 1;
  }
  async #advance(ms: number): Promise<void> {
    this.#clock.advance(ms);
    await this.settle();
  }
  async #restart(step: CaseStep): Promise<void> {
    await this.query.stop();
    if (step.clearSink) {
      this.all = [];
      this.recent = [];
    }
    await this.#start();
    await this.settle();
  }
  async #runOnce(): Promise<void> {
    await this.#start();
    await this.query.awaitTermination();
    await this.#gain();
  }
  async end(): Promise<void> {
    for (const stream of Object.values(this.#inputs)) stream.end();
    await this.query.awaitTermination();
    await this.#gain();
  }

  #stream(name: string): Stream {
    const stream = this.#inputs[name];
    if (!stream) throw new CaseFailure(`the job made no input '${name}'`);
    return stream;
  }
  #rows(name: string, rows: readonly CaseRow[]): Record<string, unknown>[] {
    const columns = Object.keys(this.case.inputs[name] ?? {});
    return rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  }
  #add(name: string, rows: readonly CaseRow[]): void {
    this.#stream(name).add(this.#rows(name, rows) as never);
  }
  #feed(step: CaseStep): void {
    if (step.inputs === undefined) return this.#add(step.input!, step.rows!);
    this.session.addAll(Object.entries(step.inputs).map(([name, rows]) => [this.#stream(name), this.#rows(name, rows)]) as never);
  }
  async probe(rows: Readonly<Record<string, readonly CaseRow[]>>): Promise<void> {
    for (const [name, list] of Object.entries(rows)) this.#add(name, list);
    await this.query.processAllAvailable();
    this.#seen = (await this.table()).length;
  }
  async #expectRows(rows: readonly CaseRow[], expected: readonly CaseRow[], end: boolean): Promise<void> {
    const before = this.all.length;
    this.#add('in', rows);
    if (end) await this.end();
    else await this.settle();
    const problem = differsAsMultiset(this.all.slice(before).flat(), expected);
    if (problem) throw new CaseFailure(problem);
  }

  async #check(step: CaseStep): Promise<void> {
    if (step.expectFinal !== undefined && this.#run === 'final') {
      const problem = differsAsMultiset(this.all.flat(), step.expectFinal);
      if (problem) throw new CaseFailure(problem);
    }
    if (this.#run === 'final') return;
    for (const [word, check] of Object.entries(CHECKS)) {
      if (step[word as keyof CaseStep] === undefined) continue;
      const problem = await check(this, step);
      if (problem) throw new CaseFailure(`${word}: ${problem}`);
    }
  }
}
