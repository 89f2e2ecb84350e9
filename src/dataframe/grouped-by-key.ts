// Functions with state per key: `df.groupByKey('key').mapGroupsWithState(…)`, `df.keyBy('key').process(…)`. They run on the session's thread.
import type { Expr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { registerKeyedFunction } from '../plan/keyed-function.ts';
import type { KeyedFunction } from '../plan/keyed-function.ts';
import type { Plan } from '../plan/logical.ts';
import { CaudalError } from '../types/error.ts';
import { invalidArgument } from './arguments.ts';
import type { DataFrame } from './dataframe.ts';
import type { ValueFormat } from './js-values.ts';
import type {
  FlatMapGroupsOptions,
  GroupState,
  MapGroupsOptions,
  ProcessFunction,
  ProcessOptions,
  StatefulProcessor,
  TimeMode,
} from './keyed-state.ts';
import { groupStateFunction, processFunction, transformFunction } from './keyed/functions.ts';
import type { SchemaInput } from './schema-input.ts';

/** A plan with its keys, and how a DataFrame is made of a plan. */
interface Keyed {
  readonly input: Plan;
  readonly keys: readonly Expr[];
  readonly format: ValueFormat;
  derive(plan: Plan): DataFrame;
}
/** `new URL('./f.js', import.meta.url)`. */
export interface ModuleUrl {
  readonly href: string;
  toString(): string;
}
export interface TransformOptions {
  readonly output: SchemaInput;
  /** Default `'none'`: no timers, no TTL. */
  readonly timeMode?: TimeMode;
  readonly outputMode: 'append' | 'update';
  /** Rows given to `handleInitialState` in the first epoch, grouped by the same key. */
  readonly initialState?: object;
  /** Event-time column of the output; never older than the watermark. */
  readonly eventTimeColumn?: string;
}

export class GroupedByKey<T = any, K = any> {
  readonly #keyed: Keyed;
  constructor(keyed: Keyed) {
    this.#keyed = keyed;
  }
  /** One row per key with rows and epoch; output mode `update`. */
  mapGroupsWithState(options: MapGroupsOptions, fn: (key: K, rows: Iterable<T>, state: GroupState<any>) => unknown): DataFrame {
    const { state, output, timeout } = options;
    const plain: MapGroupsOptions = { state, output, ...(timeout !== undefined && { timeout }) };
    return apply(this.#keyed, groupStateFunction(fn, plain, this.#keyed.format));
  }
  /** Any number of rows per call. */
  flatMapGroupsWithState(
    options: FlatMapGroupsOptions,
    fn: (key: K, rows: Iterable<T>, state: GroupState<any>) => Iterable<unknown>,
  ): DataFrame {
    if (options.outputMode !== 'append' && options.outputMode !== 'update')
      throw invalidArgument('flatMapGroupsWithState()', "an outputMode of 'append' or 'update'");
    return apply(this.#keyed, groupStateFunction(fn, options, this.#keyed.format));
  }
  transformWithState(processor: StatefulProcessor<K, T>, options: TransformOptions): DataFrame {
    const { initialState, ...settings } = options;
    if (initialState !== undefined && !(initialState instanceof GroupedByKey))
      throw invalidArgument('initialState', 'what groupByKey() gives');
    return apply(
      this.#keyed,
      transformFunction(processor, settings, this.#keyed.format),
      initialState === undefined ? undefined : initialState.#keyed,
    );
  }
}

export class KeyedStream<T = any, K = any> {
  readonly #keyed: Keyed;
  constructor(keyed: Keyed) {
    this.#keyed = keyed;
  }
  /** `fn` is a function object, or the URL of a module whose default export is one. */
  process(fn: ProcessFunction<T, any, K> | ModuleUrl, outputSchema: SchemaInput, options: ProcessOptions = {}): DataFrame {
    const source = isUrl(fn) ? () => loaded(fn) : fn;
    if (typeof source !== 'function' && typeof source?.processElement !== 'function')
      throw invalidArgument('process()', 'an object with processElement(), or the URL of a module that exports one');
    return apply(this.#keyed, processFunction(source, outputSchema, options, this.#keyed.format));
  }
}
const isUrl = (fn: object): fn is ModuleUrl => 'href' in fn && typeof fn.href === 'string';
async function loaded({ href }: ModuleUrl): Promise<ProcessFunction> {
  const module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ href)) as { readonly default?: unknown };
  const fn = module.default as ProcessFunction | undefined;
  if (typeof fn?.processElement === 'function') return fn;
  throw new CaudalError('INVALID_PARAMETER_VALUE', `The default export of ${href} has no processElement().`, {
    params: { parameter: 'process' },
  });
}

function apply({ input, keys, derive }: Keyed, keyed: KeyedFunction, initial?: Keyed): DataFrame {
  const output = keyed.output.map(({ name, type }) =>
    Object.freeze({ kind: 'Attribute' as const, id: newAttributeId(), name, type, nullable: true }),
  );
  return derive(
    Object.freeze({
      kind: 'KeyedMap',
      input,
      keys,
      functionId: registerKeyedFunction(keyed),
      ...(initial && { initial: initial.input }),
      initialKeys: initial?.keys ?? [],
      output,
    }),
  );
}
