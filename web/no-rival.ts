// no-rival.ts: stands in for rival.ts in the published page, which leaves DuckDB's 33 MB out.
export const connectRival = undefined;
