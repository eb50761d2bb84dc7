import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../../src/errors.ts';
import { DEFAULT_TOLERANCE_BPS } from '../../../src/model/move.ts';
import type { SimQuery } from '../../../src/model/facts.ts';
import { quoteSwap } from '../../../src/pool/quote-swap.ts';
import { createPanelModel } from '../../../src/panel/panel-model.ts';
import { startOf } from '../../../src/panel/core/router.ts';
import { amountProblemKey } from '../../../src/panel/ticket/review-state.ts';
import { draftFrom, missingFrom } from '../../../src/panel/ticket/ticket-draft.ts';
import { createTicketModel } from '../../../src/panel/ticket/ticket-model.ts';
import { SIM_DELAY } from '../../../src/panel/ticket/node-quote.ts';
import type { Network } from '../../../src/model/network.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';
import { fakeDeps, settle, type Answers } from '../fake-deps.ts';
import {
  addressOf,
  blockAt,
  genesisHash,
  HEAD,
  hotkeys,
  subnets,
  TAO,
  validatorsOf,
} from '../../tools/pictures/chain.ts';
import { requestIn, stakeMove } from '../../tools/pictures/requests.ts';
import {
  moveFactsFrom,
  positions,
  snapshotWith,
  stored,
  watched,
  ledgerMain,
} from '../../tools/pictures/stored.ts';

const [hotkey] = hotkeys;
if (!hotkey) throw new RangeError('no hotkey');
const netuid = toNetuid(64);
const start = { kind: 'stake', coldkey: ledgerMain, hotkey, netuid } as const;
const none = { known: false, reason: 'not-on-this-runtime' } as const;

function simulated({ netuid: of, side, amount }: SimQuery, error = 0n) {
  const pool = subnets[of]?.pool;
  const fill = pool ? quoteSwap(pool, { side, amount }) : null;
  if (!fill?.ok) throw new RangeError('no fill');
  const out = fill.amountOut + error;
  const value = {
    taoAmount: side === 'buy' ? fill.amountIn : out,
    alphaAmount: side === 'buy' ? out : fill.amountIn,
    taoFee: side === 'buy' ? fill.fee : 0n,
    alphaFee: side === 'sell' ? fill.fee : 0n,
    taoSlippage: none,
    alphaSlippage: none,
  };
  return { known: true, value } as const;
}

async function ticketWith(
  more: Answers = {},
  begin: Parameters<typeof createTicketModel>[2] = start,
) {
  const state = stored();
  let record = snapshotWith(positions, []);
  state.snapshot = record;
  const fake = fakeDeps(
    state,
    {
      readMoveFacts: (body) => moveFactsFrom(record, body),
      simulate: ({ queries }) => queries.map((body) => simulated(body)),
      ...more,
    },
    { page: { tabId: 5, origin: 'https://taostats.io' } },
  );
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  await panel.currentPage.look();
  const ticket = createTicketModel(panel, fake.deps, begin);
  await settle();
  const nextBlock = async (change: Partial<typeof record.snapshot> = {}) => {
    const number = record.snapshot.block.number + 1;
    record = { ...record, snapshot: { ...record.snapshot, ...change, block: blockAt(number) } };
    fake.stored.snapshot = record;
    await panel.store.changed('snapshot');
    await turns();
  };
  const { rules } = record.snapshot;
  return { ...fake, panel, ticket, nextBlock, rules };
}

/** On a busy machine an answer and the wait for it come due in one turn of the loop: what the answer starts has its own turns. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await settle();
}

async function compared(): Promise<void> {
  await settle(SIM_DELAY + 40);
  await turns();
}

test('figures are there at once, and the button only after the node agreed', async () => {
  const { ticket } = await ticketWith();
  ticket.edit({ amountText: '12' });
  assert.ok((ticket.worked.value?.plan.receives?.expected.amount ?? 0n) > 0n);
  assert.deepEqual(ticket.review.value, { state: 'not-yet', textKey: 'comparingWithNode' });
  await compared();
  assert.equal(ticket.worked.value?.exactness.state, 'identical');
  assert.equal(ticket.review.value.state, 'ready');
  ticket.stop();
});

test('a tolerance that is typed and not set holds the review', async () => {
  const { ticket } = await ticketWith();
  ticket.edit({ amountText: '12' });
  await compared();
  ticket.typingTolerance.value = true;
  assert.deepEqual(ticket.review.value, { state: 'not-yet', textKey: 'setToleranceFirst' });
  ticket.typingTolerance.value = false;
  assert.equal(ticket.review.value.state, 'ready');
  ticket.stop();
});

test('one rao of difference with the node stops everything', async () => {
  const { ticket } = await ticketWith({
    simulate: ({ queries }) => queries.map((body) => simulated(body, 1n)),
  });
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.worked.value?.exactness.state, 'differs');
  assert.equal(ticket.review.value.state, 'blocked');
  ticket.stop();
});

test('a node that does not answer leaves nothing to sign', async () => {
  const { ticket } = await ticketWith({ simulate: () => Promise.reject(new Error('gone')) });
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.worked.value?.exactness.state, 'unanswered');
  assert.equal(ticket.review.value.state, 'blocked');
  ticket.stop();
});

test('a runtime that cannot simulate asks for a yes, and another amount takes it back', async () => {
  const { ticket } = await ticketWith({ simulate: ({ queries }) => queries.map(() => none) });
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.review.value.state, 'needs-yes');
  ticket.accept(true);
  assert.equal(ticket.review.value.state, 'ready');
  ticket.edit({ amountText: '13' });
  assert.equal(ticket.isAccepted.value, false);
  ticket.stop();
});

test('a yes answers what was shown: what a later block brings asks again, and is named when it is signed', async () => {
  const { ticket, nextBlock, rules, calls } = await ticketWith({
    simulate: ({ queries }) => queries.map(() => none),
    requestSignature: () => Promise.reject(new Error('enough')),
  });
  ticket.edit({ amountText: '12' });
  await compared();
  ticket.accept(true);
  assert.equal(ticket.review.value.state, 'ready');
  await nextBlock({ rules: { ...rules, immunityPeriod: { known: false, reason: 'unreadable' } } });
  await compared();
  const now = ticket.review.peek();
  assert.ok(now.state === 'needs-yes');
  assert.deepEqual(
    now.checks.map(({ id }) => id),
    ['subnet-age'],
  );
  assert.equal(ticket.isAccepted.value, false);
  ticket.accept(true);
  ticket.submit();
  await settle();
  const body = calls.find(({ method }) => method === 'requestSignature')?.body;
  assert.ok(typeof body === 'object' && body !== null && 'accepted' in body);
  assert.deepEqual(body.accepted, ['subnet-age', 'unverified']);
  ticket.stop();
});

test('other terms take a yes back', async () => {
  const { ticket } = await ticketWith({ simulate: ({ queries }) => queries.map(() => none) });
  ticket.edit({ amountText: '12' });
  await compared();
  ticket.accept(true);
  assert.equal(ticket.review.value.state, 'ready');
  ticket.setPartial(true);
  await compared();
  assert.equal(ticket.review.value.state, 'needs-yes');
  assert.equal(ticket.isAccepted.value, false);
  ticket.stop();
});

test('a part may fill of a stake and an unstake only, whatever was switched on before', async () => {
  const { ticket } = await ticketWith();
  ticket.setPartial(true);
  assert.equal(ticket.terms.value.allowPartial, true);
  for (const kind of ['unstake-all', 'change-subnet', 'change-validator', 'transfer'] as const) {
    ticket.edit({ kind });
    assert.equal(ticket.terms.value.allowPartial, false, kind);
  }
  ticket.edit({ kind: 'unstake' });
  assert.equal(ticket.terms.value.allowPartial, true);
  ticket.stop();
});

test('a tolerance without sense is not planned on, and a plan that cannot be made is told', async () => {
  const { ticket, panel, stored: store } = await ticketWith();
  store.settings = { ...store.settings, toleranceBps: { stake: 10_000 } };
  await panel.store.changed('settings');
  ticket.edit({ amountText: '12' });
  assert.equal(ticket.terms.value.toleranceBps, DEFAULT_TOLERANCE_BPS);
  assert.notEqual(ticket.worked.value, null);
  ticket.stop();

  const record = snapshotWith(positions, []);
  const broken = await ticketWith({
    readMoveFacts: (body) => moveFactsFrom(record, { ...body, coldkey: watched }),
  });
  broken.ticket.edit({ amountText: '12' });
  assert.equal(broken.ticket.worked.value, null);
  assert.equal(broken.ticket.review.value.state, 'error');
  broken.ticket.stop();
});

test('a share of what is not known is no share of zero, and where nothing can go the reason is told', async () => {
  const record = snapshotWith(positions, []);
  const unread = { known: false, reason: 'unreadable' } as const;
  const { ticket } = await ticketWith({
    readMoveFacts: (body) => ({ ...moveFactsFrom(record, body), availability: unread }),
  });
  ticket.edit({ kind: 'unstake', amountText: '50', unit: 'percent' });
  assert.deepEqual(ticket.amount.value, { ok: false, problem: 'no-maximum' });
  assert.equal(ticket.noMaximum.value, null);
  ticket.stop();

  const poor = await ticketWith({
    readMoveFacts: (body) => {
      const facts = moveFactsFrom(record, body);
      return { ...facts, coldkey: { ...facts.coldkey, free: toRao(0n) } };
    },
  });
  poor.ticket.edit({ kind: 'stake', amountText: '' });
  assert.equal(poor.ticket.maximum.value, null);
  assert.equal(poor.ticket.noMaximum.value?.verdict, 'block');
  poor.ticket.stop();
});

test('an impact is typed as it stands: a larger figure typed ahead answers nothing', async () => {
  const record = snapshotWith(positions, []);
  const shallow = {
    kind: 'constant-product',
    taoReserve: 90n * TAO,
    alphaReserve: 900n * TAO,
  } as const;
  const nodePrice = { known: true, value: TAO / 10n - 1n } as const;
  const { ticket } = await ticketWith({
    readMoveFacts: (body) => {
      const facts = moveFactsFrom(record, body);
      return {
        ...facts,
        subnets: facts.subnets.map((one) => ({ ...one, pool: shallow, nodePrice })),
      };
    },
    simulate: ({ queries }) => queries.map(() => none),
  });
  ticket.edit({ amountText: '12' });
  await compared();
  ticket.accept(true);
  const now = ticket.review.peek();
  assert.ok(now.state === 'needs-typing');
  ticket.setTyped('99');
  assert.equal(ticket.review.value.state, 'needs-typing');
  ticket.setTyped(now.typing.text);
  assert.notEqual(ticket.review.peek().state, 'needs-typing');
  ticket.edit({ amountText: '11' });
  assert.notEqual(ticket.review.peek().state, 'ready');
  ticket.stop();
});

test('the end of a hotkey that would receive stake is typed before anything is reviewed', async () => {
  const record = snapshotWith(positions, []);
  const owner = addressOf(70);
  const { ticket } = await ticketWith({
    readMoveFacts: (body) => {
      const facts = moveFactsFrom(record, body);
      const { receiver } = facts;
      const hotkeyOwner = { known: true, value: owner } as const;
      return { ...facts, receiver: receiver && { ...receiver, hotkeyOwner } };
    },
  });
  const toColdkey = addressOf(71);
  ticket.edit({ kind: 'transfer', toColdkey, amountText: '12', unit: 'alpha' });
  await compared();
  ticket.accept(true);
  const ending = toColdkey.slice(-4);
  const now = ticket.review.peek();
  assert.ok(now.state === 'needs-typing', now.state);
  assert.equal(now.typing.text, ending);
  ticket.setTyped(toColdkey.slice(0, 4));
  assert.equal(ticket.review.value.state, 'needs-typing');
  ticket.setTyped(ending);
  assert.notEqual(ticket.review.peek().state, 'needs-typing');
  ticket.edit({ toColdkey: addressOf(72) });
  await compared();
  assert.equal(ticket.review.peek().state, 'needs-typing', 'one address answers for itself alone');
  ticket.stop();
});

test('the answer to an older question never counts for a newer one', async () => {
  const { ticket } = await ticketWith();
  ticket.edit({ amountText: '12' });
  await compared();
  ticket.edit({ amountText: '13' });
  assert.equal(ticket.worked.value?.exactness.state, 'checking');
  ticket.stop();
});

test('facts are read once for what they cover, and again with each block', async () => {
  const { ticket, calls, nextBlock } = await ticketWith();
  const count = () => calls.filter(({ method }) => method === 'readMoveFacts').length;
  assert.equal(count(), 1);
  ticket.edit({ amountText: '1' });
  ticket.edit({ amountText: '12' });
  await settle();
  assert.equal(count(), 1);
  await nextBlock();
  assert.equal(count(), 2);
  assert.equal(ticket.worked.value?.plan.block.number, HEAD + 1);
  ticket.stop();
});

test('a switch of network in another window leaves nothing to sign until the new chain was read', async () => {
  const other = `0x${'3e'.repeat(32)}` as const;
  const devnet: Network = {
    id: 'devnet',
    name: 'Devnet',
    genesisHash: other,
    endpoints: ['ws://127.0.0.1:9944'],
    operators: {},
    archive: null,
    isReal: false,
    explorer: null,
  };
  const {
    ticket,
    panel,
    stored: store,
  } = await ticketWith({
    requestSignature: () => Promise.reject(new Error('asked')),
  });
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.review.value.state, 'ready');
  const { snapshot } = store;
  store.settings = { ...defaultSettings, networkId: 'devnet', networks: [devnet] };
  store.snapshot = null;
  await panel.store.changed('settings');
  await settle();
  assert.equal(ticket.facts.value, null, 'facts of the old chain');
  assert.notEqual(ticket.review.value.state, 'ready');
  // The background answers for the network it is on: still the old one.
  store.snapshot = snapshot;
  await panel.store.changed('snapshot');
  await compared();
  assert.equal(ticket.facts.value, null);
  assert.notEqual(ticket.review.value.state, 'ready');
  ticket.stop();
});

test('facts from far ahead of the last known head are not taken for fresh', async () => {
  const record = snapshotWith(positions, []);
  const ahead = { ...record, snapshot: { ...record.snapshot, block: blockAt(HEAD + 6) } };
  const { ticket } = await ticketWith({ readMoveFacts: (body) => moveFactsFrom(ahead, body) });
  ticket.edit({ amountText: '12' });
  await compared();
  assert.notEqual(ticket.review.value.state, 'ready');
  assert.equal(
    ticket.worked.value?.checks.find(({ id }) => id === 'quote-age')?.verdict,
    'unknown',
  );
  ticket.accept(true);
  assert.notEqual(ticket.review.value.state, 'ready');
  ticket.stop();
});

test('while the button is held down nothing moves', async () => {
  const { ticket, nextBlock } = await ticketWith();
  ticket.edit({ amountText: '12' });
  ticket.freeze();
  const seen = ticket.worked.value;
  await nextBlock();
  assert.equal(ticket.worked.value, seen);
  ticket.thaw();
  assert.equal(ticket.worked.value?.plan.block.number, HEAD + 1);
  ticket.stop();
});

test('what is asked for is what was seen, with its minimum', async () => {
  const { ticket, calls } = await ticketWith({
    requestSignature: () => Promise.reject(new Error('enough')),
  });
  ticket.edit({ amountText: '12' });
  await compared();
  const plan = ticket.worked.value?.plan;
  ticket.submit();
  await settle();
  const body = calls.find(({ method }) => method === 'requestSignature')?.body;
  assert.ok(typeof body === 'object' && body !== null && 'minimum' in body && 'move' in body);
  assert.deepEqual(body.minimum, plan?.receives?.minimum);
  assert.ok('genesisHash' in body);
  assert.equal(body.genesisHash, genesisHash);
  assert.deepEqual(body.move, plan?.move);
  assert.equal(ticket.asking.error.value?.code, 'INTERNAL');
  ticket.stop();
});

test('what only the node says wants a yes once signing found it out, for that move alone', async () => {
  const { ticket, calls } = await ticketWith({
    requestSignature: () =>
      Promise.reject(new AppError('ACCEPTANCE_NEEDED', { reason: 'subnet-age, inputs-one-node' })),
  });
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.review.value.state, 'ready');
  ticket.submit();
  await settle();
  const asked = ticket.review.peek();
  assert.ok(asked.state === 'needs-yes');
  assert.deepEqual(
    asked.checks.map(({ id }) => id),
    ['inputs-one-node'],
  );
  ticket.accept(true);
  assert.equal(ticket.review.value.state, 'ready');
  ticket.submit();
  await settle();
  const body = calls.findLast(({ method }) => method === 'requestSignature')?.body;
  assert.ok(typeof body === 'object' && body !== null && 'accepted' in body);
  assert.deepEqual(body.accepted, ['inputs-one-node']);
  ticket.edit({ amountText: '13' });
  await compared();
  assert.equal(ticket.review.value.state, 'ready', 'another move may be made of what is proven');
  ticket.stop();
});

test('a blocked ticket asks for nothing, whatever is pressed', async () => {
  const { ticket, calls } = await ticketWith();
  ticket.edit({ amountText: '300' });
  await compared();
  assert.equal(ticket.review.value.state, 'blocked');
  ticket.submit();
  await settle();
  assert.ok(calls.every(({ method }) => method !== 'requestSignature'));
  ticket.stop();
});

test('several exits one by one are never asked for as one', async () => {
  const exitSeveral = {
    kind: 'exit-several',
    coldkey: ledgerMain,
    hotkey: null,
    netuid: null,
  } as const;
  const { ticket, calls } = await ticketWith({}, exitSeveral);
  const exits = positions
    .filter(({ coldkey, alpha }) => coldkey === ledgerMain && alpha > 0n)
    .slice(0, 2)
    .map((one) => ({ hotkey: one.hotkey, netuid: one.netuid }));
  assert.equal(exits.length, 2);
  ticket.edit({ exits, sending: 'one-by-one' });
  await settle();
  await compared();
  assert.equal(ticket.worked.value?.plan.items.length, 2);
  ticket.submit();
  await settle();
  assert.ok(calls.every(({ method }) => method !== 'requestSignature'));
  ticket.stop();
});

test('a watched address gets every figure and no signature', async () => {
  const { ticket } = await ticketWith({}, { ...start, coldkey: watched });
  ticket.edit({ amountText: '2' });
  await compared();
  assert.equal(ticket.worked.value?.exactness.state, 'identical');
  assert.equal(ticket.review.value.state, 'simulation');
  ticket.stop();
});

test('an amount in alpha buys at least that much, and one rao less would not', async () => {
  const { ticket } = await ticketWith();
  ticket.edit({ amountText: '100', unit: 'alpha' });
  const expected = ticket.worked.value?.plan.receives?.expected;
  assert.ok((expected?.amount ?? 0n) >= toAlphaRao(100n * TAO));
  const paid = ticket.amount.value;
  const pool = subnets[64]?.pool;
  assert.ok(paid.ok && pool);
  const less = quoteSwap(pool, { side: 'buy', amount: paid.rao - 1n });
  assert.ok(less.ok && less.amountOut < 100n * TAO);
  ticket.stop();
});

test('per cent is a part of the most that may be moved', async () => {
  const { ticket } = await ticketWith();
  ticket.edit({ amountText: '50', unit: 'percent' });
  const { value } = ticket.amount;
  assert.ok(value.ok);
  assert.equal(value.rao, (ticket.maximum.value ?? 0n) / 2n);
  ticket.edit({ amountText: '100.1' });
  assert.deepEqual(ticket.amount.value, { ok: false, problem: 'over-hundred' });
  ticket.stop();
});

test('a share before anything is chosen asks for the choice, not for another amount', async () => {
  const { ticket } = await ticketWith({}, { ...start, hotkey: null, netuid: null });
  ticket.edit({ amountText: '25', unit: 'percent' });
  const { value } = ticket.amount;
  assert.ok(!value.ok && value.problem === 'no-maximum');
  const missing = missingFrom(ticket.draft.value);
  assert.equal(amountProblemKey(value.problem, missing), 'pickSubnet');
  assert.equal(amountProblemKey('no-maximum', null), 'amount_no_maximum');
  assert.equal(amountProblemKey('zero', missing), 'amount_zero');
  assert.deepEqual(ticket.review.value, { state: 'not-yet', textKey: 'pickSubnet' });
  ticket.stop();
});

test('facts that cannot be read are told, and asked for again when wanted', async () => {
  let isUp = false;
  const record = snapshotWith(positions, []);
  const { ticket } = await ticketWith({
    readMoveFacts: (body) =>
      isUp ? moveFactsFrom(record, body) : Promise.reject(new Error('down')),
  });
  ticket.edit({ amountText: '12' });
  assert.equal(ticket.review.value.state, 'error');
  isUp = true;
  ticket.tryAgain();
  await settle();
  assert.notEqual(ticket.worked.value, null);
  ticket.stop();
});

test('why a move could not be prepared is read on its ticket: home need not say it again', async () => {
  const { ticket, calls } = await ticketWith({
    requestSignature: () => Promise.reject(new AppError('NODE_TIMEOUT', { what: 'test' })),
    dismissNotice: () => undefined,
  });
  ticket.edit({ amountText: '12' });
  await compared();
  ticket.submit();
  await settle();
  assert.equal(ticket.asking.error.value?.code, 'NODE_TIMEOUT');
  assert.equal(calls.at(-1)?.method, 'dismissNotice');
});

test('a ticket that was left says nothing, and leaves it to home', async () => {
  const { ticket, calls } = await ticketWith({
    requestSignature: () => Promise.reject(new AppError('NODE_TIMEOUT', { what: 'test' })),
    dismissNotice: () => undefined,
  });
  ticket.edit({ amountText: '12' });
  await compared();
  ticket.submit();
  ticket.stop();
  await settle();
  assert.equal(calls.at(-1)?.method, 'requestSignature');
});

test('a assumed balance is planned on and shown, and never signed', async () => {
  const { ticket, calls } = await ticketWith({ dismissNotice: () => undefined });
  const state = (): string => ticket.review.value.state;
  ticket.edit({ amountText: '300' });
  await compared();
  assert.equal(state(), 'blocked');
  ticket.whatIf.change({ isOn: true, free: '500' });
  await compared();
  assert.equal(ticket.facts.value?.coldkey.free, 500n * TAO);
  assert.ok((ticket.worked.value?.plan.receives?.expected.amount ?? 0n) > 0n);
  assert.equal(state(), 'simulation');
  ticket.submit();
  await settle();
  assert.ok(calls.every(({ method }) => method !== 'requestSignature'));
  ticket.whatIf.change({ isOn: false });
  assert.equal(state(), 'blocked');
});

test('a ticket that could be signed cannot be while anything is assumed, be it nothing', async () => {
  const { ticket } = await ticketWith();
  const state = (): string => ticket.review.value.state;
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(state(), 'ready');
  ticket.whatIf.change({ isOn: true });
  assert.equal(state(), 'simulation');
  ticket.whatIf.change({ free: 'lots' });
  assert.deepEqual(ticket.whatIf.assumption.value, { free: null, stake: null });
  ticket.whatIf.change({ isOn: false });
  assert.equal(state(), 'ready');
});

test('while another of the account is under way a reviewed move is put in line: no page, no permission, no wallet', async () => {
  const answers: Answers = {
    requestSignature: () => ({
      id: 'in line',
      plan: requestIn('queued').plan,
      exactness: { state: 'identical' },
      isQueued: true,
    }),
  };
  const { ticket, panel, calls, stored: things } = await ticketWith(answers);
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.ahead.value, null);
  assert.equal(ticket.ahead.peek(), null);
  things.requests = [requestIn('submitted')];
  await panel.store.changed('requests');
  assert.notEqual(ticket.ahead.peek(), null);
  ticket.submit();
  await settle();
  const made = calls.filter(({ method }) => method === 'requestSignature');
  const [only] = made;
  assert.equal(made.length, 1);
  assert.ok(typeof only?.body === 'object' && only.body !== null && 'askOnTab' in only.body);
  assert.equal(only.body.askOnTab, null, 'whatever became of the other one by then');
  assert.ok(calls.every(({ method }) => method !== 'askWallet'));
  assert.deepEqual(panel.router.route.value, { name: 'request', id: 'in line' });
  ticket.stop();
});

test('a move made again starts as it was filled in', () => {
  const { kind, coldkey } = stakeMove;
  const again = draftFrom(startOf(stakeMove));
  assert.deepEqual(
    [again.kind, again.coldkey, again.amountText, again.unit],
    [kind, coldkey, '12', 'tao'],
  );
  const swap = {
    ...start,
    kind: 'change-subnet',
    toNetuid: toNetuid(1),
    toHotkey: hotkey,
    amount: toAlphaRao(1_500_000_000n),
    route: 'one-call',
  } as const;
  const { amountText, unit, toNetuid: to, route } = draftFrom(startOf(swap));
  assert.deepEqual([amountText, unit, to, route], ['1.5', 'alpha', 1, 'one-call']);
});

const requested = (calls: readonly { method: string; body: unknown }[]): unknown =>
  calls.find(({ method }) => method === 'requestSignature')?.body;

test('a lock is requested with its yes, takes all that is not locked at most, and promises nothing else', async () => {
  const { ticket, calls } = await ticketWith(
    { requestSignature: () => Promise.reject(new Error('enough')) },
    { ...start, kind: 'lock' },
  );
  const held = positions.filter((one) => one.coldkey === ledgerMain && one.netuid === netuid);
  assert.equal(
    ticket.maximum.value,
    held.reduce((sum, { alpha }) => sum + alpha, 0n),
  );
  ticket.edit({ amountText: '500' });
  await compared();
  assert.equal(ticket.review.peek().state, 'needs-yes');
  ticket.accept(true);
  assert.equal(ticket.review.peek().state, 'ready');
  ticket.submit();
  await settle();
  const body = requested(calls);
  assert.ok(typeof body === 'object' && body !== null && 'move' in body && 'minimum' in body);
  const amount = toAlphaRao(500n * TAO);
  assert.deepEqual(body.move, { kind: 'lock', coldkey: ledgerMain, hotkey, netuid, amount });
  assert.deepEqual(body.minimum, { unit: 'rao', amount: 0n });
  ticket.stop();
});

test('accepting locked alpha needs an account and nothing else', async () => {
  const { ticket, calls } = await ticketWith(
    { requestSignature: () => Promise.reject(new Error('enough')) },
    { kind: 'accept-locked', coldkey: ledgerMain, hotkey: null, netuid: null, accepts: true },
  );
  await compared();
  assert.equal(ticket.review.peek().state, 'ready');
  ticket.submit();
  await settle();
  const body = requested(calls);
  assert.ok(typeof body === 'object' && body !== null && 'move' in body);
  assert.deepEqual(body.move, { kind: 'accept-locked', coldkey: ledgerMain, accepts: true });
  ticket.stop();
});

const unchosen = { ...start, hotkey: null } as const;

test('a stake without a validator is quoted at once, with the account’s own, and says so', async () => {
  const { ticket } = await ticketWith(
    { readValidators: ({ netuid: of }) => ({ validators: validatorsOf(of) }) },
    unchosen,
  );
  await settle();
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.chosenForYou.value?.why, 'own');
  assert.equal(ticket.draft.value.hotkey, hotkeys[0]);
  assert.equal(ticket.review.value.state, 'ready');
  // What was filled in is nothing that the user typed.
  assert.equal(ticket.left().fields.hotkey, null);
  const other = hotkeys[3];
  assert.ok(other);
  ticket.edit({ hotkey: other });
  assert.equal(ticket.chosenForYou.value, null);
  assert.equal(ticket.draft.value.hotkey, other);
  ticket.stop();
});

test('a swap is filled in with a validator of the subnet that it goes to', async () => {
  const { ticket } = await ticketWith(
    { readValidators: ({ netuid: of }) => ({ validators: validatorsOf(of) }) },
    { ...start, kind: 'change-subnet' },
  );
  assert.equal(ticket.chosenForYou.peek(), null);
  ticket.edit({ toNetuid: toNetuid(19), amountText: '500' });
  await settle();
  await compared();
  const { toHotkey } = ticket.draft.value;
  assert.equal(ticket.chosenForYou.value?.why, 'rule');
  assert.equal(ticket.chosenForYou.value?.hotkey, toHotkey);
  assert.equal(ticket.worked.value?.plan.move.kind, 'change-subnet');
  ticket.stop();
});

test('nobody is filled in for whom the node tells nothing, or whose own stake was not read', async () => {
  const silent = await ticketWith({}, unchosen);
  await settle();
  assert.equal(silent.ticket.chosenForYou.value, null);
  assert.deepEqual(silent.ticket.review.value, { state: 'not-yet', textKey: 'pickValidator' });
  silent.ticket.stop();

  const {
    ticket,
    panel,
    stored: things,
  } = await ticketWith(
    { readValidators: ({ netuid: of }) => ({ validators: validatorsOf(of) }) },
    { ...unchosen, netuid: null },
  );
  const record = things.snapshot;
  assert.ok(record);
  things.snapshot = { ...record, snapshot: { ...record.snapshot, unread: [ledgerMain] } };
  await panel.store.changed('snapshot');
  ticket.edit({ netuid });
  await settle();
  assert.equal(ticket.chosenForYou.value, null);
  ticket.stop();
});

test('what was filled in stays, whatever the node tells later', async () => {
  let isPoor = false;
  const { ticket, panel } = await ticketWith(
    {
      readValidators: ({ netuid: of }) => ({
        validators: validatorsOf(of).map((one) => (isPoor ? { ...one, take: 65_535 } : one)),
      }),
    },
    unchosen,
  );
  await settle();
  const before = ticket.chosenForYou.value;
  assert.notEqual(before, null);
  isPoor = true;
  await panel.names.needValidators(netuid);
  await settle();
  assert.deepEqual(ticket.chosenForYou.value, before);
  ticket.stop();
});

test('while a new block is compared the verified quote stays, and a press on it counts', async () => {
  const { ticket, calls, nextBlock } = await ticketWith({
    requestSignature: () => Promise.reject(new Error('enough')),
    dismissNotice: () => undefined,
  });
  ticket.edit({ amountText: '12' });
  await compared();
  const seen = ticket.worked.value;
  assert.equal(ticket.review.value.state, 'ready');
  await nextBlock();
  assert.equal(ticket.review.value.state, 'ready', 'no blink');
  assert.equal(ticket.worked.value?.plan, seen?.plan);
  ticket.submit();
  await settle();
  const body = requested(calls);
  assert.ok(typeof body === 'object' && body !== null && 'minimum' in body);
  assert.deepEqual(body.minimum, seen?.plan.receives?.minimum);
  await compared();
  assert.equal(ticket.worked.value?.plan.block.number, HEAD + 1);
  ticket.stop();
});

test('no quote of three blocks ago is held, and none that has become worse than its minimum', async () => {
  const silent = await ticketWith({
    simulate: ({ blockHash, queries }) =>
      blockHash === blockAt(HEAD).hash
        ? queries.map((body) => simulated(body))
        : new Promise(() => undefined),
  });
  silent.ticket.edit({ amountText: '12' });
  await compared();
  for (const state of ['ready', 'ready', 'not-yet'] as const) {
    await silent.nextBlock();
    assert.equal(silent.ticket.review.value.state, state);
  }
  silent.ticket.stop();

  let isDearer = false;
  const record = snapshotWith(positions, []);
  const worse = await ticketWith({
    readMoveFacts: (body) => {
      const head = worse.stored.snapshot ?? record;
      const facts = moveFactsFrom(head, body);
      const dearer = facts.subnets.map((one) =>
        one.pool?.kind === 'balancer'
          ? { ...one, pool: { ...one.pool, taoReserve: (one.pool.taoReserve * 102n) / 100n } }
          : one,
      );
      return isDearer ? { ...facts, subnets: dearer } : facts;
    },
  });
  worse.ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(worse.ticket.review.value.state, 'ready');
  isDearer = true;
  await worse.nextBlock();
  assert.notEqual(worse.ticket.review.value.state, 'ready');
  assert.equal(worse.ticket.worked.value?.plan.block.number, HEAD + 1);
  worse.ticket.stop();
});

test('offline nothing is reviewed, whatever was verified before', async () => {
  const { ticket, panel, stored: things } = await ticketWith();
  ticket.edit({ amountText: '12' });
  await compared();
  assert.equal(ticket.review.value.state, 'ready');
  things.node = things.node && { ...things.node, state: 'offline' };
  await panel.store.changed('node');
  assert.deepEqual(ticket.review.value, { state: 'not-yet', textKey: 'offlineNoReview' });
  ticket.submit();
  things.node = things.node && { ...things.node, state: 'connected' };
  await panel.store.changed('node');
  assert.equal(ticket.review.value.state, 'ready');
  ticket.stop();
});
