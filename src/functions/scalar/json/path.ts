// JSON paths as get_json_object takes them: $ .name ['name'] [0] [*] .*
import { type Json, isArray, isObject } from './json-text.ts';

type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' };

const STEP = /\.([^.[\]*'"]+)|\['([^'?]+)'\]|\[(\d+)\]|\[\*\]|\.\*/y;
const CACHE_LIMIT = 256;
const cache = new Map<string, readonly Step[] | undefined>();

function parsePath(path: string): readonly Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  for (let at = 1; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(path);
    if (!match) return undefined;
    const name = match[1] ?? match[2];
    if (name !== undefined) steps.push({ kind: 'name', name });
    else steps.push(match[3] === undefined ? { kind: 'all' } : { kind: 'index', index: Number(match[3]) });
  }
  return steps;
}
function steps(path: string): readonly Step[] | undefined {
  if (!cache.has(path)) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(path, parsePath(path));
  }
  return cache.get(path);
}
/** Values the steps lead to. */
function walk(json: Json, path: readonly Step[], out: Json[]): void {
  const [step, ...rest] = path;
  if (!step) out.push(json);
  else if (step.kind === 'name') {
    if (isObject(json) && json.has(step.name)) walk(json.get(step.name)!, rest, out);
  } else if (step.kind === 'index') {
    if (isArray(json) && step.index < json.length) walk(json[step.index]!, rest, out);
  } else if (isArray(json)) for (const item of json) walk(item, rest, out);
  else if (isObject(json)) for (const item of json.values()) walk(item, rest, out);
}
/** What stands at the path: one value, an array of several, undefined for none or a bad path. */
export function atPath(json: Json, path: string): Json | undefined {
  const parsed = steps(path);
  if (!parsed) return undefined;
  const found: Json[] = [];
  walk(json, parsed, found);
  return found.length > 1 ? found : found[0];
}
