// Draws the toolbar icon in its sizes and states from the one SVG, by the browser itself:
//   node build.mjs --run test/tools/draw-icons.ts
import { readFile } from 'node:fs/promises';
import { launchBrowser } from './browser/launch-browser.ts';

type State = { name: string; change: (svg: string) => string };

const dot = (colour: string) => (svg: string) =>
  svg.replace(
    '</svg>',
    `<circle cx="102" cy="26" r="34" fill="#fff"/><circle cx="102" cy="26" r="25" fill="${colour}"/></svg>`,
  );

/** The plain icon in all sizes; each other state in those that a toolbar shows. */
const states: readonly State[] = [
  { name: '', change: (svg) => svg },
  { name: 'offline-', change: (svg) => svg.replace('#0b6b62', '#7b8486') },
  { name: 'attention-', change: dot('#d97706') },
  { name: 'devnet-', change: (svg) => svg.replace('#0b6b62', '#35597f') },
];

/** A manifest wants four sizes; a toolbar shows the two small ones. */
const sizesOf = (name: string): readonly number[] => (name === '' ? [16, 32, 48, 128] : [16, 32]);

const svg = await readFile('assets/icons/taubar.svg', 'utf8');
const { browser } = await launchBrowser({ extensions: [] });
try {
  const page = await browser.newPage();
  for (const { name, change } of states) {
    for (const size of sizesOf(name)) {
      await page.setViewport({ width: size, height: size, deviceScaleFactor: 1 });
      const image = change(svg).replace('<svg ', `<svg width="${size}" height="${size}" `);
      await page.setContent(`<body style="margin:0;background:transparent">${image}</body>`);
      await page.screenshot({ path: `assets/icons/${name}${size}.png`, omitBackground: true });
    }
  }
} finally {
  await browser.close();
}
