// How a grouping of a stream sends its results beyond the output mode: Flink's triggers, allowed lateness, where late rows go.

/** When a pane's result is sent. */
export interface Firing {
  readonly kind: 'eventTime' | 'processingTime' | 'count' | 'continuous' | 'early';
  /** Milliseconds, or rows of `count`; 0 where there is nothing to count. */
  readonly every: number;
  /** Each firing empties the pane. */
  readonly purging: boolean;
}
/** What `allowedLateness`, `trigger` and `sideOutput` of a grouping say. */
export interface Emission {
  readonly latenessMs: number;
  readonly firing: Firing | null;
  readonly lateTag: string | null;
}
export const PLAIN_EMISSION: Emission = Object.freeze({ latenessMs: 0, firing: null, lateTag: null });

/** Whether the watermark passing the pane's end fires it. */
export const firesAtEnd = ({ kind }: Firing): boolean => kind === 'eventTime' || kind === 'continuous' || kind === 'early';
/** The next multiple of `every` after `at`. */
export const nextTick = (at: number, every: number): number => Math.floor(at / every) * every + every;
