// What one key on the ticket draws: its figures at once, what follows from them after the frame, and nothing that does not
// depend on the amount. Counted, never timed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { fill, press, waitForText } from '../../tools/browser/drive-panel.ts';
import { openHome, type OpenedHome } from '../../tools/pictures/open-home.ts';

let home: OpenedHome;
let page: Page;

before(async () => {
  home = await openHome();
  ({ page } = home);
  await press(page, 'Chutes');
  await press(page, 'Stake');
  await fill(page, 'Amount', '12');
  await waitForText(page, 'Verified with your node');
});
after(() => home.close());

type Drawn = {
  renders: Record<string, number>;
  amount: string;
  busy: (string | null)[];
  plot: string;
};

/** Types the text as one key would, and looks at what stands there `later` or in the very task of the key. */
const typed = (text: string, later: boolean): Promise<Drawn> =>
  page.evaluate(`(async () => {
    const input = document.querySelector('.amount-line input');
    const parts = () => [...document.querySelectorAll('.ticket-later')];
    for (const name in renders) delete renders[name];
    input.value = ${JSON.stringify(text)};
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    // Rendering is one microtask of the key's own task.
    for (let turn = 0; turn < 5; turn += 1) await null;
    while (${String(later)} && parts().some(({ ariaBusy }) => ariaBusy === 'true')) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return {
      renders: { ...renders },
      amount: document.querySelector('.outcome-main').innerText,
      busy: parts().map(({ ariaBusy }) => ariaBusy),
      plot: document.querySelector('.chart-plot').ariaValueText,
    };
  })()`) as Promise<Drawn>;

const count = ({ renders }: Drawn): number =>
  Object.values(renders).reduce((sum, one) => sum + one, 0);

/** Of the first frame: the figures of the outcome, that one of them is of the amount before, a year’s rewards in both units, and what says whether it may be reviewed. */
const MOST = 47;

test('a key draws the figures of its own amount at once, and marks what still shows the one before', async () => {
  const was = await typed('12', true);
  const now = await typed('125', false);
  assert.notEqual(now.amount, was.amount);
  assert.equal(now.plot, was.plot, 'the plot comes after the frame');
  assert.ok(
    now.busy.length > 0 && now.busy.every((one) => one === 'true'),
    'and is marked until then',
  );
  assert.ok(
    count(now) <= MOST,
    `${count(now)} of ${MOST} renderings: ${JSON.stringify(now.renders)}`,
  );
  const then = await typed('126', true);
  assert.notEqual(then.plot, was.plot);
  assert.ok(then.busy.every((one) => one === 'false'));
});

test('what does not depend on the amount is not drawn again, nor what is closed', async () => {
  const { renders } = await typed('127', true);
  for (const name of [
    'TicketScreen',
    'Screen',
    'Choices',
    'Pick',
    'UnitChoice',
    'QuickAmounts',
    'ToleranceMenu',
    'Problem',
    'InOther',
    'Worth',
    'Replaced',
  ]) {
    assert.equal(renders[name], undefined, name);
  }
  assert.equal(renders['Figures'], undefined, 'the figures of closed details');
});

test('a key that leaves the amount as it is draws the text alone', async () => {
  await typed('12', true);
  const { renders } = await typed('12.', true);
  assert.deepEqual(renders, { AmountInput: 1 });
});
