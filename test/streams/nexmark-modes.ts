export const STREAMED: Record<string, string> = {};
export const NOT_YET: Record<string, string> = {};
