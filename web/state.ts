// state.ts: what the page shows, as signals. Panels read and write them; files.ts, query.ts and race.ts do the work behind them.
import { computed, effect, signal } from '@preact/signals';
import type { DataFrame, QueryProfile } from '../src/index.ts';

export interface OpenFile {
  readonly name: string;
  readonly bytes: number;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}
export interface QueryError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly position?: { readonly line: number; readonly column: number };
  /** The text it is about: the editor may hold another by now. */
  readonly text: string;
}
export interface Result {
  readonly data: DataFrame;
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: number;
}
export interface Progress {
  readonly rows: number;
  readonly bytes: number;
  readonly totalBytes?: number;
  readonly elapsedMs: number;
}
/** What the last run came to. */
export type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'rows'; readonly result: Result; readonly profile: QueryProfile | undefined; readonly elapsedMs: number }
  | { readonly kind: 'command'; readonly name: string; readonly elapsedMs: number }
  | { readonly kind: 'cancelled'; readonly elapsedMs: number }
  | { readonly kind: 'error'; readonly error: QueryError };
export type View = 'rows' | 'plan' | 'race' | 'stream';

export const files = signal<readonly OpenFile[]>([]);
export const sql = signal('');
export const running = signal(false);
export const progress = signal<Progress | null>(null);
export const outcome = signal<Outcome>({ kind: 'none' });
export const view = signal<View>('rows');
/** Work outside a query that the page waits for, in words. */
export const busy = signal('');
/** A failure outside a query, such as an export's; shown until it is closed. */
export const notice = signal('');

export const result = computed(() => (outcome.value.kind === 'rows' ? outcome.value.result : null));
export const error = computed(() => (outcome.value.kind === 'error' ? outcome.value.error : null));

const THEME_KEY = 'caudal-theme';
type Theme = 'light' | 'dark';
export const theme = signal<Theme>(
  (localStorage.getItem(THEME_KEY) as Theme | null) ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
);
effect(() => {
  document.documentElement.dataset['theme'] = theme.value;
});
/** Kept for the next visit; until somebody chooses, the system's choice holds. */
export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(THEME_KEY, chosen);
}
