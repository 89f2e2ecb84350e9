// The functions of users with state per key, as plans name them. What runs them loads when a query that holds one starts.
import type { KeyedFunction } from '../../plan/keyed-function.ts';
import { must } from '../../types/assert.ts';
import { CaudalError } from '../../types/error.ts';
import type { ValueFormat } from '../js-values.ts';
import type {
  FlatMapGroupsOptions,
  GroupFunction,
  MapGroupsOptions,
  ProcessFunction,
  ProcessOptions,
  StatefulProcessor,
  TransformSettings,
} from '../keyed-state.ts';
import { toSchema } from '../schema-input.ts';
import type { SchemaInput } from '../schema-input.ts';

export function groupStateFunction(
  fn: GroupFunction,
  options: MapGroupsOptions | FlatMapGroupsOptions,
  format: ValueFormat,
): KeyedFunction {
  const isFlat = 'outputMode' in options;
  const { timeout = 'none' } = options;
  const output = toSchema(options.output);
  return loadedWhenReady(
    {
      name: isFlat ? 'flatMapGroupsWithState' : 'mapGroupsWithState',
      output,
      sideOutputs: {},
      isTimed: timeout === 'eventTime',
      outputMode: isFlat ? options.outputMode : 'update',
    },
    async () => {
      const { GroupStates } = await import('./group-state.ts');
      return (input, key) => new GroupStates(fn, { input, key, output, format }, options, timeout);
    },
  );
}

/** `fn`: the function, or what loads it. */
export function processFunction(
  fn: ProcessFunction | (() => Promise<ProcessFunction>),
  outputSchema: SchemaInput,
  options: ProcessOptions,
  format: ValueFormat,
): KeyedFunction {
  const output = toSchema(outputSchema);
  const sideOutputs = Object.fromEntries(Object.entries(options.sideOutputs ?? {}).map(([tag, s]) => [tag, toSchema(s)]));
  return loadedWhenReady({ name: 'process', output, sideOutputs, isTimed: true }, async () => {
    const { Process } = await import('./process.ts');
    const loaded = typeof fn === 'function' ? await fn() : fn;
    return (input, key) => new Process(loaded, { input, key, output, format }, sideOutputs);
  });
}

export function transformFunction(processor: StatefulProcessor, settings: TransformSettings, format: ValueFormat): KeyedFunction {
  const output = toSchema(settings.output);
  const { timeMode = 'none', eventTimeColumn, outputMode } = settings;
  if (eventTimeColumn !== undefined && !output.some(({ name }) => name === eventTimeColumn))
    throw new CaudalError('UNRESOLVED_COLUMN', `The output has no column \`${eventTimeColumn}\`.`, {
      params: { name: eventTimeColumn },
    });
  const isTimed = timeMode === 'eventTime';
  return loadedWhenReady({ name: 'transformWithState', output, sideOutputs: {}, isTimed, outputMode }, async () => {
    const { Transform } = await import('./transform.ts');
    return (input, key, initial) => new Transform(processor, { input, key, output, format }, initial, timeMode, eventTimeColumn);
  });
}

function loadedWhenReady(
  description: Omit<KeyedFunction, 'ready' | 'create'>,
  load: () => Promise<KeyedFunction['create']>,
): KeyedFunction {
  let create: KeyedFunction['create'] | undefined;
  return {
    ...description,
    async ready() {
      create ??= await load();
    },
    create: (input, key, initial) => must(create, 'a keyed function that is ready')(input, key, initial),
  };
}
