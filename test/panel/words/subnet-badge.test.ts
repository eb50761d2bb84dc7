// The generated mark of a subnet is legible on every hue in both themes, and colour alone never tells two subnets apart.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { badgeLook } from '../../../src/panel/words/subnet-badge.tsx';

type Colour = readonly [red: number, green: number, blue: number];

const tokens = readFileSync('src/panel/core/tokens.css', 'utf8');
const styles = readFileSync('src/panel/words/words.css', 'utf8');

function token(theme: 'light' | 'dark', name: string): Colour {
  const block = tokens.slice(tokens.indexOf(`:root[data-theme='${theme}']`));
  const hex = new RegExp(`--${name}: #(\\w{6})`).exec(block)?.[1] ?? '';
  const byte = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [byte(0), byte(2), byte(4)];
}

/** The published matrices of Oklab; out of gamut is cut per channel, as browsers do before they mix in sRGB. */
function oklch(lightness: number, chroma: number, hue: number): Colour {
  const [a, b] = [Math.cos, Math.sin].map((turn) => chroma * turn((hue * Math.PI) / 180));
  const l = (lightness + 0.3963377774 * a! + 0.2158037573 * b!) ** 3;
  const m = (lightness - 0.1055613458 * a! - 0.0638541728 * b!) ** 3;
  const s = (lightness - 0.0894841775 * a! - 1.291485548 * b!) ** 3;
  const shown = (linear: number): number => {
    const bounded = Math.min(1, Math.max(0, linear));
    return bounded <= 0.0031308 ? 12.92 * bounded : 1.055 * bounded ** (1 / 2.4) - 0.055;
  };
  return [
    shown(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    shown(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    shown(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const mix = (a: Colour, b: Colour, part: number): Colour => [
  a[0] * part + b[0] * (1 - part),
  a[1] * part + b[1] * (1 - part),
  a[2] * part + b[2] * (1 - part),
];

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: Colour, b: Colour): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

test('the symbol has a contrast of 4.5 at least on every hue in both themes', () => {
  const rule = /\.subnet-badge \{[^}]*?background: ([^;]*);/.exec(styles)?.[1] ?? '';
  const figures = /var\(--surface\) (\d+)%, oklch\(([\d.]+) ([\d.]+) var\(--hue\)\)/.exec(rule);
  const [part = 0, lightness = 0, chroma = 0] = figures?.slice(1).map(Number) ?? [];
  assert.ok(part > 0);
  for (const theme of ['light', 'dark'] as const) {
    for (let hue = 0; hue < 360; hue += 1) {
      const ground = mix(token(theme, 'surface'), oklch(lightness, chroma, hue), part / 100);
      assert.ok(contrast(token(theme, 'ink'), ground) >= 4.5, `${theme} ${hue}`);
    }
  }
});

test('of 129 subnets, those of one outline are six degrees of hue apart at least', () => {
  const looks = Array.from({ length: 129 }, (_, netuid) => badgeLook(netuid));
  for (const [netuid, { hue, outline }] of looks.entries()) {
    assert.ok(outline !== undefined);
    for (const other of looks.slice(netuid + 1)) {
      if (other.outline !== outline) continue;
      const apart = Math.abs(other.hue - hue);
      assert.ok(Math.min(apart, 360 - apart) >= 6, `${netuid}: ${hue} and ${other.hue}`);
    }
  }
});
