// The playground's colours: text keeps WCAG's contrast of 4.5 on every ground it stands on, in both palettes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('web/style/theme.css', 'utf8');
type Palette = Readonly<Record<string, string>>;
const paletteOf = (selector: string): Palette =>
  Object.fromEntries(
    [
      ...css
        .slice(css.indexOf(selector))
        .split('}')[0]!
        .matchAll(/--([\w-]+): (#[0-9a-f]{6});/g),
    ].map((m) => [m[1], m[2]]),
  );

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const ON: Readonly<Record<string, readonly string[]>> = {
  text: ['page', 'panel', 'raised', 'hover', 'accent-soft', 'error-soft'],
  dim: ['page', 'panel', 'raised', 'hover'],
  accent: ['panel', 'raised', 'accent-soft'],
  'accent-text': ['accent'],
  error: ['panel', 'page', 'error-soft'],
  good: ['panel'],
  keyword: ['panel', 'hover'],
  function: ['panel', 'hover'],
  string: ['panel', 'hover'],
  number: ['panel', 'hover'],
};
describe.each([':root {', '[data-theme="dark"]'])('%s', (selector) => {
  const palette = paletteOf(selector);
  it.each(Object.entries(ON))('%s', (text, grounds) => {
    for (const ground of grounds)
      expect([ground, contrast(palette[text]!, palette[ground]!)]).toEqual([ground, expect.toSatisfy((c: number) => c >= 4.5)]);
  });
});
