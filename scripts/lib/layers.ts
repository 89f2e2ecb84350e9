// layers.ts: which layer of src/ may import which, as data. A layer may import what stands left of it on a line,
// and whatever that one may import: the relation is transitive, and layers on no common line never meet.

const LINES = [
  'types < column < wasm < expr < functions < plan < analyze < sql < dataframe < session < index < cli',
  'plan < optimizer < session',
  'plan < physical < runtime < session',
  // Streams drive the runtime epoch by epoch; their sinks give DataFrames to callbacks.
  'dataframe < streaming < session',
  'runtime < streaming < session',
  'connectors < streaming',
  'expr < connectors < session',
  'types < platform < connectors',
  'types < platform < runtime',
  'functions < checkpoint < runtime',
  'platform < checkpoint',
  // The composition root of a worker, and the package's subpaths.
  'physical < worker',
  'runtime < worker',
  'connectors < worker',
  'index < entries',
];

/** Single files whose types a layer may import although it may not import their layer. */
const DOORS: Readonly<Record<string, readonly RegExp[]>> = {
  // A subquery is an expression that holds a plan.
  expr: [/^src\/plan\/logical\.ts$/],
  // What a connector resolves to is part of the plan.
  connectors: [/^src\/plan\/scan-source\.ts$/],
  // The interface of sources and sinks; a scan carries its source's capabilities as data.
  physical: [/^src\/connectors\/connector\.ts$/],
  runtime: [/^src\/connectors\/connector\.ts$/],
};

/** Layers of which another layer may see one part only. */
const ONLY: Readonly<Record<string, { readonly layer: string; readonly part: RegExp }>> = {
  dataframe: { layer: 'sql', part: /^src\/sql\/parse[\w-]*\.ts$/ },
};

const allowed = closure();

/** `src/sql/parse.ts` is of layer `sql`, `src/session.ts` of `session`; undefined outside src/. */
export function layerOf(path: string): string | undefined {
  return /^src\/([\w-]+)/.exec(path)?.[1];
}

/** Why the import is forbidden, or undefined when it is not. */
export function forbidden(from: string, to: string, isTypeOnly = false): string | undefined {
  const layer = layerOf(from);
  const target = layerOf(to);
  if (layer === undefined || target === undefined) return undefined;
  if (!allowed.has(layer)) return `layer \`${layer}\` is not in scripts/lib/layers.ts`;
  if (!allowed.has(target)) return `layer \`${target}\` is not in scripts/lib/layers.ts`;
  if (layer === target) return undefined;
  if (isTypeOnly && DOORS[layer]?.some((door) => door.test(to))) return undefined;
  if (!allowed.get(layer)!.has(target)) return `\`${layer}\` may not import \`${target}\``;
  const only = ONLY[layer];
  if (only?.layer === target && !only.part.test(to)) return `\`${layer}\` may import only ${only.part} of \`${target}\``;
  return undefined;
}

/** For each layer all it may import. */
function closure(): Map<string, Set<string>> {
  const below = new Map<string, Set<string>>();
  for (const line of LINES) {
    const layers = line.split(' < ');
    layers.forEach((layer, i) => {
      const set = below.get(layer) ?? new Set();
      for (const lower of layers.slice(0, i)) set.add(lower);
      below.set(layer, set);
    });
  }
  for (let changed = true; changed;) {
    changed = false;
    for (const set of below.values()) {
      const before = set.size;
      for (const lower of set) for (const lowest of below.get(lower)!) set.add(lowest);
      changed ||= set.size !== before;
    }
  }
  return below;
}
