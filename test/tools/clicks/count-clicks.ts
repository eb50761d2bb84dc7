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
    most: 6,
    note: 'one account, one transaction; one click less where the price impact is below 10%',
    async run(person) {
      await person.open();
      await person.sees('Exit value');
      await person.click('My accounts');
      await person.click('Unstake everything');
      await person.sees('positions selected');
      // These pools are small: so large a sale wants its price impact typed.
      await person.types('Type 10 to confirm this price impact (%)', '10');
      await person.signs('erified with your node');
      await person.approves();
    },
  },
];

const wanted = process.argv.slice(2);
const isWanted = ({ name }: { name: string }): boolean =>
  wanted.length === 0 || wanted.some((part) => name.includes(part));

async function connectFirst(stage: Stage): Promise<void> {
  const person = new Person(stage);
  await person.open();
  await person.click('Connect wallet');
  await person.click('Connect on');
  await person.follows();
  await person.sees('test-wallet');
  await person.click('test-wallet');
  await person.approves();
  await person.sees(/Add \d+ account/);
  await person.click('Add ');
  await person.sees('You can close the other tab');
  print('first connect, two wallets on the page (one click less with one)', person.clicks, 6);
  await press(person.page, 'Remember ');
}

function print(name: string, clicks: number | string, most: number): void {
  console.log(`${String(clicks).padStart(3)} of at most ${most}   ${name}`);
}

const stage = await createStage('clicks');

/** The next job begins at home: what was signed is final, and put away. */
async function finish(): Promise<void> {
  const { id } = await stage.request();
  await stage.sent(id);
  stage.devnet.produceBlocks(3);
  await stage.reached(id, 'finalized');
  await stage.quiet.tell('dismissRequest', { id });
}

let failures = 0;
try {
  if (isWanted({ name: 'first connect' })) await connectFirst(stage);
  else await connect(stage.story);
  // One node alone tells these pools: whole positions need a tolerance of twice their own impact.
  await stage.quiet.tell('saveSettings', { toleranceBps: { 'exit-several': 2_000 } });
  for (const job of jobs.filter(isWanted)) {
    await stage.tidy();
    const person = new Person(stage);
    try {
      await job.run(person);
      print(job.name + (job.note === undefined ? '' : ` (${job.note})`), person.clicks, job.most);
      if (person.clicks > job.most) failures += 1;
      await finish();
    } catch (error) {
      failures += 1;
      print(job.name, '–', job.most);
      console.log(String(error).slice(-900));
    }
  }
} finally {
  await stage.stop();
}
process.exitCode = failures === 0 ? 0 : 1;
