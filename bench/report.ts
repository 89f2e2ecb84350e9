// Tables on the terminal, medians, and the chart.

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length === 0 ? NaN : sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);

export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((cell, i) => Math.max(cell.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  ');
  console.log(line(header));
  console.log(widths.map((w) => '-'.repeat(w)).join('  '));
  for (const row of rows) console.log(line(row));
}

export interface Bar {
  readonly group: string;
  readonly series: string;
  readonly value: number;
}
const COLOURS = ['#0a7d8c', '#3db2a5', '#c9a227', '#b4562d', '#6b5b95'];
/** Grouped horizontal bars on a logarithmic scale, as a stand-alone SVG. */
export function barChart(title: string, bars: readonly Bar[]): string {
  const groups = [...new Set(bars.map((b) => b.group))],
    series = [...new Set(bars.map((b) => b.series))];
  const rowHeight = 12,
    gap = 10,
    left = 90,
    width = 860,
    top = 60;
  const largest = Math.max(...bars.map((b) => b.value)),
    smallest = Math.min(...bars.map((b) => b.value));
  const x = (value: number): number =>
    20 + ((width - left - 120) * Math.log(value / (smallest / 2))) / Math.log(largest / (smallest / 2));
  const groupHeight = series.length * rowHeight + gap;
  const parts = groups.flatMap((group, g) => [
    `<text x="${left - 8}" y="${top + g * groupHeight + (series.length * rowHeight) / 2 + 4}" text-anchor="end">${group}</text>`,
    ...series.flatMap((name, s) => {
      const bar = bars.find((b) => b.group === group && b.series === name);
      if (!bar) return [];
      const y = top + g * groupHeight + s * rowHeight;
      return [
        `<rect x="${left}" y="${y}" width="${x(bar.value).toFixed(1)}" height="${rowHeight - 2}" fill="${COLOURS[s % COLOURS.length]}"/>`,
        `<text x="${(left + x(bar.value) + 4).toFixed(1)}" y="${y + 9}" font-size="9">${bar.value.toFixed(1)}</text>`,
      ];
    }),
  ]);
  const legend = series.map(
    (name, s) =>
      `<rect x="${left + s * 150}" y="34" width="10" height="10" fill="${COLOURS[s % COLOURS.length]}"/><text x="${left + s * 150 + 14}" y="43">${name}</text>`,
  );
  const height = top + groups.length * groupHeight + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/><text x="${left}" y="20" font-size="14">${title}</text>${legend.join('')}${parts.join('')}</svg>\n`;
}
