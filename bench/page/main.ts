// The race on a page: the driver (chromium.ts) calls these two through the browser's debugging protocol.
import type { DataFiles, Engine, Query } from '../engines/engine.ts';
import { race } from '../race.ts';
import type { EngineRun, Job } from '../race.ts';
import { PAGE_ENGINES } from './engines.ts';

interface Page {
  /** The driver's: what the page's process has taken since it was ready. */
  readonly peakBytes: () => Promise<number | undefined>;
  ready(name: string): Promise<void>;
  race(job: Job, files: DataFiles, queries: readonly Query[]): Promise<EngineRun>;
}
const page = globalThis as unknown as { -readonly [K in keyof Page]: Page[K] };
let engine: Engine | undefined;
page.ready = (name) => (engine = PAGE_ENGINES[name]!.create()).prepare();
page.race = (job, files, queries) => race(engine!, job, files, queries, () => page.peakBytes());
