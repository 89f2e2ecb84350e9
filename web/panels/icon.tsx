// icon.tsx: line icons on a 16 x 16 grid, in the colour of the text around them. Decoration only: labels are the buttons'.
const PATHS = {
  run: 'M5 3.2v9.6l7.5-4.8z',
  stop: 'M4.5 4.5h7v7h-7z',
  file: 'M4 1.5h5l3 3v10H4zM9 1.5v3h3',
  drop: 'M8 10.5v-8M4.8 5.7 8 2.5l3.2 3.2M2.5 10v3.5h11V10',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13',
  moon: 'M13.5 9.6A5.8 5.8 0 0 1 6.4 2.5a5.8 5.8 0 1 0 7.1 7.1',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  save: 'M8 2.5v7M5 6.7 8 9.7l3-3M2.5 12.5h11',
  rows: 'M2 3.5h12M2 8h12M2 12.5h12',
  plan: 'M6 2h4v3H6zM2 11h4v3H2zM10 11h4v3h-4zM8 5v3M4 11V8h8v3',
  race: 'M3 14V2M3 3h10l-2 3 2 3H3',
  stream: 'M1.5 4.5c2.2 0 2.2 2 4.3 2s2.2-2 4.4-2 2.2 2 4.3 2M1.5 9.5c2.2 0 2.2 2 4.3 2s2.2-2 4.4-2 2.2 2 4.3 2',
  pause: 'M5 3.2h2v9.6H5zM9 3.2h2v9.6H9z',
  alert: 'M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.4v.4',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  table: 'M2 3h12v10H2zM2 6.5h12M6.5 6.5V13',
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
