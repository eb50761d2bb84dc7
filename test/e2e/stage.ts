// What every end-to-end story stands on: a world whose wallet is connected, the eyes to look into the extension
// and into the chain, and the moments to wait for. Tells no story itself.
import assert from 'node:assert/strict';
import path from 'node:path';
import process from 'node:process';
import { beginStory, connect, type Story } from '../tools/browser/story.ts';
import { closeWalletWindows, setWallet } from '../tools/browser/wallet-control.ts';
import { createQuietPage, type QuietPage } from '../tools/browser/quiet-page.ts';
import { createWorld, grantHost, type World, type WorldOptions } from '../tools/browser/world.ts';
import type { Devnet, DevnetOptions } from '../devnet/devnet.ts';
import { honest } from '../tools/wallet/behaviour.ts';
import { createReferee, type Referee } from './referee.ts';
import { watchRequests, type RequestWatch } from './watch-requests.ts';

export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
export const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
export const TAO = 1_000_000_000n;
/** Every page of this machine, whatever its port: match patterns know none. */
export const LOOPBACK = 'http://127.0.0.1/*';

export type Stage = {
  world: World;
  devnet: Devnet;
  story: Story;
  quiet: QuietPage;
  referee: Referee;
  /**
   * Whatever a story before left, should it have failed: nothing open but the meeting page, the node there, the wallet
   * honest, nothing under way. One story must not fail for another.
   */
  tidy(): Promise<void>;
  stop(): Promise<void>;
} & RequestWatch;

/** Blocks come when the test says so, and nothing but what is signed moves anything. */
export const still: DevnetOptions = {
  subnets: 24,
  settings: { isEmitting: false, isInjecting: false },
};

const shotsOf = (name: string): string | null => {
  const folder = process.env['TAUBAR_SHOTS'];
  return folder === undefined || folder === '' ? null : path.join(folder, name);
};

/** `name` is the folder of its pictures, where any are wanted. */
export async function createStage(
  name: string,
  devnet: DevnetOptions = {},
  options: Pick<WorldOptions, 'hasNative' | 'meetsAt'> = {},
): Promise<Stage> {
  const world = await createWorld({ devnet: { ...still, ...devnet }, ...options });
  try {
    const story = await beginStory(world, shotsOf(name));
    const quiet = createQuietPage(world);
    const referee = await createReferee(world.devnet);
    return {
      world,
      devnet: world.devnet,
      story,
      quiet,
      referee,
      ...watchRequests(quiet, world.devnet),
      async tidy() {
        await world.closePanels();
        await closeWalletWindows(world);
        await setWallet(world, honest);
        world.devnet.faults.reset();
        await world.devnet.faults.goOnline();
        for (const { id } of await quiet.read('requests')) {
          // Either may come too late or too early, as the request stands: both together put it away.
          await quiet.tell('cancelRequest', { id }).catch(() => undefined);
          await quiet.tell('dismissRequest', { id }).catch(() => undefined);
        }
        if (!story.meeting.isClosed()) return;
        story.meeting = await world.browser.newPage();
        await story.meeting.goto(world.walletSiteUrl);
      },
      stop: () => world.stop(),
    };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

export async function createConnectedStage(name: string, devnet?: DevnetOptions): Promise<Stage> {
  const stage = await createStage(name, devnet);
  try {
    await connect(stage.story);
    return stage;
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

/** As if the person had said “remember this site”: wallets of this machine's pages can be met without a click there. */
export async function rememberSite({ world, quiet }: Stage): Promise<void> {
  await grantHost(world.browser, world.taubarId, LOOPBACK);
  const page = await quiet.page();
  const isGranted: unknown = await page.evaluate(
    (origin) => chrome.permissions.request({ origins: [origin] }),
    LOOPBACK,
  );
  assert.equal(isGranted, true, 'the site is remembered');
}
