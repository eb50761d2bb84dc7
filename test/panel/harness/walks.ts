// Which pictures there are: a scene, and what a person does in it to get to the screen.
import type { Page } from 'puppeteer-core';
import { waitForText } from '../../browser/drive-panel.ts';
import { until } from '../../browser/launch-browser.ts';

export type Walk = {
  name: string;
  scene: string;
  steps: readonly ((page: Page) => Promise<void>)[];
};

/** A busy machine draws late; nothing is meant by it. */
const PATIENCE = 45_000;

/** In the sheet that is open, else in the screen beside home, else anywhere: where a person would look. */
const tap = (words: string) => async (page: Page) => {
  const find = `['.sheet', '.menu', '.panes-wide > .pane:last-child', 'body'].some((place) => {
    const clean = (text) => text.replaceAll(/[\\u2066-\\u2069]/g, '').replaceAll(/\\s+/g, ' ').trim();
    const nameOf = (element) => clean(element.innerText + ' ' + (element.ariaLabel ?? ''));
    const all = [...document.querySelectorAll(place + ' button, ' + place + ' summary')].filter(
      (element) => nameOf(element).includes(${JSON.stringify(words)}),
    );
    const chosen = all.find((element) => clean(element.innerText) === ${JSON.stringify(words)}) ?? all[0];
    document.querySelector('[data-tap]')?.removeAttribute('data-tap');
    chosen?.setAttribute('data-tap', '');
    return chosen !== undefined;
  })`;
  await until(async () => Boolean(await page.evaluate(find)), `a button “${words}”`, PATIENCE);
  await page.click('[data-tap]');
};
const see = (words: string) => async (page: Page) => {
  await waitForText(page, words, PATIENCE);
};
/** Types into whatever the field is called, replacing what is there. */
const type = (label: string, text: string) => async (page: Page) => {
  const field = await page.waitForSelector(`::-p-aria([name="${label}"][role="textbox"])`, {
    timeout: PATIENCE,
  });
  await field?.click({ count: 3 });
  await field?.type(text);
};
const typeInto = (selector: string, text: string) => async (page: Page) => {
  const field = await page.waitForSelector(selector, { timeout: PATIENCE });
  await field?.type(text);
};
const tapFirst = (selector: string) => async (page: Page) => {
  const found = await page.waitForSelector(selector, { timeout: PATIENCE });
  await found?.click();
};
/** Into what has focus: the search of a list. */
const search = (text: string) => async (page: Page) => {
  await page.waitForSelector('input[type=search]:focus', { timeout: PATIENCE });
  await page.keyboard.type(text);
};
const wait = (milliseconds: number) => async () => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
};

const plain = (scene: string): Walk => ({ name: scene, scene, steps: [] });
const stakeInto = [
  tapFirst('.foot .button-primary'),
  tap('Choose a subnet'),
  search('64'),
  tap('SN64'),
  tap('Choose a validator'),
  tap('Rizzo'),
];
const typed = (amount: string) => [...stakeInto, type('Amount', amount)];
const ticket = (name: string, scene: string, steps: Walk['steps']): Walk => ({
  name,
  scene,
  steps,
});
const openChutes = [tap('Search subnets'), search('64'), tap('SN64')];
const twoPicked = [
  tapFirst('.lens-list li:nth-child(2) .row'),
  tapFirst('.lens-list li:nth-child(3) .row'),
];
const scrollTo = (selector: string) => async (page: Page) => {
  await page.waitForSelector(selector, { timeout: PATIENCE });
  await page.evaluate(`document.querySelector('${selector}').scrollIntoView()`);
};
const moreOf = (entry: string) => [
  ...openChutes,
  tapFirst('.position .menu-anchor button'),
  tap(entry),
];

const leaveTwo = [
  tapFirst('.bar .menu-anchor button'),
  tap('Manage accounts'),
  tap('Ledger main'),
  tap('Leave several positions'),
  tap('SN64'),
  tap('SN1 Apex'),
];

export const walks: readonly Walk[] = [
  plain('first-run'),
  plain('home'),
  ticket('home-open-row', 'home', [tapFirst('.row')]),
  plain('home-reading'),
  plain('home-cached'),
  plain('home-offline'),
  plain('home-partial'),
  plain('home-no-stake'),
  plain('home-differs'),
  plain('home-devnet'),
  ticket('home-needs', 'home-needs', [tap('Back')]),
  plain('home-notice'),
  ticket('home-change', 'home-change', [tap('24 h, price only')]),
  plain('home-fiat'),
  plain('home-hidden'),
  plain('home-huge'),
  plain('home-many'),
  ticket('account-menu', 'home', [tapFirst('.bar .menu-anchor button')]),
  ticket('connect-elsewhere', 'connect-elsewhere', [tap('Use my wallet')]),
  ticket('connect-here', 'connect-here', [tap('Use my wallet')]),
  ticket('connect-other', 'connect-elsewhere', [tap('Use my wallet'), tap('Another site…')]),
  plain('connect-looking'),
  plain('connect-wallets'),
  plain('connect-waiting'),
  plain('connect-accounts'),
  ticket('connect-done', 'connect-done', [tap('Use my wallet')]),
  plain('connect-no-wallet'),
  plain('connect-refused'),
  plain('connect-pending'),
  plain('connect-unreachable'),
  plain('connect-interferes'),
  plain('connect-wallet-failed'),
  plain('connect-only-evm'),
  ticket('watch', 'first-run', [tap('Watch an address')]),
  ticket('ticket-empty', 'ticket', [tapFirst('.foot .button-primary')]),
  ticket('ticket-pick-subnet', 'ticket', stakeInto.slice(0, 2)),
  ticket('ticket-pick-validator', 'ticket', stakeInto.slice(0, 5)),
  ticket('ticket-ok', 'ticket', [...typed('12'), see('Identical')]),
  ticket('ticket-details', 'ticket', [...typed('12'), see('Identical'), tap('Details')]),
  ticket('ticket-blocked', 'ticket', [...typed('300'), wait(600)]),
  ticket('ticket-problem', 'ticket', typed('1.0000000001')),
  ticket('ticket-wrong', 'ticket-wrong', [...typed('12'), see('Stopped')]),
  ticket('ticket-silent', 'ticket-silent', [...typed('12'), see('did not confirm')]),
  ticket('ticket-unverified', 'ticket-unverified', [...typed('12'), see('cannot be asked')]),
  ticket('ticket-no-facts', 'ticket-no-facts', [...stakeInto, wait(300)]),
  ticket('ticket-simulation', 'ticket', [
    tapFirst('.foot .button-primary'),
    tap('Ledger main'),
    tap('A friend'),
    ...stakeInto.slice(1),
    type('Amount', '2'),
    see('Identical'),
  ]),
  ticket('ticket-supposed', 'ticket', [
    ...typed('300'),
    tap('Details'),
    tap('What if I had'),
    type('Free τ, supposed', '500'),
    see('not your real balance'),
    see('Identical'),
    scrollTo('.ticket'),
  ]),
  ticket('ticket-supposed-choice', 'ticket', [
    ...moreOf('Unstake'),
    type('Amount', '50000'),
    tap('Details'),
    tap('What if I had'),
    type('Alpha in this position, supposed', '60000'),
    see('Identical'),
  ]),
  ticket('ticket-unstake', 'ticket', [
    ...moreOf('Unstake'),
    type('Amount', '500'),
    see('Identical'),
  ]),
  ticket('ticket-unstake-all', 'ticket', [...moreOf('Unstake all'), see('Identical')]),
  ticket('ticket-change-validator', 'ticket', [
    ...moreOf('Change validator'),
    tap('Choose the new validator'),
    tap('Rizzo'),
    type('Amount', '500'),
    wait(500),
  ]),
  ticket('ticket-change-subnet', 'ticket', [
    ...moreOf('Change subnet'),
    tap('Choose the new subnet'),
    search('targon'),
    tap('SN4'),
    tap('Choose the new validator'),
    tap('Rizzo'),
    type('Amount', '500'),
    see('Identical'),
  ]),
  ticket('ticket-one-call', 'ticket', [
    ...moreOf('Change subnet'),
    tap('Choose the new subnet'),
    search('targon'),
    tap('SN4'),
    tap('Choose the new validator'),
    tap('Rizzo'),
    type('Amount', '500'),
    see('Identical'),
    tap('One call'),
    tap('Details'),
    scrollTo('.segments'),
  ]),
  ticket('ticket-to-root', 'ticket', [
    ...moreOf('Change subnet'),
    tap('Choose the new subnet'),
    search('root'),
    tap('Root'),
    tap('Choose the new validator'),
    tap('Rizzo'),
    type('Amount', '500'),
    see('Identical'),
  ]),
  ticket('ticket-give', 'ticket', [
    ...moreOf('Give'),
    tap('Choose who gets it'),
    tap('A friend'),
    type('Amount', '500'),
    wait(500),
  ]),
  ticket('request-draft', 'request-draft', []),
  plain('request-lost-tab'),
  plain('request-offered'),
  plain('request-waiting'),
  plain('request-held'),
  plain('request-submitted'),
  plain('request-in-block'),
  plain('line-ahead'),
  ticket('line-waits', 'line-waits', [tapFirst('section .need')]),
  plain('line-turn'),
  plain('line-changed'),
  ticket('line-home', 'line-ahead', [tap('Back')]),
  ticket('line-ticket', 'line-ahead', [tap('Back'), ...typed('12'), see('Identical')]),
  ticket('activity', 'activity', [tap('Activity')]),
  ticket('request-finalized', 'activity', [tap('Activity'), tapFirst('.row')]),
  ticket('request-failed', 'activity', [tap('Activity'), tapFirst('li:nth-child(2) .row')]),
  ticket('request-rejected', 'activity', [tap('Activity'), tapFirst('li:nth-child(3) .row')]),
  ticket('request-expired', 'activity', [tap('Activity'), tapFirst('li:nth-child(4) .row')]),
  ticket('accounts', 'home', [tapFirst('.bar .menu-anchor button'), tap('Manage accounts')]),
  ticket('account', 'home', [
    tapFirst('.bar .menu-anchor button'),
    tap('Manage accounts'),
    tap('Savings'),
  ]),
  ticket('exit-many', 'home', leaveTwo),
  ticket('exit-batch', 'home', [...leaveTwo, tap('One batch'), see('Identical')]),
  ticket('exit-first', 'home', [...leaveTwo, tap('Start with the first of 2'), see('Identical')]),
  plain('home-exits'),
  ticket('settings', 'home', [tap('Settings')]),
  ticket('settings-network', 'home', [tap('Settings'), scrollTo('fieldset')]),
  ticket('settings-network-refused', 'home', [
    tap('Settings'),
    tap('Add a network'),
    typeInto('.card .field input', 'My own node'),
    tapFirst('.card fieldset > div > .button'),
    typeInto('.card li:nth-child(1) input', 'wss://node.example.org'),
    typeInto('.card li:nth-child(2) input', 'ws://node.example.org'),
    tapFirst('.card .button-primary'),
    see('anyone on the way'),
    scrollTo('.card'),
  ]),
  ticket('settings-network-added', 'settings-network-added', [
    tap('Settings'),
    scrollTo('fieldset'),
  ]),
  ticket('settings-fiat', 'home-fiat', [
    tap('Settings'),
    scrollTo('.settings > section:nth-child(3)'),
  ]),
  ticket('subnets', 'home', [tap('Search subnets')]),
  ticket('subnets-found', 'home', [
    tap('Search subnets'),
    async (page) => page.keyboard.type('chut'),
  ]),
  ticket('subnet', 'home', openChutes),
  ticket('subnet-yield', 'home', [...openChutes, tap('Mean of 14 epochs')]),
  ticket('subnet-root', 'home', [
    tap('Search subnets'),
    search('root'),
    tap('Root'),
    tap('Mean of 14 readings'),
  ]),
  ticket('subnet-idle', 'home', [tap('Search subnets'), search('19'), tap('SN19')]),
  ticket('subnet-unknown', 'home', [tap('Search subnets'), search('88'), tap('SN88')]),
  ticket('home-locks', 'home-locks', [tap('more'), tap('hardly anything')]),
  ticket('subnet-hostile', 'home', [tap('Search subnets'), search('51'), tap('SN51')]),
  ticket('lens-subnets', 'lens', [tap('Search subnets')]),
  ticket('lens-sources', 'lens', [tap('Search subnets'), tap('What these figures mean')]),
  ticket('lens-filtered', 'lens', [
    tap('Search subnets'),
    tap('Near removal'),
    tap('Sorted by: Share of new TAO'),
    tap('Place in the order'),
  ]),
  ticket('lens-picking', 'lens', [tap('Search subnets'), tap('Compare'), ...twoPicked]),
  ticket('lens-compare', 'lens', [
    tap('Search subnets'),
    tap('Compare'),
    ...twoPicked,
    tap('Compare 2'),
  ]),
  ticket('lens-decides', 'lens', [
    tap('Search subnets'),
    tap('Who decides'),
    tap('Count now'),
    see('stand behind more than half'),
  ]),
  ticket('lens-decides-first', 'lens', [tap('Search subnets'), tap('Who decides')]),
  ticket('lens-decides-all', 'lens', [
    tap('Search subnets'),
    tap('Who decides'),
    tap('Count now'),
    see('stand behind more than half'),
    tap('Count holders (up to 8 MB)'),
    see('Read on'),
    tap('Read from the archive'),
    see('recorded Feb'),
    scrollTo('.lens-say'),
  ]),
  ticket('lens-decides-lists', 'lens', [
    tap('Search subnets'),
    tap('Who decides'),
    tap('Count now'),
    see('stand behind more than half'),
    tap('Count holders (up to 8 MB)'),
    see('Read on'),
    tap('Read from the archive'),
    see('recorded Feb'),
    scrollTo('.lens-pair'),
  ]),
  ticket('lens-holders', 'lens', [
    ...openChutes,
    tap('Count holders (up to 8 MB)'),
    see('holders found'),
    scrollTo('section[aria-label="Who holds it"]'),
  ]),
  ticket('lens-horizon', 'lens', [...openChutes, see('is locked'), scrollTo('.lens-horizon')]),
  ticket('lens-horizon-story', 'lens', [
    ...openChutes,
    see('is locked'),
    scrollTo('section[aria-label="Lasting or passing"]'),
  ]),
  ticket('lens-horizon-range', 'lens', [
    tap('Search subnets'),
    search('38'),
    tap('SN38'),
    see('is locked'),
    scrollTo('section[aria-label="Lasting or passing"]'),
  ]),
  ticket('lens-horizon-how', 'lens', [
    ...openChutes,
    see('is locked'),
    tap('How these are worked out'),
    tap('Where it goes in a day'),
    scrollTo('.lens-figures'),
  ]),
  ticket('lens-vote', 'lens', [...typed('12'), see('If this price holds')]),
  ticket('lens-vote-detail', 'lens', [
    ...typed('12'),
    see('Identical'),
    tap('What this votes for'),
    scrollTo('.lens-vote'),
  ]),
  ticket('lens-unmodelled', 'lens-unmodelled', [...typed('12'), see('not modelled')]),
];
