// Pictures of every screen and state of the panel:
//   node build.mjs --run test/tools/pictures/pictures.ts DIR [part of a name, or =name…] [--surface popup|side|tab|full] [--look light|dark|rtl|zoom|words]
//   node build.mjs --run test/tools/pictures/pictures.ts --serve     serves it, for looking with one's own browser
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from '../browser/launch-browser.ts';
import { looks, showWalk, surfaces, type Look, type Surface } from './show.ts';
import { servePanel } from './serve.ts';
import { walks } from './walks.ts';

const args = process.argv.slice(2);
const valuesOf = (flag: string): string[] =>
  args.flatMap((arg, index) => (arg === flag ? [args[index + 1] ?? ''] : []));
const words = args.filter(
  (arg, index) => !arg.startsWith('--') && !args[index - 1]?.startsWith('--'),
);

async function shoot(folder: string, patterns: readonly string[]): Promise<number> {
  const asked = valuesOf('--surface').includes('full') ? (['full'] as const) : [];
  const wantedSurfaces = [...surfaces.filter((one) => chosen('--surface', one)), ...asked];
  const wantedLooks = looks.filter((one) => chosen('--look', one));
  const wanted = walks.filter(
    ({ name }) =>
      patterns.length === 0 ||
      patterns.some((part) => (part.startsWith('=') ? `=${name}` === part : name.includes(part))),
  );
  const served = await servePanel();
  const { browser } = await launchBrowser({ extensions: [] });
  let failures = 0;
  try {
    for (const surface of wantedSurfaces) {
      for (const look of wantedLooks) {
        for (const walk of wanted) failures += await shootOne(surface, look, walk.name);
      }
    }
  } finally {
    await browser.close();
    await served.close();
  }
  return failures;

  async function shootOne(surface: Surface, look: Look, name: string): Promise<number> {
    const walk = wanted.find((one) => one.name === name);
    if (!walk) return 1;
    const page = await browser.newPage();
    const problems: string[] = [];
    let file = `${name}-${surface}-${look}`;
    try {
      await showWalk(page, served.url, walk, surface, look, problems);
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      file = `FAILED-${file}`;
    }
    await page.screenshot({ path: `${path.join(folder, file)}.png` });
    await page.close();
    for (const problem of problems) console.log(`${name} ${surface} ${look}: ${problem}`);
    return problems.length;
  }
}

function chosen(flag: string, value: string): boolean {
  const given = valuesOf(flag);
  return given.length === 0 || given.includes(value);
}

if (args.includes('--serve')) {
  const { url } = await servePanel();
  console.log(`${url}/panel.html?surface=tab&scene=home`);
} else {
  const [folder, ...patterns] = words;
  if (folder === undefined) throw new RangeError('a folder for the pictures is missing');
  await mkdir(folder, { recursive: true });
  const failures = await shoot(folder, patterns);
  console.log(`${walks.length} screens known; ${failures} problems`);
  process.exitCode = failures === 0 ? 0 : 1;
}
