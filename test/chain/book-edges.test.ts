// Events of one block as entries of an account's book, at the edges of each rule: whose they are, what belongs together,
// and what is left over. Written by hand: a chain that makes its own blocks makes few of these.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BlockOfAccount } from '../../src/chain/reads/book-drafts.ts';
import { entriesOfBlock } from '../../src/chain/reads/book-entries.ts';
import { actorOf, callName, groupsOf } from '../../src/chain/reads/book-groups.ts';
import { isColdkeySwap, placesInBlock } from '../../src/chain/reads/book-places.ts';
import { stepsOf, subnetOf, type BookTrade } from '../../src/chain/reads/book-trades.ts';
import type { BookBlock, BookExtrinsic } from '../../src/chain/reads/read-book-block.ts';
import { subnetAccountOf } from '../../src/chain/reads/subnet-account.ts';
import type { ChainEvent } from '../../src/chain/reads/read-events.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import type { Leg } from '../../src/model/book.ts';
import type { Held, PastMark } from '../../src/model/past.ts';
import type { CallDraft } from '../../src/model/plan.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';

const account = (byte: number) => formatSs58(new Uint8Array(32).fill(byte));
const [ME, YOU, HOT, COLD] = [account(1), account(2), account(3), account(4)];
const names = new Map<string, string>([
  [ME, 'me'],
  [YOU, 'you'],
  [HOT, 'hot'],
  [COLD, 'cold'],
]);
const GENESIS = `0x${'ab'.repeat(32)}` as const;
const HASH = `0x${'cd'.repeat(32)}` as const;
const malformed = { code: 'NODE_MALFORMED' };

function subnetAccount(netuid: number, last = 0) {
  const bytes = new Uint8Array(32);
  bytes.set(new TextEncoder().encode('modlsubtensr'));
  bytes.set([netuid & 255, netuid >> 8], 12);
  bytes[31] = last;
  return formatSs58(bytes);
}

type Fields = ChainEvent['fields'];
function event(path: string, fields: Fields = {}, extrinsicIndex: number | null = 0): ChainEvent {
  const [pallet = '', name = ''] = path.split('.');
  return { pallet: pallet || 'SubtensorModule', name, fields, extrinsicIndex };
}
const unread = (path: string, fields: Fields): ChainEvent => ({
  ...event(path, fields),
  isUnread: true,
});
const trade = (name: 'Added' | 'Removed', part: Fields = {}): ChainEvent =>
  event(`.Stake${name}`, {
    coldkey: ME,
    hotkey: HOT,
    tao: 1000n,
    alpha: 500n,
    netuid: 5,
    fee: 7n,
    ...part,
  });
const bought = (part: Fields = {}) => trade('Added', part);
const sold = (part: Fields = {}) => trade('Removed', part);
const paid = (from: string, to: string, amount: bigint, at: number | null = 0) =>
  event('Balances.Transfer', { from, to, amount }, at);
const feePaid = (who: string, fee: bigint) =>
  event('TransactionPayment.TransactionFeePaid', { who, actual_fee: fee, tip: 0n });
const failed = event('System.ExtrinsicFailed', { dispatch_error: { type: 'Token', value: null } });
const next = event('Utility.ItemCompleted');

const draft = (pallet: string, name: string, args: CallDraft['args'] = {}): CallDraft => ({
  pallet,
  name,
  args,
});
const signed = (signer: BookExtrinsic['signer'], call = draft('A', 'b')): BookExtrinsic => ({
  index: 0,
  hash: HASH,
  signer,
  call: () => call,
});

const held = (netuid: number, alpha: bigint, hotkey = HOT): Held => ({
  hotkey,
  netuid: toNetuid(netuid),
  alpha: toAlphaRao(alpha),
});
const mark = (free: bigint, holds: readonly Held[] = [], nonce = 1): PastMark => ({
  block: { hash: HASH, number: 7 },
  spec: 475,
  nonce,
  free: toRao(free),
  hotkeys: [HOT],
  digest: '0x',
  full: { at: 99, held: holds, subnets: [] },
});

type Case = Partial<Omit<BlockOfAccount, 'body'>> & { by?: BookExtrinsic | null };
function blockOf(events: readonly ChainEvent[], by: BookExtrinsic | null = signed(ME)): BookBlock {
  return { block: { hash: HASH, number: 7 }, events, extrinsics: by === null ? [] : [by] };
}
function entriesIn(events: readonly ChainEvent[], { by = signed(ME), ...part }: Case = {}) {
  return entriesOfBlock({
    genesisHash: GENESIS,
    coldkey: ME,
    changed: [],
    registeredAt: () => 3,
    before: mark(1000000n),
    after: mark(1000000n),
    ...part,
    body: blockOf(events, by),
  });
}

const legText = (leg: Leg): string =>
  leg.of === 'free'
    ? `${leg.change}τ`
    : `${leg.change}@${leg.netuid}/${names.get(leg.hotkey)}/${leg.registeredAt}`;

/** The entries as lines; what no event tells of TAO is left out, so that a case may ignore the balance. */
function lines(events: readonly ChainEvent[], part: Case = {}): string[] {
  const { entries } = entriesIn(events, part);
  return entries.flatMap(({ kind, by, legs, fee, poolFees, counterparty, error }) => {
    const isRest = kind === 'other' && legs.length === 1 && legs[0]?.of === 'free' && fee === null;
    if (isRest && part.after === undefined) return [];
    const parts = [
      kind,
      by === 'self' ? null : by,
      ...legs.map(legText),
      ...(fee === null ? [] : [`fee ${legText(fee)}`]),
      ...poolFees.map(({ unit, netuid, amount }) => `pool ${amount} ${unit}@${netuid}`),
      counterparty === null ? null : `with ${names.get(counterparty)}`,
      error,
    ];
    return [parts.filter((one) => one !== null).join(' ')];
  });
}
const told = (events: readonly ChainEvent[], wanted: readonly string[], part: Case = {}): void =>
  assert.deepEqual(lines(events, part), wanted);

test('a subnet’s account is the pallet’s, with its number and nothing behind it', () => {
  for (const netuid of [0, 1, 255, 256, 0xffff])
    assert.equal(subnetOf(subnetAccount(netuid)), netuid);
  for (const netuid of [0, 1, 255, 256, 511, 512, 0x1234, 0xffff].map(toNetuid)) {
    assert.equal(subnetAccountOf(netuid), subnetAccount(netuid));
  }
  assert.equal(subnetOf(subnetAccount(5, 1)), null);
  assert.equal(subnetOf(ME), null);
});

test('events of one cause are one group, in their order', () => {
  const of = (...indices: (number | null)[]) =>
    groupsOf(indices.map((index) => event('A.b', {}, index))).map((group) => group.length);
  assert.deepEqual(of(null, null, 0, 0, 1, null), [2, 2, 1, 1]);
  assert.deepEqual(of(0, 1, 0), [1, 1, 1]);
  assert.deepEqual(of(), []);
});

test('the name of the call is that of the one inside, and of a batch the one that was at work', () => {
  const inner = draft('C', 'd');
  const batch = draft('Utility', 'batch', { calls: [draft('A', 'b'), inner] });
  const name = (call: CallDraft, item: number | null) => callName(signed(ME, call), item);
  assert.equal(name(inner, null), 'C.d');
  assert.equal(name(draft('Proxy', 'proxy', { call: inner }), 3), 'C.d');
  assert.deepEqual(
    [null, 0, 1, 2, 9].map((item) => name(batch, item)),
    ['Utility.batch', 'A.b', 'C.d', 'C.d', 'C.d'],
  );
  assert.equal(name(draft('Proxy', 'proxy', { call: batch }), 1), 'C.d');
  assert.equal(name(draft('Utility', 'batch', { calls: [batch] }), 1), 'A.b');
  assert.equal(name(draft('Utility', 'batch', { calls: [] }), 0), 'Utility.batch');
  assert.equal(name(draft('A', 'b', { call: [1n], calls: 7n }), 0), 'A.b');
});

test('whom an extrinsic acted for is asked of its call only where a stake event does not name it', () => {
  const early = event('.StakeAdded', { hotkey: HOT, tao: 5n });
  const proxied = (pallet: string) => signed(ME, draft(pallet, 'proxy', { real: YOU }));
  assert.equal(actorOf(signed(ME), [bought()]), null);
  assert.equal(actorOf(null, [early]), null);
  assert.equal(actorOf(signed(ME), [bought(), early]), ME);
  assert.equal(actorOf(proxied('Proxy'), [early]), YOU);
  assert.equal(actorOf(proxied('Other'), [early]), ME);
  assert.equal(actorOf(signed(ME), [event('.StakeRemovedAll', {})]), null);
  assert.equal(actorOf(signed(ME), [event('.StakeMoved', {})]), null);
});

function only(events: readonly ChainEvent[], actor: BookTrade['coldkey'] = null): BookTrade {
  const [step] = stepsOf(events, actor);
  assert.ok(step?.kind === 'trade');
  return step.trade;
}

test('a trade: a sale’s alpha with its fee, a purchase’s without; what an early event does not tell is null', () => {
  const at = { coldkey: ME, hotkey: HOT, netuid: 5, tao: 1_000n, fee: 7n, item: 0 };
  assert.deepEqual(only([bought()]), { ...at, side: 'buy', alpha: 500n });
  assert.deepEqual(only([sold()]), { ...at, side: 'sell', alpha: 507n });
  const { fee: _fee, ...feeless } = sold().fields;
  const untold = only([event('.StakeRemoved', feeless)]);
  assert.deepEqual([untold.alpha, untold.fee, untold.netuid], [null, 0n, 5]);
  const early = only([event('.StakeAdded', { hotkey: HOT, tao: 5n })], YOU);
  assert.deepEqual([early.coldkey, early.netuid, early.alpha, early.tao], [YOU, null, null, 5n]);
  for (const field of ['hotkey', 'tao', 'alpha', 'netuid']) {
    const { [field]: _left, ...rest } = bought().fields;
    assert.throws(() => stepsOf([event('.StakeAdded', rest)], null), malformed, field);
  }
  assert.deepEqual(stepsOf([event('Other.StakeAdded', bought().fields)], null), []);
});

test('which call of a batch a trade belongs to: each that ended or failed counts, of that pallet only', () => {
  const items = (...events: ChainEvent[]) =>
    stepsOf(events, null).map((step) => (step.kind === 'trade' ? step.trade.item : step.item));
  const failedItem = event('Utility.ItemFailed');
  assert.deepEqual(items(bought(), next, sold(), failedItem, bought()), [0, 1, 2]);
  const others = ['Other.ItemCompleted', 'Utility.ItemCompletedNot', 'Utility.BatchCompleted'];
  assert.deepEqual(items(...others.map((path) => event(path)), bought()), [0]);
});

const summaries: readonly (readonly [string, Fields])[] = [
  ['StakeMoved', { coldkey: ME, origin_hotkey: HOT, destination_hotkey: COLD }],
  ['StakeSwapped', { coldkey: ME, hotkey: HOT }],
  ['StakeTransferred', { origin_coldkey: ME, destination_coldkey: YOU, hotkey: HOT }],
  [
    'StakeAndHotkeyTransferred',
    {
      origin_coldkey: ME,
      destination_coldkey: YOU,
      origin_hotkey: HOT,
      destination_hotkey: COLD,
    },
  ],
];
const ends: Fields = { origin_netuid: 5, destination_netuid: 6, tao: 1_000n };

for (const [name, fields] of summaries) {
  test(`${name} takes the sale and the purchase that fit it, the last of them, and no other`, () => {
    const to = fields['destination_coldkey'] ?? ME;
    const into = fields['destination_hotkey'] ?? HOT;
    const purchase = bought({ coldkey: to, hotkey: into, netuid: 6, tao: 990n });
    const summary = event(`.${name}`, { ...fields, ...ends });
    const pairOf = (...events: ChainEvent[]) => {
      const steps = stepsOf([...events, summary], null);
      const pair = steps.at(-1);
      assert.ok(pair?.kind === 'pair');
      return { ...pair, rest: steps.length - 1 };
    };
    const whole = pairOf(sold({ tao: 1n }), sold(), purchase);
    assert.deepEqual([whole.from, whole.to, whole.tao], [ME, to, 1_000n]);
    assert.deepEqual([whole.sale?.tao, whole.purchase?.tao, whole.rest], [1_000n, 990n, 1]);
    for (const other of [{ coldkey: COLD }, { hotkey: YOU }, { netuid: 7 }]) {
      assert.equal(pairOf(sold(other), purchase).sale, null, JSON.stringify(other));
      const another = bought({ ...purchase.fields, ...other });
      assert.equal(pairOf(sold(), another).purchase, null, JSON.stringify(other));
    }
    assert.equal(pairOf(bought(), purchase).sale, null, 'a purchase is no sale');
    assert.equal(pairOf(sold(), sold({ ...purchase.fields })).purchase, null);
    const early = [event('.StakeRemoved', { hotkey: HOT, tao: 4n })];
    const { sale } = pairOf(...early);
    assert.deepEqual([sale?.coldkey, sale?.netuid, sale?.tao], [ME, 5, 4n]);
    const { tao: _tao, ...rest } = ends;
    const [named] = stepsOf([event(`.${name}`, { ...fields, ...rest, amount: 8n })], null);
    assert.ok(named?.kind === 'pair');
    assert.equal(named.tao, 8n);
    assert.throws(() => stepsOf([event(`.${name}`, { ...fields, ...rest })], null), malformed);
  });
}

test('purchases and sales: what left, what came, what the pool took; nothing of another account', () => {
  told([bought()], ['stake -1000τ 500@5/hot/3 pool 7 rao@5']);
  told([sold()], ['unstake 1000τ -507@5/hot/3 pool 7 alpha@5']);
  told([bought({ fee: 0n })], ['stake -1000τ 500@5/hot/3']);
  told([bought({ netuid: 0 })], ['stake -1000τ 500@0/hot/0 pool 7 rao@0']);
  told([bought()], ['stake -1000τ 500@5/hot/0 pool 7 rao@5'], { registeredAt: () => null });
  told([bought({ coldkey: YOU })], ['fee']);
  told([bought({ coldkey: YOU })], [], { by: signed(YOU) });
  told([bought()], ['stake other -1000τ 500@5/hot/3 pool 7 rao@5'], { by: signed(YOU) });
  told([bought()], ['stake chain -1000τ 500@5/hot/3 pool 7 rao@5'], { by: null });
});

test('what a pool did not take of a purchase is no part of its price; a sale’s payment is none of it', () => {
  const back = (amount: bigint, netuid = 5) => paid(subnetAccount(netuid), ME, amount);
  const tao = (...events: ChainEvent[]) => lines(events)[0]?.split(' ')[1];
  assert.equal(tao(bought(), back(1n)), '-999τ');
  assert.equal(tao(bought(), back(300n), back(100n)), '-600τ');
  assert.equal(tao(bought(), back(1_000n)), '500@5/hot/3', 'all of it came back');
  assert.equal(tao(bought(), back(1_001n)), '-1000τ', 'more than was paid is no refund');
  assert.equal(tao(bought(), back(10n, 6)), '-1000τ', 'of another subnet');
  assert.equal(tao(bought(), paid(YOU, ME, 10n)), '-1000τ');
  assert.equal(tao(bought(), paid(subnetAccount(5), YOU, 10n)), '-1000τ');
  assert.equal(tao(bought(), unread('Balances.Transfer', back(9n).fields)), '-1000τ');
  assert.equal(lines([sold({ tao: 0n }), bought()])[1]?.split(' ')[1], '-1000τ');
  // The refund belongs to the first purchase of that subnet.
  told(
    [bought(), bought(), back(10n)],
    ['stake -990τ 500@5/hot/3 pool 7 rao@5', 'stake -1000τ 500@5/hot/3 pool 7 rao@5'],
  );
  assert.equal(lines([sold(), bought({ tao: 900n }), back(1_000n)])[1]?.split(' ')[1], '-900τ');
  assert.equal(lines([sold(), bought({ tao: 900n }), back(1_004n)])[1]?.split(' ')[1], '-896τ');
});

const moved = (part: Fields = {}) =>
  event('.StakeMoved', {
    coldkey: ME,
    origin_hotkey: HOT,
    destination_hotkey: COLD,
    tao: 1000n,
    origin_netuid: 5,
    destination_netuid: 5,
    ...part,
  });
const given = (part: Fields = {}) =>
  event('.StakeTransferred', {
    origin_coldkey: ME,
    destination_coldkey: YOU,
    hotkey: HOT,
    tao: 1000n,
    origin_netuid: 5,
    destination_netuid: 6,
    ...part,
  });

test('pairs: a move within a subnet, a swap with what stayed free, and one whose second half was not made', () => {
  told(
    [sold(), bought({ hotkey: COLD }), moved()],
    ['move -507@5/hot/3 500@5/cold/3 pool 7 alpha@5 pool 7 rao@5'],
  );
  const into6 = { netuid: 6, tao: 990n, fee: 0n };
  const swapped = event('.StakeSwapped', { coldkey: ME, hotkey: HOT, ...ends });
  told([sold(), bought(into6), swapped], ['swap 10τ -507@5/hot/3 500@6/hot/3 pool 7 alpha@5']);
  told(
    [sold(), bought({ ...into6, tao: 1_000n }), swapped],
    ['swap -507@5/hot/3 500@6/hot/3 pool 7 alpha@5'],
  );
  told([sold(), swapped], ['unstake 1000τ -507@5/hot/3 pool 7 alpha@5']);
  told([bought(into6), swapped], ['swap -990τ 500@6/hot/3']);
  // The pool of the purchase gave some of it back.
  told(
    [sold(), bought(into6), paid(subnetAccount(6), ME, 90n), swapped],
    ['swap 100τ -507@5/hot/3 500@6/hot/3 pool 7 alpha@5'],
  );
});

test('stake given and received: each side is told its own half, and TAO on its way is none of either', () => {
  const theirs = bought({ coldkey: YOU, netuid: 6, tao: 1_000n });
  told([sold(), theirs, given()], ['stake-out -507@5/hot/3 pool 7 alpha@5 with you']);
  const to = { origin_coldkey: YOU, destination_coldkey: ME };
  const mine = bought({ netuid: 6, tao: 1_000n });
  const from = sold({ coldkey: YOU });
  const by = signed(YOU);
  told([from, mine, given(to)], ['stake-in other 500@6/hot/3 pool 7 rao@6 with you'], { by });
  // What of the given TAO the purchase did not take stayed with the receiver.
  told(
    [from, bought({ netuid: 6, tao: 990n }), given(to)],
    ['stake-in other 500@6/hot/3 10τ pool 7 rao@6 with you'],
    { by },
  );
  const within = { ...to, destination_netuid: 5 };
  told(
    [from, bought({ tao: 990n }), given(within)],
    ['stake-in other 500@5/hot/3 pool 7 rao@5 with you'],
    { by },
  );
  told([from, given(to)], [], { by });
  const onWay = paid(ME, YOU, 1_000n);
  told([sold(), theirs, onWay, given()], ['stake-out -507@5/hot/3 pool 7 alpha@5 with you']);
  for (const other of [paid(ME, YOU, 999n), paid(ME, COLD, 1_000n), paid(YOU, ME, 1_000n)]) {
    assert.equal(
      lines([sold(), theirs, other, given()]).length,
      2,
      JSON.stringify(other.fields, String),
    );
  }
  assert.equal(lines([sold(), theirs, onWay, onWay, given()]).length, 2, 'one for one');
  assert.equal(lines([sold(), onWay, given()]).length, 2, 'no purchase: it was a payment');
  const self = event('.StakeSwapped', { coldkey: ME, hotkey: HOT, ...ends });
  const own = [sold(), bought({ netuid: 6 }), self];
  assert.equal(
    lines([...own, onWay]).length,
    2,
    'what one moves for oneself is on no way to another',
  );
});

test('TAO sent and received, what a removed subnet paid, and a coldkey’s own move', () => {
  told([paid(ME, YOU, 40n)], ['tao-out -40τ with you']);
  told([paid(YOU, ME, 40n)], ['tao-in other 40τ with you'], { by: signed(YOU) });
  told([paid(ME, ME, 40n)], ['fee']);
  told([paid(YOU, COLD, 40n)], ['fee']);
  told([unread('Balances.Transfer', paid(ME, YOU, 4n).fields)], ['fee']);
  told([event('Other.Transfer', paid(ME, YOU, 4n).fields)], ['fee']);
  // Of the chain itself, from a subnet's account.
  const payout = paid(subnetAccount(9), ME, 40n, null);
  told([payout], ['payout chain 40τ'], { by: null });
  told([paid(subnetAccount(9), ME, 40n)], ['fee']);
  const sale = { ...sold({ netuid: 9 }), extrinsicIndex: null };
  told([sale, payout], ['unstake chain 1000τ -507@9/hot/3 pool 7 alpha@9'], { by: null });
  const swap = event('.ColdkeySwapped', { old_coldkey: ME, new_coldkey: YOU });
  told([paid(ME, YOU, 40n), swap], ['key-change -40τ with you']);
  told([paid(ME, COLD, 40n), swap], ['tao-out -40τ with cold']);
  told([paid(ME, YOU, 40n), { ...swap, isUnread: true }], ['tao-out -40τ with you']);
  const others = event('.ColdkeySwapped', { old_coldkey: COLD, new_coldkey: YOU });
  told([paid(YOU, ME, 40n), others], ['tao-in 40τ with you']);
});

test('the call of a batch that sent TAO is named by how many ended before it', () => {
  const calls = [draft('Balances', 'first'), draft('Balances', 'second'), draft('B', 'third')];
  const by = signed(ME, draft('Utility', 'batch', { calls }));
  const named = (...events: ChainEvent[]) =>
    entriesIn(events, { by }).entries.map(({ extrinsic }) => extrinsic?.call);
  assert.deepEqual(named(paid(ME, YOU, 1n), next, paid(ME, YOU, 2n)).slice(0, 2), [
    'Balances.first',
    'Balances.second',
  ]);
  assert.equal(named(event('Other.ItemCompleted'), paid(ME, YOU, 1n))[0], 'Balances.first');
  assert.equal(named(next, next, bought())[0], 'B.third');
  assert.equal(named(feePaid(ME, 3n))[0], 'Utility.batch');
});

test('the network fee: in TAO, or in alpha sold before the call and partly bought back', () => {
  const after = mark(999_970n);
  told([feePaid(ME, 30n)], ['fee fee -30τ'], { after });
  told([feePaid(YOU, 30n)], ['fee']);
  told([feePaid(YOU, 30n)], [], { by: signed(YOU) });
  told([bought(), feePaid(ME, 30n)], ['stake -1000τ 500@5/hot/3 fee -30τ pool 7 rao@5']);
  told([unread('TransactionPayment.TransactionFeePaid', feePaid(ME, 30n).fields)], ['fee']);
  told([event('Other.TransactionFeePaid', feePaid(ME, 30n).fields)], ['fee']);
  told([feePaid(ME, 30n)], ['fee other fee -30τ'], { by: signed(YOU), after });
  const inAlpha = (fee: bigint, who: string = ME) =>
    event('.TransactionFeePaidWithAlpha', { who, alpha_fee: fee, netuid: 5 });
  const sale = (alpha: bigint, part: Fields = {}) => sold({ alpha, fee: 0n, ...part });
  told([sale(60n), inAlpha(60n)], ['fee fee -60@5/hot/3']);
  // Sold more than it cost: the rest was bought back.
  const again = bought({ alpha: 40n, fee: 0n });
  told([sale(100n), again, inAlpha(60n)], ['fee fee -60@5/hot/3']);
  told(
    [sale(100n), again, bought(), inAlpha(60n)],
    ['stake -1000τ 500@5/hot/3 fee -60@5/hot/3 pool 7 rao@5'],
  );
  told(
    [sale(100n), bought(), again, sold(), inAlpha(60n)],
    [
      'stake -1000τ 500@5/hot/3 fee -60@5/hot/3 pool 7 rao@5',
      'unstake 1000τ -507@5/hot/3 pool 7 alpha@5',
    ],
  );
  told(
    [again, sale(100n), inAlpha(60n)],
    ['stake -1000τ 40@5/hot/3 fee -60@5/hot/3', 'unstake 1000τ -100@5/hot/3'],
  );
  const kept = 'unstake 1000τ -100@5/hot/3 fee -60@5/hot/3';
  for (const other of [{ alpha: 39n }, { fee: 1n }, { netuid: 6 }]) {
    const one = bought({ ...again.fields, ...other });
    assert.deepEqual(
      lines([sale(100n), one, inAlpha(60n)])[0],
      kept,
      JSON.stringify(other, String),
    );
  }
  // A sale that is too small, with a pool fee or elsewhere is not the one that paid it.
  for (const other of [{ alpha: 59n }, { fee: 1n }, { netuid: 6 }]) {
    const [line] = lines([sale(60n, other), inAlpha(60n)]);
    assert.ok(line?.startsWith('unstake') && !line.includes('fee -60'), line);
  }
  told([sale(60n), inAlpha(60n, YOU)], ['unstake 1000τ -60@5/hot/3']);
  told(
    [sale(60n), unread('.TransactionFeePaidWithAlpha', inAlpha(60n).fields)],
    ['unstake 1000τ -60@5/hot/3'],
  );
  told([sale(60n), sale(70n), inAlpha(60n)], ['unstake 1000τ -70@5/hot/3 fee -60@5/hot/3']);
});

test('a call that failed costs its fee, and is told to whom it cost something', () => {
  told([failed], ['failed System.Token']);
  told([bought(), failed, feePaid(ME, 3n)], ['failed fee -3τ System.Token']);
  told([failed], [], { by: signed(YOU) });
  told([failed, feePaid(ME, 3n)], ['failed other fee -3τ System.Token'], { by: signed(YOU) });
  told([event('Other.ExtrinsicFailed')], ['fee']);
  const [entry] = entriesIn([failed], {
    by: signed(ME, draft('Utility', 'batch', { calls: [draft('A', 'b')] })),
  }).entries;
  assert.equal(entry?.extrinsic?.call, 'Utility.batch');
  assert.equal(entry.triedIn, undefined);
});

test('a call that failed keeps the subnets it names, those of the calls within it too', () => {
  const swap = draft('SubtensorModule', 'swap_stake', { origin_netuid: 9, destination_netuid: 4 });
  const stake = draft('SubtensorModule', 'add_stake', { netuid: 4, amount_staked: 64n });
  const batch = draft('Utility', 'batch_all', { calls: [swap, stake] });
  const triedBy = (call: CallDraft) =>
    entriesIn([failed], { by: signed(ME, call) }).entries[0]?.triedIn;
  assert.deepEqual(triedBy(stake), [4]);
  assert.deepEqual(triedBy(swap), [9, 4]);
  assert.deepEqual(triedBy(draft('Proxy', 'proxy', { call: batch })), [9, 4]);
  const done = entriesIn([], { by: signed(ME, stake) }).entries[0];
  assert.equal(done?.triedIn, undefined);
});

test('dust, burned alpha and what funds paid are told to whom they happened', () => {
  const dust = (who: string) => event('Balances.DustLost', { account: who, amount: 3n });
  const rest = (events: ChainEvent[]) => lines(events, { after: mark(999_997n) });
  assert.deepEqual(rest([dust(ME)]), ['other -3τ']);
  assert.deepEqual(rest([dust(YOU)]), ['fee fee -3τ']);
  const claimed = (coldkey: string) => event('.BasketClaimed', { coldkey, hotkey: HOT, tao: 70n });
  told([claimed(ME)], ['claim 70@0/hot/0']);
  told([claimed(YOU)], ['fee']);
  told([{ ...claimed(ME), isUnread: true }], ['fee']);
  told([{ ...claimed(ME), pallet: 'Other' }], ['fee']);
  for (const name of ['AlphaRecycled', 'AlphaBurned']) {
    const named = (coldkey: string) =>
      event(`.${name}`, { coldkey, hotkey: HOT, alpha: 8n, netuid: 5 });
    told([named(ME)], ['other -8@5/hot/3']);
    told([named(YOU)], ['fee']);
    told([event(`.${name}`, { '0': ME, '1': HOT, '2': 8n, '3': 5 })], ['other -8@5/hot/3']);
  }
  told([event('.AlphaOther', { coldkey: ME, hotkey: HOT, alpha: 8n, netuid: 5 })], ['fee']);
});

test('stake that changed as no event says is told with what caused it', () => {
  const grown = (events: readonly ChainEvent[], part: Case = {}) =>
    lines(events, {
      changed: [{ hotkey: HOT, netuid: toNetuid(5) }],
      before: mark(1_000_000n, [held(5, 10n)]),
      after: mark(1_000_000n, [held(5, 25n)]),
      ...part,
    });
  assert.deepEqual(grown([], { by: null }), ['other chain 15@5/hot/3']);
  assert.deepEqual(grown([feePaid(ME, 0n)]), ['other 15@5/hot/3 fee 0τ']);
  for (const [name, kind] of [
    ['ColdkeySwapped', 'key-change'],
    ['HotkeySwapped', 'key-change'],
    ['HotkeySwappedOnSubnet', 'key-change'],
    ['NetworkRemoved', 'payout'],
  ] as const) {
    assert.deepEqual(grown([event(`.${name}`, {}, null)], { by: null }), [
      `${kind} chain 15@5/hot/3`,
    ]);
    assert.deepEqual(grown([event(`Other.${name}`, {}, null)], { by: null }), [
      'other chain 15@5/hot/3',
    ]);
  }
  const claim = (coldkey: string) => [event('.RootClaimed', { coldkey })];
  assert.deepEqual(grown(claim(ME)), ['claim 15@5/hot/3']);
  assert.deepEqual(grown(claim(YOU)), ['other 15@5/hot/3']);
  assert.deepEqual(grown(claim(ME), { by: signed(YOU) }), ['claim other 15@5/hot/3']);
  // Told by an event already, by its alpha or by its fee: nothing is left over.
  assert.deepEqual(
    grown([bought()]).map((line) => line.split(' ')[0]),
    ['stake', 'other'],
  );
  assert.equal(grown([bought({ netuid: 6 })]).length, 3);
  assert.equal(grown([bought({ hotkey: COLD })]).length, 3);
  assert.deepEqual(grown([], { by: null, after: mark(1_000_000n, [held(5, 10n)]) }), []);
  assert.deepEqual(
    grown([], {
      by: null,
      after: mark(1_000_000n, [held(5, 10n), held(6, 9n), held(5, 9n, COLD)]),
    }),
    [],
  );
  assert.deepEqual(grown([], { by: null, after: mark(1_000_000n) }), ['other chain -10@5/hot/3']);
});

test('a trade whose alpha no event tells takes what its position changed by, once', () => {
  const { fee: _fee, ...feeless } = bought().fields;
  const one = event('.StakeAdded', feeless);
  const part = { before: mark(9_000n, [held(5, 10n)]), after: mark(7_000n, [held(5, 25n)]) };
  told([one], ['stake -1000τ 15@5/hot/3', 'other -1000τ'], part);
  told([one, one], ['stake -1000τ 15@5/hot/3', 'stake -1000τ'], part);
  // Early events name no subnet: the call does, and before that there was none.
  const early = event('.StakeAdded', { hotkey: HOT, tao: 1_000n });
  const by = signed(ME, draft('SubtensorModule', 'add_stake', { netuid: 5 }));
  const after = mark(8_000n, [held(5, 25n)]);
  told([early], ['stake -1000τ 15@5/hot/3'], { ...part, by, after });
  told([early], ['stake -1000τ'], { ...part, after });
  told([early], ['other chain -1000τ'], { ...part, by: null, after });
});

test('TAO that changed as no event says: the fee of the one own call that did nothing, or a line of its own', () => {
  const left = (events: readonly ChainEvent[], free: bigint, by = signed(ME)) =>
    lines(events, { by, after: mark(free) });
  const [less, same, more] = [999_999n, 1_000_000n, 1_000_001n];
  assert.deepEqual(left([feePaid(ME, 1n)], less), ['fee fee -1τ']);
  assert.deepEqual(left([event('A.b')], less), ['fee fee -1τ']);
  assert.deepEqual(left([event('A.b')], same), ['fee']);
  assert.deepEqual(left([event('A.b')], more), ['other 1τ']);
  assert.deepEqual(left([failed], less), ['failed fee -1τ System.Token']);
  assert.deepEqual(left([failed], more), ['failed System.Token', 'other 1τ']);
  assert.deepEqual(left([feePaid(ME, 2n)], less), ['other 1τ fee -2τ']);
  assert.deepEqual(left([paid(ME, YOU, 5n)], 999_994n), ['tao-out -5τ with you', 'other -1τ']);
  assert.deepEqual(left([event('A.b')], less, signed(YOU)), ['other chain -1τ']);
  const two = [paid(ME, YOU, 5n), paid(ME, COLD, 6n)];
  assert.deepEqual(left(two, 999_988n).at(-1), 'other chain -1τ');
});

test('an entry has its block, its place and whose it is; amounts beyond what a chain has are refused', () => {
  const { entries, own, isReaped } = entriesIn([bought(), paid(ME, YOU, 1n)], { after: mark(0n) });
  assert.deepEqual(
    entries.map(({ place }) => place),
    [0, 1, 2],
  );
  assert.deepEqual([own, isReaped], [1, false]);
  const [first] = entries;
  assert.deepEqual(
    [first?.genesisHash, first?.coldkey, first?.block.number, first?.at, first?.source],
    [GENESIS, ME, 7, 99, 'archive'],
  );
  assert.deepEqual(first?.extrinsic, { index: 0, hash: HASH, signer: ME, call: 'A.b' });
  const untimed = entriesIn([paid(ME, YOU, 1n)], { after: { ...mark(0n), full: null } });
  assert.equal(untimed.entries[0]?.at, 0, 'no time is told');
  assert.equal(entriesIn([], { by: signed(YOU) }).own, 0);
  assert.equal(entriesIn([], { after: mark(1n, [], 0) }).isReaped, true);
  assert.throws(() => entriesIn([feePaid(ME, 1n << 65n)]), malformed);
  assert.throws(() => entriesIn([bought({ fee: 1n << 65n })]), malformed);
  // What the chain did comes where it did it, before the extrinsic that followed.
  const chain = { ...sold(), extrinsicIndex: null };
  told(
    [chain, bought()],
    ['unstake chain 1000τ -507@5/hot/3 pool 7 alpha@5', 'stake -1000τ 500@5/hot/3 pool 7 rao@5'],
  );
});

test('places where an account has or had stake, by the events of a block', () => {
  const known = [held(5, 0n), held(6, 0n, COLD), held(7, 0n, YOU)];
  const places = (events: readonly ChainEvent[], by: BookExtrinsic | null = signed(ME)) =>
    placesInBlock(blockOf(events, by), ME, mark(1n), known).map(
      ({ hotkey, netuid }) => `${names.get(hotkey)}/${netuid}`,
    );
  assert.deepEqual(places([bought(), sold({ coldkey: YOU })]), ['hot/5']);
  assert.deepEqual(places([sold(), bought({ hotkey: COLD }), moved()]), ['hot/5', 'cold/5']);
  const theirs = bought({ coldkey: YOU, netuid: 6 });
  assert.deepEqual(places([sold(), theirs, given()]), ['hot/5']);
  const early = event('.StakeAdded', { hotkey: HOT, tao: 1n });
  assert.deepEqual(places([early]), ['hot/0']);
  assert.deepEqual(places([early], null), []);
  const claim = event('.BasketClaimed', { coldkey: ME, hotkey: COLD });
  assert.deepEqual(places([claim]), ['cold/0']);
  assert.deepEqual(places([event('.BasketClaimed', { coldkey: YOU, hotkey: COLD })]), []);
  for (const name of ['HotkeySwapped', 'HotkeySwappedOnSubnet']) {
    const swap = event(`.${name}`, { old_hotkey: HOT, new_hotkey: COLD });
    assert.deepEqual(places([swap]), ['hot/5', 'cold/5', 'hot/6', 'cold/6'], name);
  }
  const payout = paid(subnetAccount(9), ME, 1n, null);
  assert.deepEqual(places([payout], null), ['hot/9']);
  for (const other of [
    paid(subnetAccount(9), ME, 1n),
    paid(subnetAccount(9), YOU, 1n, null),
    paid(YOU, ME, 1n, null),
    { ...payout, isUnread: true as const },
    { ...payout, pallet: 'Other' },
  ]) {
    assert.deepEqual(places([other]), []);
  }
});

test('a coldkey was swapped where its own event names it', () => {
  const swap = (coldkey: string, path = '.ColdkeySwapped') =>
    isColdkeySwap(blockOf([event('A.b', { coldkey: ME }), event(path, { coldkey })]), ME);
  assert.equal(swap(ME), true);
  assert.equal(swap(YOU), false);
  assert.equal(swap(ME, '.ColdkeySwapAnnounced'), false);
});
