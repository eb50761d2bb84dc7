// Facts that plans, figures and alerts rest on, at their edges: rules of a runtime, prices and curves, earnings, claims,
// and what is watched. Values are told one by one, as in read-edges.test.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTold, readToldOf } from '../../src/chain/reads/claim-rows.ts';
import {
  minimumStakeOf,
  queryRules,
  readSubnetToPrune,
  usableCalls,
} from '../../src/chain/reads/read-chain-rules.ts';
import { readGeneration } from '../../src/chain/reads/read-dissolution.ts';
import { readEarnings } from '../../src/chain/reads/read-earnings.ts';
import { queryGate, readEmissionFacts } from '../../src/chain/reads/read-emission.ts';
import { queryFlow } from '../../src/chain/reads/read-flow.ts';
import { readGuardState, readRecorded } from '../../src/chain/reads/read-guard.ts';
import { nameHotkeys } from '../../src/chain/reads/read-hotkeys.ts';
import { readMoveFacts } from '../../src/chain/reads/read-move-facts.ts';
import { readNames } from '../../src/chain/reads/read-names.ts';
import { readPositions } from '../../src/chain/reads/read-positions.ts';
import { readPricesAt } from '../../src/chain/reads/read-prices-at.ts';
import { readRootClaims } from '../../src/chain/reads/read-root-claims.ts';
import { readSnapshot, type ReadSnapshot } from '../../src/chain/reads/read-snapshot.ts';
import { poolGenerationOf, queryPool, readNetuids } from '../../src/chain/reads/read-subnets.ts';
import { readWatched } from '../../src/chain/reads/read-watched.ts';
import { simulate } from '../../src/chain/reads/simulate.ts';
import { toHex } from '../../src/chain/scale/hex.ts';
import { littleEndian } from '../../src/chain/scale/scale-encoder.ts';
import type { ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { formatSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { Reading, Snapshot } from '../../src/model/facts.ts';
import type { AlertQuery } from '../../src/model/watched.ts';
import { toAlphaRao, toNetuid, toRao, type Hex, type Rao } from '../../src/units.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import {
  BUSY,
  runtimeOf,
  runtimeWithout,
  STOPPED,
  toldState,
  type Told,
  type ToldState,
} from '../fakes/told-state.ts';

const live = runtimeOf(RUNTIME_SPECS.live475);
const finney = runtimeOf(RUNTIME_SPECS.finney475);
const old = runtimeOf(RUNTIME_SPECS.old);
const next = runtimeOf(RUNTIME_SPECS.next);
const account = (byte: number) => formatSs58(new Uint8Array(32).fill(byte));
const [ME, YOU, HOT, COLD] = [account(1), account(2), account(3), account(4)];
const [ROOT, NETUID, OTHER] = [toNetuid(0), toNetuid(5), toNetuid(6)];
const HASH = `0x${'cd'.repeat(32)}` as const;
const BLOCK = { hash: HASH, number: 1_000 } as const;
const NOT_HERE = { known: false, reason: 'not-on-this-runtime' } as const;
const UNREADABLE = { known: false, reason: 'unreadable' } as const;
const malformed = { code: 'NODE_MALFORMED' };
const known = <T>(value: T) => ({ known: true, value });
const state = (storage: readonly Told[] = [], apis: ToldState['apis'] = {}, runtime = live) =>
  toldState(runtime, { storage, apis });
const HALF = 1n << 31n;

test('the minimum stake is what the runtime names, else what its spec was built with, from the very spec on', () => {
  const at = (specVersion: number) => {
    const bare = { ...live, constant: () => null, ref: { ...live.ref, specVersion } };
    return minimumStakeOf(bare);
  };
  assert.deepEqual([0, 282, 283, 290, 291, 475].map(at), [
    500_000n,
    500_000n,
    20_000_000n,
    20_000_000n,
    2_000_000n,
    2_000_000n,
  ]);
  assert.equal(minimumStakeOf({ ...live, constant: () => 7n }), 7n);
  const bare = (specVersion: number) =>
    usableCalls({ ...live, constant: () => null, ref: { ...live.ref, specVersion } }).length > 0;
  assert.deepEqual([475, 10_000].map(bare), [true, false]);
});

test('rules of a runtime: its constants and parameters, and what is not on it', async () => {
  const read = (runtime: typeof live, ...storage: Told[]) =>
    state(storage, {}, runtime).storage(queryRules(runtime));
  const rules = (
    await read(live, ['NetworkImmunityPeriod', [], 9], ['RootStakeUnlockInterval', [], 8])
  )(UNREADABLE);
  assert.deepEqual([rules.immunityPeriod, rules.rootHold], [known(9), known(8)]);
  assert.deepEqual([rules.safeModeUntil, rules.subnetToPrune], [known(null), UNREADABLE]);
  assert.equal(
    (await read(live, ['SafeMode.EnteredUntil', [], 77]))(NOT_HERE).safeModeUntil.known,
    true,
  );
  const older = (await read(finney))(NOT_HERE);
  assert.deepEqual([older.safeModeUntil, older.rootHold], [NOT_HERE, NOT_HERE]);
  assert.equal(older.minimumTransfer, older.minimumStake);
  assert.equal(rules.hasSimulation, true);
  const bare = runtimeWithout(finney, 'SwapRuntimeApi.sim_swap_tao_for_alpha');
  assert.equal((await read(bare))(NOT_HERE).hasSimulation, false);
  const PRUNE = 'SubnetInfoRuntimeApi_get_subnet_to_prune';
  assert.deepEqual(await readSubnetToPrune(state([], { [PRUNE]: 5 })), known(5));
  assert.deepEqual(await readSubnetToPrune(state([], { [PRUNE]: null })), known(null));
  assert.deepEqual(await readSubnetToPrune(state([], { [PRUNE]: STOPPED })), UNREADABLE);
});

const curves: readonly (readonly [typeof live, string])[] = [
  [live, 'balancer'],
  [next, 'superellipse'],
  [old, 'constant-product'],
  [runtimeWithout(live, 'Swap.SwapBalancer'), 'unknown'],
  [runtimeWithout(live, 'Swap.SwapBalancer', 'Swap.FeeRate'), 'unknown'],
  [runtimeWithout(old, 'SubnetAlphaIn'), 'unknown'],
];

test('the curve of a runtime is told by its items', () => {
  for (const [runtime, curve] of curves) assert.equal(poolGenerationOf(runtime), curve);
});

const poolOf = (...more: Told[]): Told[] => [
  ['NetworksAdded', [5], true],
  ['SubnetMechanism', [5], 1],
  ['SubnetTAO', [5], 100n],
  ['SubnetAlphaIn', [5], 200n],
  ...more,
];

test('a pool: stable on root and where nothing trades, by its curve, and the node’s alone where that is not known', async () => {
  const read = (storage: Told[], runtime = live, netuid = NETUID, feeRate?: number) =>
    state(storage, {}, live).storage(queryPool(runtime, netuid, { feeRate }));
  const stable = { curve: 'stable', pool: { kind: 'stable' } };
  const nodeOnly = { curve: 'node-only', pool: null };
  assert.deepEqual(await read([['SubnetMechanism', [0], 1]], live, ROOT), stable);
  assert.deepEqual(await read([['SubnetMechanism', [5], 0]]), stable);
  assert.deepEqual(await read(poolOf(['SubnetMechanism', [5], 2])), nodeOnly);
  const { curve, pool } = await read(poolOf(['Swap.FeeRate', [5], 33]));
  assert.ok(curve === 'balancer' && pool?.kind === 'balancer');
  assert.deepEqual([pool.taoReserve, pool.alphaReserve, pool.feeRate], [100n, 200n, 33]);
  const quick = await read(
    [
      ['SubnetTAO', [5], 9n],
      ['SubnetMechanism', [5], 0],
    ],
    live,
    NETUID,
    44,
  );
  assert.ok(quick.pool?.kind === 'balancer');
  assert.deepEqual([quick.pool.taoReserve, quick.pool.feeRate], [9n, 44]);
  assert.deepEqual(await read(poolOf(), runtimeWithout(live, 'Swap.FeeRate')), nodeOnly);
  assert.deepEqual(await read(poolOf(), runtimeWithout(live, 'Swap.SwapBalancer')), nodeOnly);
  const early = await read(poolOf(), old);
  assert.deepEqual(early.pool, {
    kind: 'constant-product',
    taoReserve: 100n,
    alphaReserve: 200n,
    flatFee: 50000n,
  });
  assert.deepEqual(await read(poolOf(), next), nodeOnly, 'an ellipse that is not told');
});

test('subnets that exist, in the order of their numbers, whatever the order of their keys', async () => {
  const told = state([
    ['NetworksAdded', [258], true],
    ['NetworksAdded', [5], true],
    ['NetworksAdded', [6], false],
    ['NetworksAdded', [0], true],
  ]);
  assert.deepEqual(await readNetuids(told), [0, 5, 258]);
  await assert.rejects(
    readNetuids(state([], {}, runtimeWithout(live, 'NetworksAdded'))),
    RangeError,
  );
  const of = (more: Told[]) => readGeneration(state(more), NETUID);
  assert.equal(
    await of([
      ['NetworksAdded', [5], true],
      ['NetworkRegisteredAt', [5], 44],
    ]),
    44,
  );
  assert.equal(await of([['NetworkRegisteredAt', [5], 44]]), null);
});

const PRICES = 'SwapRuntimeApi_current_alpha_price_all';
const PRICE = 'SwapRuntimeApi_current_alpha_price';
const prices = (...rows: (readonly [number, bigint])[]): ScaleValue =>
  rows.map(([netuid, price]) => ({ netuid, price }));

test('prices of a block: those that are known, with the TAO and flows of their subnets; none is no empty list', async () => {
  const stored: Told[] = [
    ...poolOf(['SubnetTaoInEmission', [5], 7n], ['SubnetExcessTao', [5], 2n]),
    ['NetworksAdded', [6], true],
  ];
  const read = (apis: ToldState['apis'], runtime = live) =>
    readPricesAt(state(stored, apis, runtime), BLOCK);
  const both = await read({ [PRICES]: prices([5, 30n], [9, 1n]) });
  assert.ok(both.known);
  assert.deepEqual(
    both.prices.map(({ netuid, raoPerAlpha, tao, flow }) => [
      netuid,
      raoPerAlpha,
      tao,
      flow.reserve,
    ]),
    [[5, 30n, 9n, 100n]],
  );
  assert.deepEqual(await read({ [PRICES]: [] }), UNREADABLE);
  assert.deepEqual(await read({ [PRICES]: STOPPED }), UNREADABLE);
  const single = runtimeWithout(live, 'SwapRuntimeApi.current_alpha_price_all');
  const asked = await read({ [PRICE]: (args) => (args === '0x0500' ? 8n : 4n) }, single);
  assert.ok(asked.known);
  assert.deepEqual(
    asked.prices.map(({ raoPerAlpha }) => raoPerAlpha),
    [8n, 4n],
  );
  assert.deepEqual(
    await read({}, runtimeWithout(single, 'SwapRuntimeApi.current_alpha_price')),
    NOT_HERE,
  );
  // What others provided to a pool is in it beside its own.
  const provided: typeof live = {
    ...live,
    storage: (pallet, name) => {
      const item = live.storage(pallet, 'SubnetTAO');
      if (item === null || name !== 'SubnetTaoProvided') return live.storage(pallet, name);
      return { ...item, key: () => '0x77' };
    },
  };
  const values = new Map<Hex, Hex>([
    [live.storage('SubtensorModule', 'SubnetTAO')?.key(5) ?? '0x', toHex(littleEndian(100n, 8))],
    ['0x77', toHex(littleEndian(11n, 8))],
  ]);
  assert.equal(queryFlow(provided, NETUID).read((key) => values.get(key) ?? null).reserve, 111n);
  const none = await readPricesAt(state([], { [PRICES]: [] }), BLOCK);
  assert.deepEqual(none, { known: true, block: BLOCK, prices: [] });
});

test('a simulated trade is asked on its own side, in the order of the questions', async () => {
  const answer = (tao: bigint): ScaleValue => ({ tao_amount: tao, tao_slippage: 3n });
  const told = state([], {
    SwapRuntimeApi_sim_swap_tao_for_alpha: answer(1n),
    SwapRuntimeApi_sim_swap_alpha_for_tao: answer(2n),
  });
  const asked = (side: 'buy' | 'sell') => ({ netuid: NETUID, side, amount: 1n });
  const [sell, buy] = await simulate(told, [asked('sell'), asked('buy')]);
  assert.ok(sell?.known && buy?.known);
  assert.deepEqual([sell.value.taoAmount, buy.value.taoAmount], [2n, 1n]);
  assert.deepEqual(buy.value.taoSlippage, known(3n));
});

const hotkeyAt = (hotkey: string, owner: string): Told => ['Owner', [hotkey], owner];

test('a hotkey has its owner’s name, of the newest kind of identity; an empty one is none', async () => {
  const facts = (hotkey: typeof HOT, owner: typeof ME | null) => ({ hotkey, owner, take: null });
  const name = (text: string): ScaleValue => ({ name: toHex(new TextEncoder().encode(text)) });
  const told = state([
    ['IdentitiesV2', [ME], name('me')],
    ['IdentitiesV2', [YOU], name('')],
  ]);
  const list = [
    facts(HOT, ME),
    facts(COLD, YOU),
    facts(ME, null),
    facts(YOU, COLD),
    facts(COLD, ME),
  ];
  const named = await nameHotkeys(told, list);
  assert.deepEqual(
    named.map((one) => one.name),
    ['me', null, null, null, 'me'],
  );
  assert.equal(told.cost().questions, 1);
  assert.deepEqual(await nameHotkeys(state(), []), []);
});

test('names of subnets where the list is not described: of the newest identity that has one', async () => {
  const runtime = runtimeWithout(live, 'SubnetInfoRuntimeApi.get_all_dynamic_info');
  const text = (value: string) => toHex(new TextEncoder().encode(value));
  const told = state(
    [
      ['NetworksAdded', [5], true],
      ['NetworkRegisteredAt', [5], 44],
      ['Tempo', [5], 360],
      ['SubnetOwner', [5], ME],
      ['SubnetOwnerHotkey', [5], HOT],
      ['TokenSymbol', [5], text('β')],
      [
        'SubnetIdentitiesV3',
        [5],
        { subnet_name: text('five'), description: text('d'.repeat(2_001)) },
      ],
      ['NetworksAdded', [6], true],
    ],
    {},
    runtime,
  );
  const [five, six] = await readNames(told);
  assert.deepEqual(
    [five?.name, five?.description.length, five?.symbol, five?.ownerColdkey, five?.ownerHotkey],
    ['five', 2_000, 'β', ME, HOT],
  );
  assert.deepEqual([five?.registeredAt, five?.tempo], [44, 360]);
  assert.deepEqual([six?.netuid, six?.name], [6, '']);
});

const earning: Told[] = [
  ['Tempo', [5], 100],
  ['LastMechansimStepBlock', [5], 900],
  ['NetworkRegisteredAt', [5], 100],
  ['AlphaDividendsPerSubnet', [5, HOT], 10n],
  ['TotalHotkeyAlphaLastEpoch', [HOT, 5], 110n],
  ['TotalHotkeyAlpha', [HOT, 5], 500n],
  ['TotalHotkeyAlpha', [COLD, 5], 40n],
];

test('earnings of an epoch: on the total before its dividends, the present stake where nothing was paid', async () => {
  const of = async (...more: Told[]) => {
    const asked = [{ netuid: NETUID, hotkeys: [HOT, COLD, YOU] }];
    return (await readEarnings(state([...earning, ...more]), BLOCK, asked))[0] ?? null;
  };
  const plain = await of();
  assert.ok(plain);
  const { earned, ...when } = plain;
  assert.deepEqual(earned, [
    { hotkey: HOT, dividends: 10n, earnedOn: 100n },
    { hotkey: COLD, dividends: 0n, earnedOn: 40n },
  ]);
  assert.equal(when.epoch, 900);
  assert.equal(when.registeredAt, 100);
  assert.equal(when.period, live.storage('SubtensorModule', 'LastEpochBlock') === null ? 101 : 100);
  assert.equal((await of(['TotalHotkeyAlphaLastEpoch', [HOT, 5], 11n]))?.earned[0]?.earnedOn, 1n);
  for (const total of [10n, 9n]) {
    const left = await of(['TotalHotkeyAlphaLastEpoch', [HOT, 5], total]);
    assert.deepEqual(
      left?.earned.map(({ hotkey }) => hotkey),
      [COLD],
    );
  }
  // None ran since the registration, or none ever will.
  assert.equal(await of(['LastMechansimStepBlock', [5], 100]), null);
  assert.ok(await of(['LastMechansimStepBlock', [5], 101]));
  assert.equal(await of(['Tempo', [5], 0]), null);
  assert.ok(await of(['Tempo', [5], 1]));
});

test('earnings on root: a year of the last payments at spot, none that is stale or more than there is stake', async () => {
  const period = finney.storage('SubtensorModule', 'LastEpochBlock') === null ? 101n : 100n;
  const rated: Told[] = [
    ...earning,
    ['RootClaimable', [HOT], [[5, HALF]]],
    ['TotalHotkeyAlpha', [HOT, 0], 1_000n],
    ['RootAlphaDividendsPerSubnet', [5, HOT], 1_000n],
  ];
  const of = async (
    number: number,
    more: Told[] = [],
    apis: ToldState['apis'] = { [PRICES]: prices([5, 2_000_000_000n]) },
  ) => {
    const asked = [{ netuid: ROOT, hotkeys: [HOT] }];
    const told = toldState(finney, { storage: [...rated, ...more], apis });
    const [root] = await readEarnings(told, { hash: HASH, number }, asked);
    assert.ok(root);
    assert.deepEqual(
      [root.netuid, root.epoch, root.period, root.registeredAt],
      [0, number, 2_629_800, 0],
    );
    return root.earned[0] ?? null;
  };
  const year = (2_000n * 2_629_800n) / period;
  const last = 900 + 3 * Number(period);
  assert.deepEqual(await of(1_000), { hotkey: HOT, dividends: year, earnedOn: 1_000n });
  assert.equal((await of(last))?.dividends, year);
  assert.equal((await of(last + 1))?.dividends, 0n);
  assert.equal(
    (await of(1_000, [['RootAlphaDividendsPerSubnet', [5, HOT], 1_001n]]))?.dividends,
    0n,
  );
  assert.equal(
    (await of(1_000, [['RootAlphaDividendsPerSubnet', [5, HOT], 0n]], { [PRICES]: [] }))?.dividends,
    0n,
  );
  assert.equal((await of(1_000, [['Tempo', [5], 0]]))?.dividends, 0n, 'no epoch comes any more');
  assert.equal(await of(1_000, [], { [PRICES]: [] }), null, 'a price that is not known');
  assert.equal(await of(1_000, [['TotalHotkeyAlpha', [HOT, 0], 0n]]), null);
});

const PREVIEWS = 'BetaBasketRuntimeApi_get_root_basket_claim_previews';
const PREVIEW = 'BetaBasketRuntimeApi_get_basket_claim_preview';
const NAV = 'BetaBasketRuntimeApi_get_validator_basket_nav';
const row = (hotkey: string, part: Readonly<Record<string, ScaleValue>> = {}): ScaleValue => ({
  hotkey,
  owed_shares: 50n,
  accrued_tao: 100n,
  redeemable_tao: 100n,
  rows: 1,
  rows_to_sell: 1,
  ...part,
});

test('rows of claims: 256 at most; of one validator by its own question, and of no other', async () => {
  const many = (count: number) =>
    readTold(state([], { [PREVIEWS]: Array.from({ length: count }, () => row(HOT)) }), ME);
  const most = await many(256);
  assert.ok(most.known);
  assert.equal(most.value.length, 256);
  assert.deepEqual(await many(257), UNREADABLE);
  assert.deepEqual(await readTold(state([], { [PREVIEWS]: STOPPED }), ME), UNREADABLE);
  await assert.rejects(readTold(state([], { [PREVIEWS]: BUSY }), ME), { code: 'NODE_BUSY' });
  const single = (answer: ScaleValue | Error) =>
    readToldOf(state([], { [PREVIEW]: answer }), ME, [HOT]);
  const own = await single(
    row(HOT, { rows: 3, dust_rows: 2, swept_rows: 4, flushed_credits: 5, forfeited_tao_est: 6n }),
  );
  assert.ok(own.known);
  assert.deepEqual(own.value, [
    {
      hotkey: HOT,
      owedShares: 50n,
      accrued: 100n,
      isBroken: false,
      payment: {
        redeemable: 100n,
        forfeited: 6n,
        rows: 3,
        rowsToSell: 1,
        dustRows: 2,
        sweptRows: 4,
        flushedCredits: 5,
      },
    },
  ]);
  assert.deepEqual(await single(row(COLD)), UNREADABLE);
  assert.deepEqual(await single(null), known([]));
  assert.deepEqual(await single(STOPPED), UNREADABLE);
});

test('claims against the books: a validator listed twice, one concealed, and what the books cannot say', async () => {
  const books = (hotkey: string): Told[] => [
    ['BasketRate', [hotkey], HALF],
    ['BasketShares', [hotkey], 1_000n],
    ['BasketClaimed', [hotkey, ME], 0n],
  ];
  const position = (hotkey: typeof HOT, alpha: bigint) => ({
    coldkey: ME,
    hotkey,
    netuid: ROOT,
    alpha: toAlphaRao(alpha),
    isRegistered: true,
    hotkeyDividends: NOT_HERE,
  });
  const read = async (
    rows: ScaleValue,
    more: Told[] = [],
    hotkeys: (typeof HOT)[] | null = null,
    apis: ToldState['apis'] = {},
  ) => {
    const told = state(
      [
        ...books(HOT),
        ...books(COLD),
        ['TotalIssuance', [], 10n ** 15n],
        ['LastColdkeyHotkeyStakeBlock', [ME, HOT], 700],
        ...more,
      ],
      { [PREVIEWS]: rows, ...apis },
    );
    const found = await readRootClaims(told, {
      coldkeys: [ME],
      hotkeys,
      positions: [position(HOT, 100n), position(COLD, 4n)],
    });
    assert.ok(found.known);
    const [own] = found.value.of;
    assert.ok(own?.claims.known);
    return { ...found.value, claims: own.claims.value };
  };
  const lines = (claims: Awaited<ReturnType<typeof read>>['claims']) =>
    claims.map(({ hotkey, owedShares, doubt }) => [hotkey, owedShares, doubt]);
  const honest = [row(HOT), row(COLD, { owed_shares: 2n })];
  const all = await read(honest);
  assert.deepEqual(lines(all.claims), [
    [HOT, 50n, null],
    [COLD, 2n, null],
  ]);
  assert.deepEqual(
    all.claims.map(({ heldSince }) => heldSince),
    [known(700), known(null)],
  );
  assert.deepEqual(
    all.rates.map(({ hotkey, rateBits }) => [hotkey, rateBits]),
    [
      [HOT, HALF],
      [COLD, HALF],
    ],
  );
  assert.deepEqual(lines((await read([row(HOT)])).claims), [
    [HOT, 50n, null],
    [COLD, 2n, 'books'],
  ]);
  const nothing: Told = ['BasketClaimed', [COLD, ME], 2n];
  assert.deepEqual(lines((await read([row(HOT)], [nothing])).claims), [[HOT, 50n, null]]);
  assert.deepEqual(lines((await read([row(HOT), row(HOT), ...honest])).claims), [
    [HOT, 50n, 'twice'],
    [COLD, 2n, null],
  ]);
  // A validator that the node lists and where nothing is staked: its books are read all the same.
  const listed = await read([
    ...honest,
    row(YOU, { owed_shares: 0n, accrued_tao: 0n, redeemable_tao: 0n, rows: 0, rows_to_sell: 0 }),
  ]);
  assert.deepEqual(listed.claims[2]?.heldSince, known(null));
  const threshold = async (value: bigint) =>
    (await read(honest, [['RootClaimableThreshold', [0], value]])).threshold;
  assert.deepEqual(
    [
      await threshold(0n),
      await threshold(1n),
      await threshold(1n << 32n),
      await threshold((1n << 32n) + 1n),
    ],
    [known(0n), known(1n), known(1n), known(2n)],
  );
  assert.deepEqual(
    (await read(honest, [['RootStakeUnlockInterval', [], 9]])).unlockInterval,
    known(9),
  );
  // Half of a fund that is worth 200: a hundred, and no other sum.
  const worth = async (nav: bigint) =>
    (await read([], [], [HOT], { [PREVIEW]: row(HOT), [NAV]: nav })).claims[0]?.doubt;
  assert.deepEqual([await worth(2_000n), await worth(9_000n)], [null, 'fund']);
});

test('positions: the node’s own list, none of another coldkey and none left out', async () => {
  const LIST = 'StakeInfoRuntimeApi_get_stake_info_for_coldkeys';
  const stake = (coldkey: string, alpha: bigint): ScaleValue => ({
    coldkey,
    hotkey: HOT,
    netuid: 5,
    stake: alpha,
    is_registered: true,
    emission: 3n,
  });
  const read = (answer: ScaleValue) => readPositions(state([], { [LIST]: answer }), [ME, YOU]);
  const { positions, unread } = await read([
    [YOU, [stake(YOU, 1n)]],
    [ME, [stake(ME, 2n), stake(ME, 0n)]],
  ]);
  assert.deepEqual(
    positions.map(({ coldkey, alpha }) => [coldkey, alpha]),
    [
      [ME, 2n],
      [YOU, 1n],
    ],
  );
  assert.deepEqual(positions[0]?.hotkeyDividends, known(3n));
  assert.deepEqual(unread, []);
  await assert.rejects(read([[ME, []]]), malformed);
  await assert.rejects(
    read([
      [ME, [stake(YOU, 1n)]],
      [YOU, []],
    ]),
    malformed,
  );
  const none = state();
  assert.deepEqual(await readPositions(none, []), { positions: [], unread: [] });
  assert.equal(none.cost().questions, 0);
});

test('positions without the node’s list: shares of a hotkey’s alpha, of whole numbers or of bits', async () => {
  const bare = runtimeWithout(
    old,
    'StakeInfoRuntimeApi.get_stake_info_for_coldkeys',
    'StakeInfoRuntimeApi.get_stake_info_for_coldkey',
  );
  const type = old.storage('SubtensorModule', 'Alpha')?.valueType;
  const one = type?.type === 'primitive' && type.value === 'u64' ? 1n : 1n << 64n;
  const read = (isWhole: boolean) => {
    const u64 = old.storage('SubtensorModule', 'TotalHotkeyAlpha')?.valueType;
    assert.ok(u64);
    const runtime: typeof old = {
      ...bare,
      storage: (pallet, item) => {
        const found = bare.storage(pallet, item);
        return found && isWhole && /^(Alpha|TotalHotkeyShares)$/.test(item)
          ? { ...found, valueType: u64 }
          : found;
      },
    };
    const told: Told[] = [
      ['NetworksAdded', [5], true],
      ['StakingHotkeys', [ME], [HOT, COLD]],
      ['Alpha', [HOT, ME, 5], isWhole ? 3n : 3n * one],
      ['TotalHotkeyShares', [HOT, 5], isWhole ? 4n : 4n * one],
      ['TotalHotkeyAlpha', [HOT, 5], 100n],
      ['TotalHotkeyAlpha', [COLD, 5], 100n],
      ['Uids', [5, HOT], 1],
    ];
    return readPositions({ ...state(told, {}, old), runtime }, [ME]);
  };
  for (const isWhole of [true, false]) {
    const { positions } = await read(isWhole);
    assert.deepEqual(
      positions.map(({ hotkey, netuid, alpha, isRegistered }) => [
        hotkey,
        netuid,
        alpha,
        isRegistered,
      ]),
      [[HOT, 5, 75n, true]],
    );
  }
});

const query = (part: Partial<AlertQuery>): AlertQuery => ({
  accounts: [],
  sales: null,
  prices: [],
  shares: [],
  lives: [],
  livesIfLeft: [],
  positions: [],
  ladder: [],
  wantsTakes: false,
  wantsNextRemoved: false,
  wantsImmunity: false,
  wantsHolds: false,
  wantsRootClaims: false,
  wantsPriceMap: false,
  feeRates: {},
  ...part,
});
const watchedBase: Told[] = [
  ['System.Number', [], 1_000],
  ['Timestamp.Now', [], 5_000n],
  ['NetworkImmunityPeriod', [], 7],
  ['RootStakeUnlockInterval', [], 8],
  ['TotalIssuance', [], 9n],
];

test('what is watched: what the query names and no more; what it does not ask for is unread', async () => {
  const read = (part: Partial<AlertQuery>, storage: Told[] = [], apis: ToldState['apis'] = {}) =>
    readWatched(state([...watchedBase, ...storage], apis), HASH, query(part));
  const none = await read({});
  assert.deepEqual(
    [
      none.immunityPeriod,
      none.holdBlocks,
      none.issuance,
      none.stakes,
      none.positions,
      none.nextRemoved,
    ],
    Array.from({ length: 6 }, () => UNREADABLE),
  );
  assert.deepEqual(
    [none.block.number, none.blockTime, none.pools, none.takes],
    [1_000, 5_000, [], []],
  );
  // What a runtime does not keep tells nothing: the subnet is not gone for that.
  const without = state(watchedBase, {}, runtimeWithout(live, 'SubnetMechanism'));
  await assert.rejects(readWatched(without, HASH, query({ prices: [NETUID] })), RangeError);
  assert.deepEqual((await read({ wantsImmunity: true })).immunityPeriod, known(7));
  assert.deepEqual((await read({ ladder: [NETUID] })).immunityPeriod, known(7));
  assert.deepEqual((await read({ wantsHolds: true })).holdBlocks, known(8));
  const shares = async (...more: Told[]) => (await read({ shares: [NETUID] }, more)).shares[0]?.tao;
  assert.deepEqual(
    await shares(['SubnetTaoInEmission', [5], 4n], ['SubnetExcessTao', [5], 3n]),
    known(7n),
  );
  assert.deepEqual((await read({ shares: [NETUID] })).issuance, known(9n));
  const lives = async (...more: Told[]) =>
    (await read({ lives: [NETUID] }, more)).lives[0]?.registeredAt;
  assert.deepEqual(await lives(['NetworkRegisteredAt', [5], 44]), known(44));
  assert.deepEqual(await lives(), known(null), 'a subnet that is gone');
  const pools = async (feeRates: AlertQuery['feeRates'], ...more: Told[]) =>
    (await read({ prices: [NETUID, ROOT, NETUID], feeRates }, [...poolOf(), ...more])).pools.map(
      ({ netuid, curve, isTrading }) => [netuid, curve, isTrading.known && isTrading.value],
    );
  const root = [0, 'stable', true];
  assert.deepEqual(await pools({}, ['SubtokenEnabled', [5], true]), [[5, 'balancer', true], root]);
  assert.deepEqual(await pools({}), [[5, 'balancer', false], root]);
  assert.deepEqual(
    await pools({ 5: 3 }),
    [[5, 'balancer', true], root],
    'it trades: its fee is known',
  );
});

test('what is watched of accounts and their validators, and a runtime that changed meanwhile', async () => {
  const LIST = 'StakeInfoRuntimeApi_get_stake_info_for_coldkeys';
  const stake = (hotkey: string, netuid: number): ScaleValue => ({
    coldkey: ME,
    hotkey,
    netuid,
    stake: 9n,
    is_registered: true,
  });
  const stored: Told[] = [
    ['System.Account', [ME], { nonce: 4, data: { free: 5n, reserved: 6n, frozen: 7n } }],
    ['Delegates', [HOT], 11],
    ['LastColdkeyHotkeyStakeBlock', [ME, HOT], 900],
  ];
  const apis = { [LIST]: [[ME, [stake(HOT, 0), stake(HOT, 5), stake(COLD, 5)]]] as ScaleValue };
  const read = (part: Partial<AlertQuery>, more: Told[] = []) =>
    readWatched(state([...watchedBase, ...stored, ...more], apis), HASH, query(part));
  const { accounts } = await read({ accounts: [ME] });
  assert.deepEqual(
    accounts.map(({ nonce, free, reserved, frozen }) => [nonce, free, reserved, frozen]),
    [[4, 5n, 6n, 7n]],
  );
  const all = await read({ positions: [ME], wantsTakes: true, wantsHolds: true });
  assert.deepEqual(all.takes, [
    { hotkey: HOT, take: 11 },
    { hotkey: COLD, take: null },
  ]);
  assert.deepEqual(all.holds, [{ coldkey: ME, hotkey: HOT, since: known(900) }]);
  const few = await read({ positions: [ME] });
  assert.deepEqual([few.takes, few.holds, few.positions.known], [[], [], true]);
  const upgrade = (spec: number): Told => [
    'System.LastRuntimeUpgrade',
    [],
    { spec_version: spec, spec_name: 'n' },
  ];
  assert.equal((await read({}, [upgrade(475)])).specVersion, 475);
  await assert.rejects(read({}, [upgrade(476)]), { code: 'RUNTIME_CHANGED' });
});

test('emission facts: root and what does not trade are stable; the gate is known as a whole or not at all', async () => {
  const stored: Told[] = [
    ...poolOf(['NetworkRegisteredAt', [5], 44]),
    ['NetworksAdded', [0], true],
    ['NetworksAdded', [6], true],
    ['SubnetMechanism', [0], 1],
    ['SubnetTAO', [0], 77n],
    ['TotalIssuance', [], 88n],
  ];
  const apis = { [PRICES]: prices([5, 30n]), SubnetInfoRuntimeApi_get_subnet_to_prune: 5 };
  const facts = await readEmissionFacts(state(stored, apis), BLOCK);
  assert.deepEqual(
    facts.subnets.map(({ netuid, isStable, nodePrice }) => [netuid, isStable, nodePrice.known]),
    [
      [0, true, false],
      [5, false, true],
      [6, true, false],
    ],
  );
  assert.deepEqual([facts.rootTao, facts.totalIssuance, facts.toPrune], [77n, 88n, known(5)]);
  // The exponent has 64 bits behind the point; before, it was a whole number.
  const exponentOf = (value: bigint, kind: 'u64' | 'u128') => {
    const withKind: typeof live = {
      ...live,
      storage: (pallet, name) => {
        const item = live.storage(pallet, name);
        if (item === null || name !== 'EmissionGateExponent') return item;
        return {
          ...item,
          valueType: { type: 'primitive', value: kind, id: 0 },
          decode: () => value,
        };
      },
    };
    const gate = queryGate(withKind).read(() => null);
    return gate.known ? gate.value.exponentBits : gate.reason;
  };
  assert.equal(exponentOf(3n, 'u64'), 3n << 64n);
  assert.equal(exponentOf(3n << 63n, 'u128'), 3n << 63n);
  for (const name of ['EmissionGateBar', 'EmissionGateExponent', 'EmissionBarRank']) {
    const read = await readEmissionFacts(state(stored, apis, runtimeWithout(live, name)), BLOCK);
    assert.deepEqual(read.gate, NOT_HERE, name);
  }
});

test('a question of the guard that is refused leaves its own figures unread; a lost connection ends the reading', async () => {
  const stored: Told[] = [...poolOf(['NetworkRegisteredAt', [5], 44]), ['TotalIssuance', [], 88n]];
  const SIM = 'SwapRuntimeApi_sim_swap_tao_for_alpha';
  const PRUNE = 'SubnetInfoRuntimeApi_get_subnet_to_prune';
  const apis = { [PRICES]: prices([5, 30n]), [PRUNE]: null, [SIM]: { tao_amount: 1n } };
  const read = (part: ToldState['apis'] = {}) =>
    readGuardState(state(stored, { ...apis, ...part }), BLOCK, (pools) =>
      pools.map(({ netuid }) => ({ netuid, side: 'buy', amount: 1n })),
    );
  const whole = await read();
  assert.ok(whole.pools.known && whole.shares.known);
  assert.deepEqual(
    whole.pools.value.map(({ netuid, nodePrice }) => [netuid, nodePrice]),
    [[5, known(30n)]],
  );
  assert.deepEqual(
    whole.shares.value.subnets.map(({ isStable }) => isStable),
    [false],
  );
  assert.equal(whole.sims[0]?.answer.known, true);
  for (const failure of [BUSY, STOPPED]) {
    const part = await read({ [SIM]: failure, [PRUNE]: failure, [PRICES]: failure });
    assert.deepEqual(part.sims[0]?.answer, UNREADABLE);
    assert.deepEqual(part.subnetToPrune, UNREADABLE);
    assert.ok(part.pools.known);
    assert.deepEqual(part.pools.value[0]?.nodePrice, UNREADABLE);
  }
  const ordered = await read({ [PRICES]: prices([9, 1n], [5, 30n], [6, 2n]), [PRUNE]: null });
  assert.ok(ordered.pools.known);
  assert.deepEqual(
    ordered.pools.value.map(({ netuid }) => netuid),
    [5, 6, 9],
  );
  const recorded = async (...more: Told[]) => (await readRecorded(state(more), [NETUID])).recorded;
  assert.deepEqual(
    await recorded(['SubnetTaoInEmission', [5], 4n], ['SubnetExcessTao', [5], 3n]),
    known([{ netuid: 5, tao: 7n }]),
  );
  assert.deepEqual(await recorded(), known([{ netuid: 5, tao: 0n }]));
  const bare = runtimeWithout(live, 'SubnetExcessTao');
  const without = await readRecorded(state([['SubnetTaoInEmission', [5], 4n]], {}, bare), [NETUID]);
  assert.deepEqual(without.recorded, known([{ netuid: 5, tao: 4n }]));
});

const LIST = 'StakeInfoRuntimeApi_get_stake_info_for_coldkeys';
const AVAILABLE = 'StakeInfoRuntimeApi_get_stake_availability_for_coldkeys';
const INFO = 'TransactionPaymentApi_query_info';
const moving = { [PRICES]: prices([5, 30n]), SubnetInfoRuntimeApi_get_subnet_to_prune: null };
const system = (coldkey: string, nonce: number): Told => [
  'System.Account',
  [coldkey],
  { nonce, providers: 1 },
];

test('facts of a move: of what it names alone; claims, locks and a receiver only where it needs them', async () => {
  const stored: Told[] = [
    ...poolOf(),
    ['Timestamp.Now', [], 5_000n],
    system(ME, 3),
    system(YOU, 4),
    hotkeyAt(HOT, COLD),
    ['Uids', [5, HOT], 9],
    ['StakingHotkeys', [ME], [HOT]],
    ['LastColdkeyHotkeyStakeBlock', [ME, HOT], 700],
    ['Lock', [ME, 5, COLD], { locked_mass: 1n }],
    ['DecayingLock', [ME, 5], false],
    ['UnlockRate', [], 77n],
  ];
  const asked: string[] = [];
  const read = (
    part: Partial<Parameters<typeof readMoveFacts>[2]> = {},
    runtime = live,
    more: ToldState['apis'] = {},
  ) => {
    const { destination = null } = part;
    const whose = destination === null ? [ME] : [ME, destination];
    const apis = {
      ...moving,
      [LIST]: [[ME, []]] as ScaleValue,
      [AVAILABLE]: whose.map((one): ScaleValue => [one, []]),
      [PREVIEW]: null,
      [NAV]: 0n,
      [INFO]: (args: Hex): ScaleValue => {
        asked.push(args);
        return { partial_fee: 12n, class: { type: 'Normal', value: null } };
      },
      ...more,
    };
    return readMoveFacts(state(stored, apis, runtime), BLOCK, {
      coldkey: ME,
      netuids: [NETUID, NETUID],
      hotkeys: [HOT, HOT, COLD],
      destination,
      calls: [],
      ...part,
    });
  };
  const facts = await read();
  assert.deepEqual([facts.coldkey.nonce, facts.destination, facts.receiver], [3, null, null]);
  assert.deepEqual(
    facts.subnets.map(({ netuid, nodePrice }) => [netuid, nodePrice]),
    [[5, known(30n)]],
  );
  assert.deepEqual(
    facts.hotkeys.map(({ owner }) => owner),
    [COLD, null],
  );
  assert.deepEqual(facts.registrations, { [`5:${HOT}`]: true, [`5:${COLD}`]: false });
  assert.deepEqual(facts.stakingHotkeys, [{ coldkey: ME, hotkeys: known([HOT]) }]);
  assert.deepEqual([facts.rootStakedAt, facts.blockTime, facts.locks], [[], 5_000, known([])]);
  assert.deepEqual(
    ['claims', 'locking', 'device'].map((name) => name in facts),
    [false, false, false],
  );
  const given = await read({ destination: YOU });
  assert.deepEqual([given.destination?.nonce, given.receiver?.isKeyless], [4, false]);
  assert.equal(given.stakingHotkeys.length, 2);
  const onRoot = await read({ netuids: [ROOT] });
  assert.deepEqual(onRoot.rootStakedAt, [
    { hotkey: HOT, block: known(700) },
    { hotkey: COLD, block: known(null) },
  ]);
  const LOCK = 'SubtensorModule.lock_stake';
  const locking = await read({ calls: [LOCK, 'SubtensorModule.nothing'] });
  const course = { isPerpetual: known(true), unlockRate: known(77n) };
  assert.deepEqual(locking.locking, { hotkey: known(COLD), ...course });
  assert.ok(!('claims' in locking));
  assert.ok(
    asked.at(-1)?.includes(toHex(publicKeyOf(HOT)).slice(2)),
    'a fee of what is named first',
  );
  const CLAIM = 'SubtensorModule.claim_root_with_hotkey';
  const claiming = await read({ calls: [LOCK, `Utility.batch_all[2*${CLAIM}]`] });
  assert.ok(claiming.claims?.known);
  assert.deepEqual(claiming.claims.value.batchFits, known(true));
  const one = await read({ calls: [CLAIM, LOCK] });
  assert.ok(one.claims?.known);
  assert.equal(one.claims.value.batchFits.known, false);
  assert.ok('device' in (await read({ isDevice: true })));
  // Positions that nobody could read are not none.
  const single = runtimeWithout(live, 'StakeInfoRuntimeApi.get_stake_info_for_coldkeys');
  const ONE_BY_ONE = 'StakeInfoRuntimeApi_get_stake_info_for_coldkey';
  assert.deepEqual((await read({}, single, { [ONE_BY_ONE]: [] })).positions, []);
  await assert.rejects(read({}, single, { [ONE_BY_ONE]: STOPPED }), { code: 'NODE_REFUSED' });
});

test('a snapshot has the subnets held, locked and looked at, once each and in order', async () => {
  const stake: ScaleValue = { coldkey: ME, hotkey: HOT, netuid: 6, stake: 9n };
  const told = state([['Timestamp.Now', [], 5_000n], system(ME, 3)], {
    ...moving,
    [LIST]: [
      [ME, [stake]],
      [YOU, []],
    ],
    [AVAILABLE]: [[ME, [[7, { total: 1n, locked: 1n }]]]],
    [INFO]: { partial_fee: 12n, class: { type: 'Normal', value: null } },
  });
  const snapshot = await readSnapshot(told, BLOCK, {
    coldkeys: [ME, YOU],
    lookedAt: [NETUID, OTHER],
  });
  assert.deepEqual(
    snapshot.subnets.map(({ netuid }) => netuid),
    [5, 6, 7],
  );
  assert.deepEqual(
    snapshot.accounts.map(({ nonce }) => nonce),
    [3, 0],
  );
  assert.deepEqual(snapshot.networkFees['SubtensorModule.remove_stake'], known(12n));
});

test('fees are asked for again where the runtime, the multiplier or the length of the extrinsic is another', async () => {
  let asked = 0;
  const ask = (nonce: number, multiplier: bigint, runtime = live) => {
    const fees: Told = ['TransactionPayment.NextFeeMultiplier', [], multiplier];
    const apis = {
      ...moving,
      [LIST]: [[ME, []]],
      [AVAILABLE]: [],
      [INFO]: () => {
        asked += 1;
        return { partial_fee: 12n, class: { type: 'Normal', value: null } };
      },
    };
    return state([['Timestamp.Now', [], 5_000n], system(ME, nonce), fees], apis, runtime);
  };
  const read = (told: ReturnType<typeof ask>, before: ReadSnapshot | null, endpoint = 'here') => {
    asked = 0;
    const picture: Snapshot | null = before && { ...before, unclaimed: UNREADABLE, from: 'here' };
    return readSnapshot(told, BLOCK, { coldkeys: [ME], lookedAt: [], before: picture }, endpoint);
  };
  const first = await read(ask(3, 7n), null);
  assert.equal(asked, 3);
  assert.equal(first.feeMultiplier, 7n);
  const fee = 'SubtensorModule.remove_stake';
  const dearer: Reading<Rao> = { known: true, value: toRao(13n) };
  const told = { ...first, networkFees: { ...first.networkFees, [fee]: dearer } };
  assert.equal((await read(ask(63, 7n), told)).networkFees, told.networkFees);
  assert.equal(asked, 0, 'as they were');

  const { [fee]: _left, ...fewer } = first.networkFees;
  const { feeMultiplier: _unknown, ...without } = first;
  const other = { ...live, ref: { ...live.ref, specVersion: live.ref.specVersion + 1 } };
  const form = { ...live, ref: { ...live.ref, transactionVersion: 99 } };
  const chain = { ...live, ref: { ...live.ref, genesisHash: HASH } };
  for (const [what, again, before] of [
    ['multiplier', ask(3, 8n), first],
    ['length', ask(64, 7n), first],
    ['spec', ask(3, 7n, other), first],
    ['form', ask(3, 7n, form), first],
    ['chain', ask(3, 7n, chain), first],
    ['multiplier not known', ask(3, 7n), without],
    ['nobody read', ask(3, 7n), { ...first, accounts: [] }],
    // They may be of that one, whose nonce is not known.
    ['one not read', ask(3, 7n), { ...first, unread: [YOU] }],
    ['one less', ask(3, 7n), { ...first, networkFees: fewer }],
    ['one unread', ask(3, 7n), { ...first, networkFees: { ...fewer, [fee]: UNREADABLE } }],
  ] as const) {
    assert.deepEqual((await read(again, before)).networkFees[fee], known(12n), what);
    assert.equal(asked, 3, what);
  }
  assert.deepEqual((await read(ask(3, 7n), told, 'elsewhere')).networkFees[fee], known(12n));
  // Whoever has no such call has no fee of it, then as now.
  const lacking = { ...first, networkFees: { ...fewer, [fee]: NOT_HERE } };
  await read(ask(3, 7n), lacking);
  assert.equal(asked, 0);
  // A runtime that does not tell its multiplier may have any.
  const silent = runtimeWithout(live, 'TransactionPayment.NextFeeMultiplier');
  const mute = state(
    [['Timestamp.Now', [], 5_000n], system(ME, 3)],
    {
      ...moving,
      [LIST]: [[ME, []]],
      [AVAILABLE]: [],
      [INFO]: { partial_fee: 12n, class: { type: 'Normal', value: null } },
    },
    silent,
  );
  assert.deepEqual((await read(mute, told)).networkFees[fee], known(12n));
});
