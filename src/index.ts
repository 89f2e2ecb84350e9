// index.ts: the public API of package `caudal`.

export {};
