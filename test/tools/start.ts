// Builds everything, starts the simulated chain, and opens a browser with the extension, a test wallet and a page
// to meet on. `--headless --shots DIR` plays the main job instead and writes pictures.
import process from 'node:process';
import { findBrowser } from './browser/find-browser.ts';
import { approveInWallet, beginStory, connect, stakeUntilWallet } from './browser/story.ts';
import { waitForText } from './browser/drive-panel.ts';
import { createWorld } from './browser/world.ts';

const args = process.argv.slice(2);
const valueOf = (flag: string): string | null => {
  const at = args.indexOf(flag);
  return at >= 0 ? (args[at + 1] ?? null) : null;
};

async function playStory(shots: string | null): Promise<void> {
  const world = await createWorld({ devnet: { blockTime: 3_000 }, dist: 'dist' });
  try {
    const story = await beginStory(world, shots);
    await connect(story);
    console.log('Connected: accounts of the test wallet are followed.');
    const popup = await stakeUntilWallet(story, { subnet: 'SN5', amount: '3' });
    await approveInWallet(story);
    console.log('Approved in the wallet.');
    await waitForText(popup, 'Finalized, ', 60_000);
    await waitForText(popup, 'Receipt');
    await story.picture(popup, 'receipt');
    console.log('Final: the receipt is there.');
    if (shots !== null) console.log(`Pictures: ${shots}`);
  } finally {
    await world.stop();
  }
}

async function openForAPerson(): Promise<void> {
  console.log(`Browser: ${await findBrowser()}`);
  const world = await createWorld({
    headless: false,
    dist: 'dist',
    devnet: { blockTime: 6_000, hasTraders: true, proofs: { justificationPeriod: 16 } },
  });
  const page = await world.browser.newPage();
  await page.goto(world.walletSiteUrl);
  console.log(`
The simulated chain makes a block every 6 seconds and trades by itself (${world.devnet.url}).
In the browser window:
  1. Click τ in the toolbar; if it is not there, open the puzzle-piece menu first (and pin it).
  2. Connect wallet → Connect on this page → test-wallet → Approve in the wallet's window.
  3. Add the accounts, look around, open a subnet, Stake, Review, approve in the wallet's window.
Nothing is real: the keys are the public development ones. Ctrl+C ends everything.`);
  const end = (): void => {
    world.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  world.browser.on('disconnected', end);
}

const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

if (args.includes('--headless')) await playStory(valueOf('--shots'));
else if (hasDisplay) await openForAPerson();
else {
  console.error(
    'No display: a browser window cannot open here. Play the story with `npm start -- --headless --shots shots`, or set DISPLAY.',
  );
  process.exitCode = 1;
}
