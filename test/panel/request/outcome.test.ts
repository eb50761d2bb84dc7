// What a finished transaction came to: the figure on top, the bar beside it, the ways on, and the receipt as text.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNamesModel } from '../../../src/panel/core/names-model.ts';
import { createStoreModel } from '../../../src/panel/core/store-model.ts';
import {
  differencePpm,
  hasTrade,
  holdsOf,
  nextStepsOf,
  outcomeOf,
  priceOf,
  scaleOf,
} from '../../../src/panel/request/outcome.ts';
import { blocksLeftOf } from '../../../src/panel/request/blocks-left.ts';
import {
  receiptRows,
  receiptText,
  rejectionText,
  shownText,
} from '../../../src/panel/request/receipt-text.ts';
import type { ReceiptLine } from '../../../src/model/receipt.ts';
import type { SigningRequest } from '../../../src/model/request.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';
import { fakeDeps } from '../fake-deps.ts';
import { requestIn, stakeMove, type RequestFields } from '../../tools/pictures/requests.ts';
import { claimRequest } from '../../tools/pictures/root-claims.ts';
import { blockAt } from '../../tools/pictures/chain.ts';
import {
  ledgerMain,
  positions,
  savings,
  snapshotWith,
  stored,
} from '../../tools/pictures/stored.ts';

const finished = (part: RequestFields = {}): SigningRequest => requestIn('finalized', part);

/** The same, with another amount received. */
function received(change: bigint): SigningRequest {
  const request = finished();
  const { receipt } = request;
  assert.ok(receipt);
  const [main, ...rest] = receipt.lines;
  assert.ok(main && main.expected !== null);
  return finished({
    receipt: { ...receipt, lines: [{ ...main, actual: main.expected + change }, ...rest] },
  });
}

test('the headline is the main amount of what succeeded, and of nothing else', () => {
  const outcome = outcomeOf(finished());
  assert.equal(outcome?.labelKey, 'outcomeReceived');
  assert.equal(outcome?.line.labelKey, 'receiptReceived');
  assert.equal(outcomeOf(requestIn('failed')), null);
  assert.equal(outcomeOf(finished({ receipt: null })), null);
  assert.equal(outcomeOf(claimRequest(true))?.labelKey, 'outcomeClaimed');
  assert.equal(outcomeOf(claimRequest(false)), null, 'a claim that paid nothing has no headline');
});

test('the price paid has the pool fee in it, is rounded up, and is said of one trade alone', () => {
  const line = { expected: null, netuid: toNetuid(64) } as const;
  const lines = [
    { ...line, labelKey: 'receiptReceived', unit: 'alpha', actual: 3_000_000_000n },
    { ...line, labelKey: 'receiptGave', unit: 'rao', actual: 1_000_000_000n },
  ] satisfies ReceiptLine[];
  assert.deepEqual(priceOf('stake', { lines }), { netuid: 64, raoPerAlpha: 333_333_334n });
  assert.equal(priceOf('change-subnet', { lines }), null);
  assert.equal(priceOf('stake', { lines: lines.slice(0, 1) }), null);
  const sold = [
    { ...line, labelKey: 'receiptReceived', unit: 'rao', actual: 2_000_000_000n },
    { ...line, labelKey: 'receiptGave', unit: 'alpha', actual: 3_000_000_000n },
  ] satisfies ReceiptLine[];
  assert.deepEqual(priceOf('unstake', { lines: sold }), { netuid: 64, raoPerAlpha: 666_666_666n });
  // As the book has an unstake of everything.
  assert.deepEqual(priceOf('unstake-all', { lines: sold }), priceOf('unstake', { lines: sold }));
  const onRoot = lines.map((one) => ({ ...one, netuid: toNetuid(0) }));
  assert.equal(priceOf('stake', { lines: onRoot }), null);
});

test('blocks left are counted to the end of the signature, and none is made up without a head', () => {
  const submitted = requestIn('submitted');
  const { prepared } = submitted;
  assert.ok(prepared);
  const end = prepared.deathBlock;
  assert.deepEqual(blocksLeftOf(submitted, end - 5), { left: 5, of: 32 });
  assert.deepEqual(blocksLeftOf(submitted, end - 40), { left: 32, of: 32 });
  assert.equal(blocksLeftOf(submitted, end), null);
  assert.equal(blocksLeftOf(submitted, null), null);
  assert.equal(blocksLeftOf({ prepared: null }, end - 5), null);
});

test('what was transferred is said to be at the recipient', () => {
  const move = {
    kind: 'transfer',
    coldkey: ledgerMain,
    hotkey: savings,
    netuid: toNetuid(64),
    toColdkey: savings,
    amount: toAlphaRao(1n),
    isWhole: false,
  } as const;
  const request = finished();
  const outcome = outcomeOf({ ...request, plan: { ...request.plan, move } });
  assert.equal(outcome?.labelKey, 'outcomeTransferred');
});

test('the difference is towards zero, and none where there was nothing to compare', () => {
  const line = { labelKey: 'receiptReceived', unit: 'rao', netuid: toNetuid(0) } as const;
  assert.equal(differencePpm({ ...line, expected: 1_000_000n, actual: 999_999n }), -1n);
  assert.equal(differencePpm({ ...line, expected: 3_000_000n, actual: 3_000_001n }), 0n);
  assert.equal(differencePpm({ ...line, expected: null, actual: 1n }), null);
  assert.equal(differencePpm({ ...line, expected: 0n, actual: 1n }), null);
});

test('the bar keeps the order of minimum, result and quote, within its ends', () => {
  assert.equal(scaleOf(received(0n)), null, 'nothing differs');
  const less = scaleOf(received(-1_000n));
  assert.ok(less && less.minimum < less.actual && less.actual <= less.expected);
  const more = scaleOf(received(1_000_000_000n));
  assert.ok(more && more.minimum < more.expected && more.expected < more.actual);
  for (const places of [less, more]) {
    for (const place of Object.values(places)) assert.ok(place >= 0 && place <= 100);
  }
});

test('what is held since is told of the same network, of a block that counts it, and of all accounts', () => {
  const request = finished();
  const { receipt } = request;
  assert.ok(receipt);
  const picture = snapshotWith(positions, [], { block: receipt.block });
  const both = [ledgerMain, savings];
  const held = holdsOf(request, picture, valuePortfolio(picture.snapshot, both));
  assert.equal(held?.netuid, 64);
  assert.ok(held.alpha > 0n && held.sellable > 0n);

  const sums = valuePortfolio(picture.snapshot, both);
  assert.equal(holdsOf({ ...request, genesisHash: '0x99' }, picture, sums), null);
  assert.equal(holdsOf(request, null, sums), null);
  assert.equal(holdsOf(request, picture, null), null);
  const before = blockAt(receipt.block.number - 1);
  assert.equal(
    holdsOf(request, { ...picture, snapshot: { ...picture.snapshot, block: before } }, sums),
    null,
  );
  const unread = valuePortfolio(
    snapshotWith(positions, [], { accounts: picture.snapshot.accounts.slice(0, 1) }).snapshot,
    both,
  );
  assert.deepEqual(unread.unread, [savings]);
  assert.equal(holdsOf(request, picture, unread), null);
  assert.equal(holdsOf(request, picture, valuePortfolio(picture.snapshot, [savings])), null);
});

test('from a stake one goes on to its position, or stakes more with the same validator', () => {
  const { subnet, more } = nextStepsOf(finished());
  assert.equal(subnet, 64);
  assert.deepEqual(more, {
    kind: 'stake',
    coldkey: stakeMove.coldkey,
    hotkey: 'hotkey' in stakeMove ? stakeMove.hotkey : null,
    netuid: 64,
  });
  const of = (move: SigningRequest['plan']['move']) =>
    nextStepsOf({ plan: { ...finished().plan, move } });
  assert.deepEqual(of({ kind: 'accept-locked', coldkey: stakeMove.coldkey, accepts: true }), {
    subnet: null,
    more: null,
  });
});

test('the receipt as text has the block, the inputs of the quote, the validator, and no account unless it is chosen', () => {
  const { deps } = fakeDeps(stored());
  const names = createNamesModel(deps, createStoreModel(deps, defaultSettings));
  const request = finished();
  const { receipt, plan } = request;
  assert.ok(receipt);
  const about = { names, network: 'Finney', link: 'https://e.org/1' };
  const text = receiptText(request, receipt, { ...about, account: null });
  const lines = text.split('\n');
  assert.ok(lines.includes('https://e.org/1'));
  assert.ok(lines.includes('receiptLineQuoted receiptGave τ\u202f12 τ\u202f12'), text);
  assert.ok(text.includes(receipt.block.hash) && text.includes(plan.block.hash));
  assert.ok(!text.includes(plan.move.coldkey));
  const { move } = plan;
  assert.ok('hotkey' in move);
  assert.ok(lines.includes(`receiptLine validatorLabel ${names.hotkey(move.hotkey)}`), text);
  assert.doesNotMatch(text, /activityAccount/);
  const named = receiptText(request, receipt, { ...about, account: 'Ledger main' });
  assert.ok(named.split('\n').includes('receiptLine activityAccount Ledger main'), named);
  assert.ok(!named.includes(move.coldkey));
  assert.doesNotMatch(text, /[\u2066-\u2069]/);
  // What follows the label is what the quote is calculated from, every number whole.
  const inputs: unknown = JSON.parse(text.slice(text.indexOf('{')));
  const [leg] = plan.legs;
  assert.ok(leg);
  assert.ok(JSON.stringify(inputs).includes(`"amount":"${leg.order.amount}"`));
});

test('the figure of the picture is that of the screen: of a trade with the digits of its minimum', () => {
  const { deps } = fakeDeps(stored());
  const names = createNamesModel(deps, createStoreModel(deps, defaultSettings));
  const alpha = (amount: bigint) =>
    ({ unit: 'alpha', netuid: toNetuid(64), amount: toAlphaRao(amount) }) as const;
  const sign = names.symbol(64);
  const shown = (amount: bigint, isFixed: boolean) => shownText(alpha(amount), names, isFixed);
  const subnet = `\u00a0·\u00a0${names.number(64)}`;
  assert.equal(shown(80_874_000_000n, true), `${sign}\u202f80.8740${subnet}`);
  assert.equal(shown(80_874_000_000n, false), `${sign}\u202f80.874${subnet}`);
  assert.equal(shown(194_029_091_046n, false), `${sign}\u202f194.02${subnet}`);
  assert.equal(shownText({ unit: 'rao', amount: toRao(12n) }, names, false), 'τ\u202f0.000000012');
  assert.equal(hasTrade(finished().plan), true);
  assert.equal(hasTrade({ ...finished().plan, legs: [] }), false);
});

test('the receipt names a minimum only where the network kept one', () => {
  const { deps } = fakeDeps(stored());
  const names = createNamesModel(deps, createStoreModel(deps, defaultSettings));
  const rowsOf = (request: SigningRequest): string => {
    assert.ok(request.receipt);
    return receiptRows(request, request.receipt, names, { account: null })
      .map(({ name, actual }) => `${name} ${actual}`)
      .join('; ');
  };
  const stake = finished();
  assert.match(rowsOf(stake), /promised/);
  const { receives } = stake.plan;
  assert.ok(receives);
  const unkept = { ...stake.plan, receives: { ...receives, isGuaranteed: false } };
  assert.doesNotMatch(rowsOf({ ...stake, plan: unkept }), /promised/);
  const claim = claimRequest(true);
  assert.doesNotMatch(rowsOf(claim), /promised/);
  // What was rejected received nothing, and what it would have spent did not move.
  const failed = requestIn('failed');
  assert.match(rowsOf(failed), /^youGive receiptNotMoved τ\u202f12/);
  assert.doesNotMatch(rowsOf(failed), /promised/);
  assert.ok(failed.receipt && stake.receipt);
  assert.equal(rejectionText(failed, failed.receipt), 'factPriceLimitExceeded');
  assert.equal(rejectionText({ ...failed, error: null }, failed.receipt), 'factPriceLimitExceeded');
  assert.equal(rejectionText(stake, stake.receipt), null);
});
