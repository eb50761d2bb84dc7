// Every screen and state of the panel through axe-core, in one run of a real browser, light and dark.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { launchBrowser, type Launched } from '../tools/browser/launch-browser.ts';
import { servePanel, type Served } from '../tools/pictures/serve.ts';
import { showWalk, type Look, type Surface } from '../tools/pictures/show.ts';
import { walks } from '../tools/pictures/walks.ts';

type Violation = { id: string; nodes: { html: string; failureSummary: string }[] };

const require = createRequire(path.resolve('package.json'));
let served: Served;
let launched: Launched;
let axe = '';

before(async () => {
  axe = await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  served = await servePanel();
  launched = await launchBrowser({ extensions: [] });
});
after(async () => {
  await launched.browser.close();
  await served.close();
});

async function violationsIn(name: string, surface: Surface, look: Look): Promise<string[]> {
  const walk = walks.find((one) => one.name === name);
  if (!walk) throw new RangeError(`no walk ${name}`);
  const page = await launched.browser.newPage();
  const problems: string[] = [];
  try {
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await showWalk(page, served.url, walk, surface, look, problems);
    await page.evaluate(axe);
    const found = await page.evaluate(
      'axe.run(document).then((result) => JSON.stringify(result.violations))',
    );
    const violations: Violation[] = JSON.parse(String(found));
    return [
      ...problems,
      ...violations.flatMap(({ id, nodes }) =>
        nodes.map(
          ({ html, failureSummary }) =>
            `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`,
        ),
      ),
    ];
  } finally {
    await page.close();
  }
}

for (const { name } of walks) {
  test(`axe-core finds nothing on ${name}`, async () => {
    assert.deepEqual(await violationsIn(name, 'popup', 'light'), []);
  });
}

for (const name of [
  'home',
  'home-needs',
  'ticket-ok',
  'ticket-unverified',
  'request-finalized',
  'subnet',
  'settings',
]) {
  test(`axe-core finds nothing on ${name} in the dark, nor in a full tab`, async () => {
    assert.deepEqual(await violationsIn(name, 'popup', 'dark'), []);
    assert.deepEqual(await violationsIn(name, 'tab', 'dark'), []);
  });
}
