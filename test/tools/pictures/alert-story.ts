// Pictures of the first alert in both browsers, from the prompt refused to the ticket that it filled in:
// node build.mjs --run test/tools/pictures/alert-story.ts [folder]
import path from 'node:path';
import process from 'node:process';
import { chromiumAlertStage, firefoxAlertStage } from '../browser/alert-stages.ts';
import { tellFirstAlert } from '../browser/alert-story.ts';
import { createCamera } from '../browser/drive-panel.ts';
import { findFirefox } from '../browser/find-firefox.ts';
import { createFirefoxWorld } from '../browser/firefox-world.ts';
import { createQuietPage } from '../browser/quiet-page.ts';
import { createWorld } from '../browser/world.ts';

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const watched = { text: ALICE, label: 'Alice', isMine: true } as const;
const devnet = { subnets: 24, settings: { isEmitting: false, isInjecting: false } } as const;

const folder = process.argv[2] ?? path.join('.test-out', 'alert-story');

async function inChromium(shots: string): Promise<void> {
  const world = await createWorld({ devnet, hasNative: true });
  try {
    const quiet = createQuietPage(world);
    await quiet.tell('addWatched', watched);
    const meeting = await world.browser.newPage();
    await meeting.goto(world.walletSiteUrl);
    await tellFirstAlert(
      chromiumAlertStage(world, { quiet, meeting, picture: createCamera(shots) }),
    );
  } finally {
    await world.stop();
  }
}

async function inFirefox(shots: string): Promise<void> {
  const executablePath = await findFirefox();
  if (executablePath === null) {
    console.log('no Firefox here: name one in TAUBAR_FIREFOX');
    return;
  }
  const world = await createFirefoxWorld(executablePath, { devnet });
  try {
    await world.quiet.tell('addWatched', watched);
    await world.meeting.goto(world.walletSiteUrl);
    await tellFirstAlert(firefoxAlertStage(world, shots));
  } finally {
    await world.stop();
  }
}

await inChromium(path.join(folder, 'chromium'));
await inFirefox(path.join(folder, 'firefox'));
console.log(`pictures: ${folder}`);
