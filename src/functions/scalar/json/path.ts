// JSON paths as get_json_object takes them: $ .name ['name'] [0] [*]; `.*` finds nothing, as in Spark.
import { type Json, isArray, isObject, writeJson } from './json-text.ts';

type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'elements' };

const STEP = /\.([^.[\]*'"]+)|\['([^'?]+)'\]|\[(\d+)\]|\[\*\]/y;
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
    else if (match[3] !== undefined) steps.push({ kind: 'index', index: Number(match[3]) });
    else steps.push({ kind: 'elements' });
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
}
/** What stands at the path as JSON text, without quotes if it is a text that no `[*]` led to; several as an array; null for none. */
export function textAtPath(json: Json, path: string): string | null {
  const parsed = steps(path);
  if (!parsed) return null;
  const found: Json[] = [];
  walk(json, parsed, found);
  const one = found.length > 1 ? found : found[0];
  if (one === undefined || one === null) return null;
  return typeof one === 'string' && !parsed.some((step) => step.kind === 'elements') ? one : writeJson(one);
}
