// How many clicks the usual jobs take, counted while they are done in the real browser with a real wallet window:
//   node build.mjs --run test/tools/clicks/count-clicks.ts [part of a job's name…]
// Clicks include the toolbar button and the wallet's own approval, as in the table of jobs that people judge us by.
import process from 'node:process';
import type { Page } from 'puppeteer-core';
import { createStage, type Stage } from '../../e2e/stage.ts';
import { fill, press, waitForText } from '../browser/drive-panel.ts';
import { clickTau, connect, panelAfterHandover } from '../browser/story.ts';
import { walletWindow } from '../browser/world.ts';

/** One person at work: every click is counted, whatever it is for. */
class Person {
  clicks = 0;
  readonly #stage: Stage;
  #page: Page | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get page(): Page {
    if (this.#page === null) throw new Error('nothing is open');
    return this.#page;
  }

  async open(): Promise<void> {
    this.clicks += 1;
    this.#page = await clickTau(this.#stage.story);
  }

  async click(words: string): Promise<void> {
    this.clicks += 1;
    await press(this.page, words);
  }

  async sees(words: string | RegExp): Promise<void> {
    await waitForText(this.page, words);
  }

  /** Into a field that is clicked first. */
  async types(label: string, text: string): Promise<void> {
    this.clicks += 1;
    await fill(this.page, label, text);
  }

  /** Where the panel goes on when its popup closes. */
  async follows(): Promise<void> {
    this.#page = await panelAfterHandover(this.#stage.story, this.page);
  }

  async approves(): Promise<void> {
    this.clicks += 1;
    await (await walletWindow(this.#stage.world)).click('#approve');
  }

  /** Once the ticket says that. */
  async signs(words = 'Verified with your node'): Promise<void> {
    await this.sees(words);
    this.clicks += 1;
    // The press closes a popup when the wallet opens.
    await press(this.page, 'Sign with').catch((error: unknown) => {
      if (!String(error).includes('detached')) throw error;
    });
    await this.follows();
    await this.sees('Approve in');
  }
}

type Job = { name: string; most: number; note?: string; run: (person: Person) => Promise<void> };

const jobs: readonly Job[] = [
  {
    name: 'stake 5 TAO more where I have some',
    most: 6,
    async run(person) {
      await person.open();
      await person.sees('Exit value');
      await person.click('SN6');
      await person.sees('Spot value');
      await person.click('Stake');
      await person.types('Amount', '5');
      await person.signs();
      await person.approves();
    },
  },
  {
    name: 'unstake half',
    most: 7,
    async run(person) {
      await person.open();
      await person.sees('Exit value');
      await person.click('SN6');
      await person.sees('Spot value');
      await person.click('Unstake');
      await person.click('50%');
      await person.signs();
      await person.approves();
    },
  },
  {
    name: 'move to another validator',
    most: 5,
    async run(person) {
      await person.open();
      await person.sees('Exit value');
      await person.click('SN6');
      await person.sees('Spot value');
      await person.click('Change');
      await person.sees('Chosen for you');
      await person.signs('No trade involved');
      await person.approves();
    },
  },
  {
    name: 'exit everything',
    most: 5,
    note: 'one account, one transaction',
    async run(person) {
      await person.open();
      await person.sees('Exit value');
      await person.click('My accounts');
      await person.click('Unstake everything');
      await person.sees('positions selected');
      await person.signs('erified with your node');
      await person.approves();
    },
  },
];

const wanted = process.argv.slice(2);
const isWanted = ({ name }: { name: string }): boolean =>
  wanted.length === 0 || wanted.some((part) => name.includes(part));

async function connectFirst(stage: Stage, site: 'known' | 'other'): Promise<void> {
  const person = new Person(stage);
  await person.open();
  if (site === 'known') await person.sees('the page in front');
  await person.click('Connect wallet');
  if (site === 'other') await person.click('Connect on');
  await person.follows();
  await person.sees('test-wallet');
  await person.click('test-wallet');
  await person.approves();
  await person.sees(/Add \d+ account/);
  await person.click('Add ');
  await person.sees('You can close the other tab');
  const where = site === 'known' ? 'on a site of the short list' : 'on any other page';
  const most = site === 'known' ? 5 : 6;
  print(`first connect ${where}, two wallets there (one click less with one)`, person.clicks, most);
  await press(person.page, 'Remember ');
}

function print(name: string, clicks: number | string, most: number): void {
  console.log(`${String(clicks).padStart(3)} of at most ${most}   ${name}`);
}

/** The next job begins at home: what was signed is final, and put away. */
async function finish(stage: Stage): Promise<void> {
  const { id } = await stage.request();
  await stage.sent(id);
  stage.devnet.produceBlocks(3);
  await stage.reached(id, 'finalized');
  await stage.quiet.tell('dismissRequest', { id });
}

let failures = 0;

async function play(stage: Stage, { name, most, note, run }: Job): Promise<void> {
  await stage.tidy();
  const person = new Person(stage);
  try {
    await run(person);
    print(name + (note === undefined ? '' : ` (${note})`), person.clicks, most);
    if (person.clicks > most) failures += 1;
    await finish(stage);
  } catch (error) {
    failures += 1;
    print(name, '–', most);
    console.log(String(error).slice(-900));
  }
}

async function usualJobs(): Promise<void> {
  const stage = await createStage('clicks');
  try {
    if (isWanted({ name: 'first connect' })) await connectFirst(stage, 'other');
    else await connect(stage.story);
    // One node alone tells these pools: whole positions need a tolerance of twice their own impact.
    await stage.quiet.tell('saveSettings', { toleranceBps: { 'exit-several': 2_000 } });
    for (const job of jobs.filter(isWanted)) await play(stage, job);
  } finally {
    await stage.stop();
  }
}

/** On a site that is known, connecting begins on the first screen. */
async function knownSite(): Promise<void> {
  if (!isWanted({ name: 'first connect' })) return;
  const stage = await createStage('clicks', {}, { meetsAt: 'taostats.io' });
  try {
    await connectFirst(stage, 'known');
  } finally {
    await stage.stop();
  }
}

await usualJobs();
await knownSite();
process.exitCode = failures === 0 ? 0 : 1;
