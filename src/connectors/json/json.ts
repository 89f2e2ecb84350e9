// json.ts: the JSON connector: one object a line, or one array of objects, with Spark's options.
import type { Connector, ScanTask } from '../connector.ts';
import { findCuts } from '../csv/split.ts';
import { sessionEngine } from '../session-engine.ts';
import { LINES } from './chunks.ts';
import { JsonReader } from './reader.ts';
import { canCut, resolveJson } from './resolve.ts';
import type { JsonSpec, JsonTask } from './spec.ts';
import { jsonWriter } from './write-json.ts';

const TASK_BYTES = 4 << 20;

export const json: Connector = {
  name: 'json',
  extension: 'json',
  resolve: resolveJson,
  writer: jsonWriter,
  async tasks(source, _request, context) {
    const tasks: ScanTask[] = [];
    for (const [index, file] of (source.spec as JsonSpec).files.entries()) {
      const cuts =
        file.size > TASK_BYTES * 1.5 && canCut(file)
          ? await findCuts({ ...file, fields: 1 }, LINES, TASK_BYTES, await sessionEngine(context), context)
          : [0];
      cuts.forEach((from, i) => {
        const to = cuts[i + 1] ?? file.size;
        tasks.push({ spec: { file: index, from, to } satisfies JsonTask, bytes: to - from, rows: Math.ceil((to - from) / 100) });
      });
    }
    return { tasks, metrics: {} };
  },
  open: (source, task, request, context) => new JsonReader(source, task.spec as JsonTask, request, context),
};
