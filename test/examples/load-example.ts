// A program of examples/ as vitest loads it: `caudal` is the source.
export const example = (name: string): Promise<any> => import(new URL(`../../examples/${name}.mjs`, import.meta.url).href);
