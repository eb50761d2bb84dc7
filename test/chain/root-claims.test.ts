// What funds of root validators owe, as a node of today tells it and as lying nodes do: what contradicts itself or the
// chain's books is named at its validator, and the rest of the answer stays.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { doubtOf, type ClaimBooks } from '../../src/chain/reads/judge-claim.ts';
import { toHex } from '../../src/chain/scale/hex.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type {
  ClaimDoubt,
  ClaimPayment,
  RootClaim,
  RootClaims,
} from '../../src/model/root-claims.ts';
import { rootRewards } from '../../src/portfolio/root-rewards.ts';
import { rootYield } from '../../src/portfolio/root-yield.ts';
import { withRates } from '../../src/store/root-claims.ts';
import { toRao, type Ss58Address } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { giveFund } from '../devnet/ledger/baskets/give-fund.ts';
import { previewClaim } from '../devnet/ledger/baskets/claim.ts';
import { RUNTIME_SPECS, without } from '../devnet/node/runtime/runtime-spec.ts';
import type { Value } from '../devnet/node/scale/type.ts';
import { createTestClient } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const ALICE_ID = toHex(publicKeyOf(ALICE));
const TAO = 1_000_000_000n;
const PREVIEWS = 'BetaBasketRuntimeApi_get_root_basket_claim_previews';

let net: Devnet;
let client: ChainClient;

before(async () => {
  net = await startDevnet({
    subnets: 6,
    spec: RUNTIME_SPECS.live475,
    settings: { isEmitting: false, isInjecting: false },
  });
  client = createTestClient(net);
  await client.connect();
});

after(async () => {
  client.close();
  await net.stop();
});

async function newBlock(): Promise<void> {
  net.produceBlock();
  while (client.status().head?.hash !== net.head().hash) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function readAll(of: ChainClient = client, hotkeys: Ss58Address[] | null = null) {
  const { positions, block } = await of.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  return of.readRootClaims({ coldkeys: [ALICE], positions, hotkeys }, block);
}

function claimsOf(read: Awaited<ReturnType<typeof readAll>>): readonly RootClaim[] {
  assert.ok(read.known);
  const [own] = read.value.of;
  assert.ok(own?.claims.known);
  return own.claims.value;
}

test('each validator owes what the chain’s own preview says, and nothing is doubted', async () => {
  for (const hotkeys of [null, claimsOf(await readAll()).map(({ hotkey }) => hotkey)]) {
    const claims = claimsOf(await readAll(client, hotkeys));
    assert.ok(claims.length > 0);
    for (const { hotkey, owedShares, accrued, payment, doubt } of claims) {
      const found = previewClaim(net.ledger.state, toHex(publicKeyOf(hotkey)), ALICE_ID);
      assert.ok(found && payment.known);
      assert.equal(doubt, null);
      assert.equal(owedShares, found.owedShares);
      assert.equal(accrued, found.accruedTao);
      assert.equal(payment.value.redeemable, found.redeemableTao);
      assert.equal(payment.value.forfeited, found.forfeitedTao);
    }
  }
});

test('the threshold is rounded up, and no interval is no hold', async () => {
  net.ledger.state.rootClaimThresholds.set(0, (700_000n << 32n) + 1n);
  await newBlock();
  const read = await readAll();
  net.ledger.state.rootClaimThresholds.delete(0);
  await newBlock();
  assert.ok(read.known);
  assert.deepEqual(read.value.threshold, { known: true, value: 700_001n });
  assert.deepEqual(read.value.unlockInterval, { known: true, value: 0 });
});

type Row = Record<string, Value>;
const isRow = (value: Value): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The node changes its first row; others stay as they are. */
async function told(change: (row: Row) => Value[]): Promise<readonly RootClaim[]> {
  const truth = net.faults.lies.api(PREVIEWS, (value) => {
    assert.ok(Array.isArray(value));
    return value.flatMap((row: Value, at) => (at === 0 && isRow(row) ? change(row) : [row]));
  });
  try {
    return claimsOf(await readAll());
  } finally {
    truth();
  }
}

const plus = (value: Value | undefined, by: bigint): bigint =>
  typeof value === 'bigint' ? value + by : by;

const lies: readonly [string, ClaimDoubt, (row: Row) => Value[]][] = [
  [
    'redeems more than is owed',
    'sums',
    (row) => [{ ...row, redeemable_tao: plus(row['accrued_tao'], 1n) }],
  ],
  [
    'forfeits more than is owed',
    'sums',
    (row) => [{ ...row, forfeited_tao_est: plus(row['accrued_tao'], 1n) }],
  ],
  ['redeems less than its parts', 'sums', (row) => [{ ...row, redeemable_tao: 0n }]],
  [
    'more TAO than there is',
    'supply',
    (row) => [{ ...row, accrued_tao: 22_000_000n * TAO, redeemable_tao: 22_000_000n * TAO }],
  ],
  ['sells more rows than there are', 'rows', (row) => [{ ...row, rows_to_sell: 99 }]],
  [
    'other shares than the books',
    'books',
    (row) => [{ ...row, owed_shares: plus(row['owed_shares'], 1n) }],
  ],
  ['one validator twice', 'twice', (row) => [row, row]],
  ['a validator left out', 'books', () => []],
];

for (const [what, doubt, change] of lies) {
  test(`a node that lies: ${what}`, async () => {
    const honest = claimsOf(await readAll());
    const claims = await told(change);
    const of = (hotkey: string | undefined) => claims.filter((one) => one.hotkey === hotkey);
    assert.deepEqual(
      of(honest[0]?.hotkey).map((one) => one.doubt),
      [doubt],
    );
    for (const { hotkey } of honest.slice(1)) {
      assert.deepEqual(
        of(hotkey).map((one) => one.doubt),
        [null],
      );
    }
  });
}

test('an older runtime tells the value and hides what a claim forfeits; one without funds tells nothing', async (t) => {
  const methods = ['get_basket_claim_preview', 'get_root_basket_claim_previews'];
  const spec = without(
    RUNTIME_SPECS.live475,
    ...methods.map((name) => `BetaBasketRuntimeApi.${name}`),
  );
  for (const [runtime, isThere] of [
    [spec, true],
    [RUNTIME_SPECS.finney475, false],
  ] as const) {
    const other = await startDevnet({ subnets: 3, spec: runtime });
    t.after(() => other.stop());
    const reader = createTestClient(other);
    t.after(reader.close);
    await reader.connect();
    const read = await readAll(reader);
    assert.equal(read.known, isThere);
    if (!read.known) continue;
    const claims = claimsOf(read);
    assert.ok(claims.length > 0);
    for (const { accrued, payment, doubt } of claims) {
      assert.ok(accrued > 0n);
      assert.equal(doubt, null);
      assert.deepEqual(payment, { known: false, reason: 'not-on-this-runtime' });
    }
    const sums = rootRewards(read.value, [ALICE]);
    assert.equal(sums.claimable, 0n);
    assert.ok(sums.untold > 0n);
  }
});

test('rows that lack a field say so at each validator, and nothing else fails', async (t) => {
  const spec = {
    ...RUNTIME_SPECS.live475,
    layouts: {
      ...RUNTIME_SPECS.live475.layouts,
      BasketClaimPreview: [{ edit: 'remove', field: 'redeemable_tao' }] as const,
    },
  };
  const other = await startDevnet({ subnets: 3, spec });
  t.after(() => other.stop());
  const reader = createTestClient(other);
  t.after(reader.close);
  await reader.connect();
  const claims = claimsOf(await readAll(reader));
  assert.ok(claims.length > 0);
  for (const { doubt, payment } of claims) {
    assert.equal(doubt, 'fields');
    assert.equal(payment.known, false);
  }
});

const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });
const BOOKS: ClaimBooks = {
  rateBits: known(1n << 31n),
  shares: known(1_000n),
  claimed: known(-100n),
  rootStake: known(800n),
  nav: known(2_000n),
  issuance: known(21_000_000n * TAO),
};
const PAYMENT: ClaimPayment = {
  redeemable: toRao(990n),
  forfeited: toRao(10n),
  rows: 3,
  rowsToSell: 2,
  dustRows: 1,
  sweptRows: 0,
  flushedCredits: 0,
};

test('shares of the books are rate · stake − taken, a grant added; queued dividends may only raise them', () => {
  const whole = { owedShares: 500n, accrued: 1_000n, payment: PAYMENT };
  assert.equal(doubtOf(whole, BOOKS), null);
  assert.equal(doubtOf({ ...whole, owedShares: 499n }, BOOKS), 'books');
  const flushed = { ...PAYMENT, flushedCredits: 1 };
  assert.equal(doubtOf({ ...whole, owedShares: 501n, payment: flushed }, BOOKS), null);
  assert.equal(doubtOf({ ...whole, owedShares: 499n, payment: flushed }, BOOKS), 'books');
  // A share of the fund worth half of it, or twice.
  for (const accrued of [500n, 2_000n]) {
    const payment = { ...PAYMENT, redeemable: toRao(accrued - 10n) };
    assert.equal(doubtOf({ ...whole, accrued, payment }, BOOKS), 'fund');
  }
  assert.equal(doubtOf({ ...whole, payment: { ...PAYMENT, dustRows: 0 } }, BOOKS), 'rows');
});

test('rewards are summed by what a claim would do; a yield needs two readings an hour apart', async () => {
  const all = await readAll();
  assert.ok(all.known);
  const sums = rootRewards(all.value, [ALICE]);
  const claims = claimsOf(all);
  let owed = 0n;
  for (const { payment } of claims) {
    assert.ok(payment.known);
    owed += payment.value.redeemable + payment.value.forfeited;
  }
  assert.equal(sums.claimable + sums.tooSmall, owed);
  assert.equal(rootRewards(all.value, [ALICE, parseSs58(claims[0]?.hotkey ?? '')]).unread, 1);
  const [claim] = claims;
  assert.ok(claim);
  const { hotkey } = claim;
  const first = { block: 1_000, rates: all.value.rates };
  const base: Pick<RootClaims, 'of'> = all.value;
  assert.equal(rootYield({ claims: all.value, rates: [first] }, hotkey), null);
  giveFund(net.ledger.state, toHex(publicKeyOf(hotkey)), [[0, 1_000n * TAO]]);
  await newBlock();
  const later = await readAll();
  assert.ok(later.known);
  const second = { block: 1_000 + 7_200, rates: later.value.rates };
  const measured = rootYield({ claims: later.value, rates: [first, second] }, hotkey);
  assert.ok(measured && measured.aprPpm > 0n);
  assert.equal(measured.toBlock - measured.fromBlock, 7_200);
  const soon = { block: 1_100, rates: later.value.rates };
  assert.equal(rootYield({ claims: later.value, rates: [first, soon] }, hotkey), null);
  assert.equal(
    rootYield({ claims: { ...later.value, of: base.of }, rates: [second, first] }, hotkey),
    null,
  );
});

test('rates of earlier readings are kept six hours apart for a week, and none of blocks to come', () => {
  const at = (block: number) => ({ block, rates: [] });
  const blocks = (list: ReturnType<typeof withRates>) => list.map(({ block }) => block);
  assert.deepEqual(blocks(withRates([], at(10))), [10]);
  assert.deepEqual(blocks(withRates([at(10), at(400)], at(800))), [10, 800]);
  assert.deepEqual(blocks(withRates([at(10), at(1_810)], at(2_000))), [10, 1_810, 2_000]);
  assert.deepEqual(blocks(withRates([at(10)], at(60_000))), [60_000]);
  assert.deepEqual(blocks(withRates([at(5_000)], at(20))), [20]);
});
