// Grouped horizontal bars on a logarithmic scale, as a stand-alone SVG.

export interface Bar {
  readonly group: string;
  readonly series: string;
  readonly value: number;
}
const COLOURS = ['#0a7d8c', '#3db2a5', '#c9a227', '#d98a3d', '#b4562d', '#6b5b95', '#8a8f98', '#4c6a2f'];
const ROW_HEIGHT = 12,
  GAP = 10,
  LEFT = 130,
  WIDTH = 900,
  LEGEND_COLUMNS = 4,
  LEGEND_WIDTH = 185;

export function barChart(title: string, bars: readonly Bar[]): string {
  const groups = [...new Set(bars.map((b) => b.group))],
    series = [...new Set(bars.map((b) => b.series))];
  const legendRows = Math.ceil(series.length / LEGEND_COLUMNS),
    top = 44 + legendRows * 16;
  const x = logScale(bars.map((b) => b.value));
  const colour = (name: string): string => COLOURS[series.indexOf(name) % COLOURS.length]!;
  let y = top;
  const parts = groups.flatMap((group) => {
    const own = bars.filter((b) => b.group === group);
    const label = `<text x="${LEFT - 8}" y="${y + (own.length * ROW_HEIGHT) / 2 + 3}" text-anchor="end">${escaped(group)}</text>`;
    const drawn = own.map((bar, i) => barOf(bar, y + i * ROW_HEIGHT, x(bar.value), colour(bar.series)));
    y += own.length * ROW_HEIGHT + GAP;
    return [label, ...drawn];
  });
  const legend = series.map((name, s) => {
    const left = LEFT + (s % LEGEND_COLUMNS) * LEGEND_WIDTH,
      down = 32 + Math.floor(s / LEGEND_COLUMNS) * 16;
    return `<rect x="${left}" y="${down}" width="10" height="10" fill="${colour(name)}"/><text x="${left + 14}" y="${down + 9}">${escaped(name)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="${LEFT}" y="20" font-size="14">${escaped(title)}</text>`,
    ...legend,
    ...parts,
    '</svg>\n',
  ].join('\n');
}
/** Widths from 20 for the least value; equal values are equally wide. */
function logScale(values: readonly number[]): (value: number) => number {
  const largest = Math.log(Math.max(...values)),
    smallest = Math.log(Math.min(...values));
  const width = WIDTH - LEFT - 80;
  return (value) => 20 + ((width - 20) * (Math.log(value) - smallest)) / Math.max(1e-9, largest - smallest);
}
function barOf(bar: Bar, y: number, width: number, colour: string): string {
  const rect = `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${ROW_HEIGHT - 2}" fill="${colour}"/>`;
  return `${rect}<text x="${(LEFT + width + 4).toFixed(1)}" y="${y + 9}" font-size="9">${bar.value.toFixed(1)}</text>`;
}
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
