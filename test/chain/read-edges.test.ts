// Facts as one block's storage tells them, at the edges of each rule: what is nothing, what is unread, and what is the
// very first that counts. Values are told one by one; metadata, keys and decoders are a runtime's own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LookupEntry } from '@polkadot-api/metadata-builders';
import { queryAccount, querySwapAnnounced } from '../../src/chain/reads/read-accounts.ts';
import {
  queryAvailability,
  queryLocks,
  readAvailability,
  readLocks,
} from '../../src/chain/reads/read-availability.ts';
import { readPaidOut } from '../../src/chain/reads/read-dissolution.ts';
import { queryOwner, queryTake } from '../../src/chain/reads/read-hotkeys.ts';
import { ratioOf, readHolders } from '../../src/chain/reads/read-holders.ts';
import { readPayoutFacts } from '../../src/chain/reads/read-payout-facts.ts';
import { queryReceiver } from '../../src/chain/reads/read-receiver.ts';
import { readSubnetLocks } from '../../src/chain/reads/read-subnet-locks.ts';
import { readValidators } from '../../src/chain/reads/read-validators.ts';
import { readWhole } from '../../src/chain/reads/read-whole.ts';
import { readValidatorStake } from '../../src/chain/reads/read-validator-stake.ts';
import { basketEscrow, queryIsClosed } from '../../src/chain/reads/query-position.ts';
import type { ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import type { Position } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, type Hex } from '../../src/units.ts';
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
const account = (byte: number) => formatSs58(new Uint8Array(32).fill(byte));
const [ME, YOU, HOT, COLD] = [account(1), account(2), account(3), account(4)];
const NETUID = toNetuid(5);
const BLOCK = { hash: `0x${'cd'.repeat(32)}`, number: 1_000 } as const;
const malformed = { code: 'NODE_MALFORMED' };
const state = (storage: readonly Told[] = [], apis: ToldState['apis'] = {}) =>
  toldState(live, { storage, apis });

const position = (hotkey: typeof ME, netuid = 5, alpha = 10n, coldkey = ME): Position => ({
  coldkey,
  hotkey,
  netuid: toNetuid(netuid),
  alpha: toAlphaRao(alpha),
  isRegistered: true,
  hotkeyDividends: {
    known: false,
    reason: 'not-on-this-runtime',
  },
});

const AVAILABLE = 'StakeInfoRuntimeApi_get_stake_availability_for_coldkeys';
type Amounts = readonly [netuid: number, total: bigint, locked: bigint, available: bigint];
const availabilityOf = (...rows: readonly (readonly [string, readonly Amounts[]])[]): ScaleValue =>
  rows.map(([coldkey, subnets]) => [
    coldkey,
    subnets.map(([netuid, total, locked, available]) => [netuid, { total, locked, available }]),
  ]);

test('what is available: in the order asked, nothing for whom the node leaves out, nothing asked for nobody', async () => {
  const answer = availabilityOf(
    [YOU, [[5, 9n, 3n, 6n]]],
    [
      ME,
      [
        [6, 4n, 0n, 4n],
        [5, 1n, 1n, 0n],
      ],
    ],
  );
  const asked = state([], { [AVAILABLE]: answer });
  const read = await readAvailability(asked, [ME, COLD, YOU]);
  assert.ok(read.known);
  assert.deepEqual(
    read.value.map(({ coldkey, netuid, total, locked, available }) =>
      [coldkey, netuid, total, locked, available].map(String).join(' '),
    ),
    [`${ME} 6 4 0 4`, `${ME} 5 1 1 0`, `${YOU} 5 9 3 6`],
  );
  const none = state();
  assert.deepEqual(await readAvailability(none, []), { known: true, value: [] });
  assert.equal(none.cost().questions, 0);
  assert.deepEqual(await readAvailability(state([], { [AVAILABLE]: STOPPED }), [ME]), {
    known: false,
    reason: 'unreadable',
  });
  await assert.rejects(readAvailability(state([], { [AVAILABLE]: BUSY }), [ME]), {
    code: 'NODE_BUSY',
  });
});

test('bonds are asked for only where something more than the lock may hold stake back', async () => {
  const bond = (hotkey: string, locked: bigint): Told => [
    'MinerCollateral',
    [5, hotkey, ME],
    { locked },
  ];
  const held = [position(HOT), position(COLD), position(YOU, 6), position(YOU, 5, 1n, YOU)];
  const bondsOf = async (total: bigint, locked: bigint, available: bigint) => {
    const entry = { coldkey: ME, netuid: NETUID, total, locked, available };
    const query = queryAvailability(live, { known: true, value: [entry as never] }, held);
    const told = state([bond(HOT, 1n), bond(COLD, 0n)]);
    const read = await told.storage(query);
    assert.ok(read.known);
    const bonds = read.value[0]?.bonds;
    assert.ok(bonds?.known);
    return {
      asked: query.keys.length,
      bonds: bonds.value.map(({ hotkey, alpha }) => [hotkey, alpha]),
    };
  };
  assert.deepEqual(await bondsOf(10n, 4n, 6n), { asked: 0, bonds: [] });
  assert.deepEqual(await bondsOf(10n, 0n, 10n), { asked: 0, bonds: [] });
  const bound = { asked: 2, bonds: [[HOT, 1n]] };
  assert.deepEqual(await bondsOf(10n, 4n, 5n), bound);
  assert.deepEqual(await bondsOf(10n, 4n, 7n), bound);
  assert.deepEqual(await bondsOf(10n, 10n, 0n), bound, 'nothing is available: it may be either');
});

test('before anything bound stake all of it could leave; a runtime that binds and does not say how much leaves it unknown', async () => {
  const notHere = { known: false, reason: 'not-on-this-runtime' } as const;
  const unreadable = { known: false, reason: 'unreadable' } as const;
  const bare = runtimeWithout(live, 'Lock', 'MinerCollateral');
  const held = [
    position(HOT),
    position(COLD, 5, 5n),
    position(HOT, 6, 1n),
    position(HOT, 5, 2n, YOU),
  ];
  const free = await state().storage(queryAvailability(bare, notHere, held));
  assert.ok(free.known);
  assert.deepEqual(
    free.value.map(({ coldkey, netuid, total, locked, available, bonds }) =>
      [coldkey, netuid, total, locked, available, bonds.known].map(String).join(' '),
    ),
    [`${ME} 5 15 0 15 false`, `${ME} 6 1 0 1 false`, `${YOU} 5 2 0 2 false`],
  );
  assert.deepEqual(
    queryAvailability(bare, unreadable, held).read(() => null),
    unreadable,
  );
  assert.deepEqual(
    queryAvailability(live, notHere, held).read(() => null),
    notHere,
  );
});

test('locks: those of what is locked, to the hotkey that is ours or to none, decaying unless made perpetual', async () => {
  const stored: Told[] = [
    ['Lock', [ME, 5, COLD], { locked_mass: 1n }],
    ['DecayingLock', [ME, 5], false],
    ['DecayingLock', [ME, 6], true],
    ['UnlockRate', [], 77n],
  ];
  const row = (netuid: number, locked: bigint) =>
    ({ coldkey: ME, netuid: toNetuid(netuid), total: 9n, locked, available: 9n - locked }) as never;
  const held = [position(HOT), position(COLD), position(COLD, 6), position(COLD, 5, 1n, YOU)];
  const told = state(stored);
  const rows = { known: true, value: [row(5, 1n), row(6, 2n), row(7, 0n)] } as const;
  const read = await told.storage(queryLocks(live, rows, held));
  assert.ok(read.known);
  const lines = read.value.map(({ netuid, locked, hotkey, isPerpetual, unlockRate }) => {
    assert.ok(isPerpetual.known && unlockRate.known);
    return [netuid, locked, hotkey, isPerpetual.value, unlockRate.value];
  });
  assert.deepEqual(lines, [
    [5, 1n, COLD, true, 77n],
    [6, 2n, null, false, 77n],
  ]);
  const none = queryLocks(live, { known: true, value: [row(7, 0n)] }, held);
  assert.deepEqual([none.keys, none.read(() => null)], [[], { known: true, value: [] }]);
  const listed = await readLocks(told, rows, [toNetuid(5), toNetuid(7)]);
  assert.ok(listed.known);
  assert.deepEqual(
    listed.value.map(({ netuid, hotkey, locked }) => [netuid, hotkey, locked]),
    [[5, COLD, 1n]],
  );
  const others = await readLocks(told, rows, [toNetuid(6)]);
  assert.ok(others.known);
  assert.deepEqual(
    others.value.map(({ hotkey }) => hotkey),
    [null],
  );
});

test('an account: its flags, an announced swap, a dispute, and what holds it alive', async () => {
  const data = { free: 7n, reserved: 5n, frozen: 3n, flags: 0n };
  const system: Told = [
    'System.Account',
    [ME],
    { nonce: 9, consumers: 0, providers: 2, sufficients: 4, data },
  ];
  const read = (...more: Told[]) => state([system, ...more]).storage(queryAccount(live, ME));
  const plain = await read();
  assert.deepEqual([plain.nonce, plain.free, plain.reserved, plain.frozen], [9, 7n, 5n, 3n]);
  assert.deepEqual(plain.references, { known: true, value: { providers: 2, sufficients: 4 } });
  assert.deepEqual(plain.swapAnnouncedFor, { known: true, value: null });
  const known = (value: boolean) => ({ known: true, value });
  assert.deepEqual([plain.isSwapDisputed, plain.acceptsLockedAlpha], [known(false), known(false)]);
  for (const [flags, accepts] of [
    [1n, true],
    [2n, false],
    [3n, true],
  ] as const) {
    const found = await read(['AccountFlags', [ME], flags]);
    assert.deepEqual(found.acceptsLockedAlpha, known(accepts));
  }
});

test('a swap that an earlier runtime scheduled: its block, named or first of a pair; block 0 is none', () => {
  const swapIn = (
    value: ScaleValue,
    valueType: LookupEntry = { type: 'tuple', id: 1 } as never,
  ) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only its key and value are asked for
    const item = { key: () => '0x77', decode: () => value, valueType } as never;
    const absent = runtimeWithout(live, 'ColdkeySwapAnnouncements');
    const scheduled: typeof live = {
      ...absent,
      storage: (pallet, name) =>
        name === 'ColdkeySwapScheduled' ? item : absent.storage(pallet, name),
    };
    const read = querySwapAnnounced(scheduled, ME).read(() => '0x');
    return read.known ? read.value : read.reason;
  };
  const hash = `0x${'00'.repeat(32)}`;
  assert.equal(swapIn([0, hash]), null);
  assert.equal(swapIn([1, hash]), 1);
  assert.equal(swapIn({ execution_block: 9, hash }), 9);
  assert.equal(swapIn({ when: 8, hash }), 8);
  assert.equal(swapIn(null), null);
  assert.equal(swapIn([1, hash], { type: 'void', id: 2 }), 'not-on-this-runtime');
});

test('an owner that reads as all zero is none; a take is told of delegates only', async () => {
  const zero = formatSs58(new Uint8Array(32));
  const told = state([
    ['Owner', [HOT], ME],
    ['Owner', [COLD], zero],
    ['Delegates', [HOT], 11],
  ]);
  const [owned, nobody, unknown] = await Promise.all(
    [HOT, COLD, YOU].map((one) => told.storage(queryOwner(live, one))),
  );
  assert.deepEqual(
    [owned, nobody, unknown],
    [
      { known: true, value: ME },
      { known: true, value: null },
      { known: true, value: null },
    ],
  );
  assert.equal(await told.storage(queryTake(live, HOT)), 11);
  assert.equal(await told.storage(queryTake(live, COLD)), null);
});

test('no key opens an account of the chain itself, nor the all-zero one', async () => {
  const of = async (text: string, rest = 7): Promise<boolean> => {
    const bytes = new Uint8Array(32).fill(rest);
    bytes.set(new TextEncoder().encode(text));
    return (await state().storage(queryReceiver(live, formatSs58(bytes)))).isKeyless;
  };
  assert.deepEqual(
    [
      await of('modl'),
      await of('modlsubtensr', 0),
      await of('modk'),
      await of('mod'),
      await of('', 0),
    ],
    [true, true, false, false, true],
  );
  const almost = new Uint8Array(32);
  almost[31] = 1;
  const read = await state([['Owner', [ME], YOU]]).storage(queryReceiver(live, formatSs58(almost)));
  assert.equal(read.isKeyless, false);
  assert.deepEqual(read.hotkeyOwner, { known: true, value: null });
});

type Row = { uid: number; hotkey?: string; dividends?: bigint; after?: bigint; now?: bigint };
const slotsOf = (
  rows: readonly Row[],
  permits: readonly boolean[],
  updates: readonly bigint[],
): Told[] => [
  ['SubnetworkN', [5], rows.length],
  ['ValidatorPermit', [5], permits],
  ['LastUpdate', [5], updates],
  ...rows.flatMap(({ uid, hotkey = account(10 + uid), dividends, after, now }): Told[] => [
    ['Keys', [5, uid], hotkey],
    ...(dividends === undefined
      ? []
      : ([['AlphaDividendsPerSubnet', [5, hotkey], dividends]] as Told[])),
    ...(after === undefined ? [] : ([['TotalHotkeyAlphaLastEpoch', [hotkey, 5], after]] as Told[])),
    ...(now === undefined ? [] : ([['TotalHotkeyAlpha', [hotkey, 5], now]] as Told[])),
  ]),
];

test('validators: with a permit, or all where none has one; weights set in the future are unread', async () => {
  const rows = [0, 1, 2].map((uid) => ({ uid }));
  const read = async (permits: boolean[], updates: bigint[] = [1_000n, 999n, 1_001n]) =>
    (await readValidators(state(slotsOf(rows, permits, updates)), NETUID, 1_000)).map(
      ({ hotkey, hasPermit, weightsAge }) => [
        rows.findIndex(({ uid }) => hotkey === account(10 + uid)),
        hasPermit.known && hasPermit.value,
        weightsAge.known ? weightsAge.value : weightsAge.reason,
      ],
    );
  assert.deepEqual(await read([true, false, true]), [
    [0, true, 0],
    [2, true, 'unreadable'],
  ]);
  assert.deepEqual(await read([false, false, false]), [
    [0, false, 0],
    [1, false, 1],
    [2, false, 'unreadable'],
  ]);
  assert.deepEqual(await read([], [5n]), [
    [0, false, 995],
    [1, false, 'unreadable'],
    [2, false, 'unreadable'],
  ]);
});

test('the stake that earned the last dividends: the total after the credit less them; without any, the present one', async () => {
  const earnedOn = async (row: Omit<Row, 'uid'>) => {
    const told = state(slotsOf([{ uid: 0, ...row }], [true], [0n]));
    const [one] = await readValidators(told, NETUID, 1_000);
    assert.equal(one?.isRegistered, true);
    return one?.stakeAtLastEpoch;
  };
  const known = (value: bigint) => ({ known: true, value });
  assert.deepEqual(await earnedOn({ now: 9n, after: 7n }), known(9n));
  assert.deepEqual(await earnedOn({ now: 9n, after: 7n, dividends: 3n }), known(4n));
  assert.deepEqual(await earnedOn({ now: 9n, after: 3n, dividends: 3n }), known(0n));
  assert.deepEqual(await earnedOn({ now: 9n, after: 2n, dividends: 3n }), {
    known: false,
    reason: 'unreadable',
  });
});

test('stake behind validators: with a permit, all where none has one or all are wanted, none of nothing', async () => {
  const rows = [0, 1, 2].map((uid) => ({ uid, now: uid === 2 ? 0n : BigInt(uid + 1) }));
  const of = async (permits: boolean[], wantsAll?: boolean) => {
    const read = await readValidatorStake(
      state(slotsOf(rows, permits, [])),
      BLOCK,
      [NETUID],
      wantsAll,
    );
    return read.stakes.map(({ alpha }) => alpha);
  };
  assert.deepEqual(await of([false, true, true]), [2n]);
  assert.deepEqual(await of([false, true, true], true), [1n, 2n]);
  assert.deepEqual(await of([false, false, false]), [1n, 2n]);
  assert.deepEqual(await of([]), [1n, 2n]);
});

test('a closed pool’s rows are worth nothing; where the runtime has no such lives, none is closed', async () => {
  const place = { hotkey: HOT, coldkey: ME, netuid: NETUID };
  const closed = (pool: bigint, row: bigint | null) =>
    state([
      ['AlphaSharePoolEpoch', [HOT, 5], pool],
      ...(row === null ? [] : ([['AlphaShareEpoch', [HOT, ME, 5], row]] as Told[])),
    ]).storage(queryIsClosed(live, place));
  assert.deepEqual(
    await Promise.all([
      closed(0n, null),
      closed(0n, 3n),
      closed(1n, 1n),
      closed(1n, null),
      closed(2n, 1n),
    ]),
    [false, false, false, true, true],
  );
  assert.equal(
    queryIsClosed(runtimeWithout(live, 'AlphaSharePoolEpoch', 'AlphaShareEpoch'), place).read(
      () => null,
    ),
    false,
  );
});

const share = (mantissa: bigint, exponent = 0n): ScaleValue => ({ mantissa, exponent });

test('payout facts: reservoirs, baskets and what waits to enter them, and every hotkey counted once', async () => {
  const escrow = basketEscrow();
  const stored: Told[] = [
    ['SubnetMechanism', [5], 1],
    ['SubnetTAO', [5], 100n],
    ['SubnetAlphaIn', [5], 200n],
    ['SubnetAlphaOut', [5], 300n],
    ['SubnetProtocolAlpha', [5], 6n],
    ['NetworkRegisteredAt', [5], 44n],
    ['NetworksAdded', [5], true],
    ['Swap.BalancerTaoReservoir', [5], 8n],
    ['Swap.BalancerAlphaReservoir', [5], 9n],
    ['SubnetworkN', [5], 2],
    ['Keys', [5, 0], HOT],
    ['Keys', [5, 1], COLD],
    ['TotalHotkeyAlpha', [HOT, 5], 1_000n],
    ['TotalHotkeyAlpha', [COLD, 5], 20n],
    ['TotalHotkeyAlpha', [YOU, 5], 3n],
    ['TotalHotkeyAlpha', [account(9), 5], 500n],
    ['TotalHotkeySharesV2', [HOT, 5], share(4n)],
    ['TotalHotkeySharesV2', [YOU, 5], share(4n)],
    ['AlphaV2', [HOT, escrow, 5], share(1n)],
    ['AlphaV2', [YOU, escrow, 5], share(1n)],
    ['AlphaV2', [COLD, escrow, 5], share(1n)],
    ['TotalHotkeySharesV2', [COLD, 5], share(20n)],
    ['BasketShares', [HOT], 1n],
    ['BasketShares', [YOU], 1n],
    ['BasketShares', [COLD], 1n],
    ['PendingBasketDeposits', [HOT, 5], 30n],
    ['PendingBasketDeposits', [COLD, 5], 2n],
    ['TaoInRefundDeploymentBlock', [], 12n],
  ];
  const query = { netuids: [NETUID], hotkeys: [HOT], isSmall: false };
  const read = async (more: Told[] = [], part = query) => {
    const facts = await readPayoutFacts(state([...stored, ...more]), BLOCK, part);
    const [subnet] = facts.subnets;
    assert.ok(subnet?.baskets.known);
    return { ...subnet, ...subnet.baskets.value, since: facts.refundSince };
  };
  const plain = await read();
  assert.deepEqual(plain.reservoir, { known: true, value: { tao: 8n, alpha: 9n } });
  assert.deepEqual(
    [plain.protocolAlpha, plain.since],
    [
      { known: true, value: 6n },
      { known: true, value: 12 },
    ],
  );
  // A quarter of a thousand, a twentieth of twenty; of the last fund a quarter of three, which is nothing.
  assert.deepEqual([new Set(plain.holdings), plain.waiting], [new Set([1n, 250n]), 32n]);
  // Slots, funds with a share, our own: once each, and nobody else's.
  assert.equal(plain.listed, 1_023n);
  assert.equal((await read([], { ...query, hotkeys: [account(9)] })).listed, 1_523n);
  // A list without end is asked for up to 5,000 funds; a runtime without reservoirs has nothing in them.
  const limits: number[] = [];
  const told = state(stored);
  const counting = {
    ...told,
    keysUnder: (prefix: Hex, most: number) => {
      limits.push(most);
      return told.keysUnder(prefix, most);
    },
  };
  await readPayoutFacts(counting, BLOCK, query);
  assert.deepEqual(limits, [5_000]);
  const parked = (name: string): boolean => name.startsWith('Swap.Balancer');
  const without = runtimeWithout(live, 'Swap.BalancerTaoReservoir', 'Swap.BalancerAlphaReservoir');
  const rest = stored.filter(([name]) => !parked(name));
  const bare = await readPayoutFacts(toldState(without, { storage: rest }), BLOCK, query);
  assert.deepEqual(bare.subnets[0]?.reservoir, { known: true, value: { tao: 0n, alpha: 0n } });
  const closed = await read([['AlphaSharePoolEpoch', [HOT, 5], 2n]]);
  assert.deepEqual(closed.holdings, [1n]);
  assert.equal(plain.whole, null);
  const small = await read([['AlphaV2', [HOT, ME, 5], share(20n, -1n)]], {
    ...query,
    isSmall: true,
  });
  assert.deepEqual(
    small.whole
      ?.map(({ coldkey, alpha, rawShare, isBasket }) =>
        [coldkey === ME, alpha, rawShare, isBasket].map(String).join(' '),
      )
      .sort(),
    ['false 0 1 true', 'false 1 1 true', 'false 250 1 true', 'true 500 2 false'],
  );
  const gone = await read([['AlphaSharePoolEpoch', [HOT, 5], 2n]], { ...query, isSmall: true });
  assert.deepEqual(gone.whole?.map(({ alpha, rawShare }) => `${alpha} ${rawShare}`).sort(), [
    '0 0',
    '0 1',
    '1 1',
  ]);
});

const keyOfShare = (coldkey: string): Hex => {
  const item = live.storage('SubtensorModule', 'AlphaV2');
  assert.ok(item);
  return item.key(HOT, coldkey, 5);
};

test('every position is listed on a network of up to 20,000 of them', async () => {
  // Only the count of the page is of interest.
  const page = (length: number) => ({ length, at: () => undefined, *[Symbol.iterator]() {} });
  const listing = (count: number) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- counted, not read
    readWhole({ ...state(), keysPage: async () => page(count) as never }, [NETUID]);
  assert.deepEqual(await listing(20_000), new Map([[NETUID, []]]));
  assert.equal(await listing(20_001), null);
});

test('holders: a page of one hotkey’s positions, of one subnet or of all but root', async () => {
  const told = state([
    ['TotalHotkeyAlpha', [HOT, 5], 100n],
    ['TotalHotkeyAlpha', [HOT, 6], 10n],
    ['TotalHotkeyAlpha', [HOT, 0], 10n],
    ['TotalHotkeySharesV2', [HOT, 5], share(4n)],
    ['AlphaV2', [HOT, ME, 5], share(1n)],
    ['AlphaV2', [HOT, YOU, 5], share(3n)],
    ['AlphaV2', [HOT, ME, 6], share(1n)],
    ['AlphaV2', [HOT, ME, 0], share(1n)],
    ['AlphaV2', [COLD, ME, 5], share(1n)],
  ]);
  const page = async (netuid: number | null) => {
    const from = { hotkey: HOT, after: null };
    const read = await readHolders(told, BLOCK, from, netuid === null ? null : toNetuid(netuid));
    const rows = read.holdings.map(
      ({ coldkey, netuid: of, alpha }) => `${coldkey === ME} ${of} ${alpha}`,
    );
    return { rows: rows.sort(), listed: read.listed, rest: read.rest };
  };
  assert.deepEqual(await page(5), { rows: ['false 5 75', 'true 5 25'], listed: 4, rest: null });
  assert.deepEqual(await page(null), {
    rows: ['false 5 75', 'true 5 25', 'true 6 0'],
    listed: 4,
    rest: null,
  });
  await assert.rejects(readHolders(told, BLOCK, { hotkey: HOT, after: '0x00' }, null), RangeError);
  // Of a full page the next begins behind its last key.
  const [one, last] = [ME, YOU].map((coldkey) => keyOfShare(coldkey));
  const whole = Array.from({ length: 1_000 }, (_unused, at) => (at < 999 ? one : last) ?? '0x');
  const long = await readHolders(
    { ...told, keysPage: async () => whole },
    BLOCK,
    { hotkey: HOT, after: null },
    NETUID,
  );
  assert.deepEqual([long.listed, long.rest], [1_000, last]);
  // Behind the last share of the older kind come those of the newer one.
  const old = runtimeOf(RUNTIME_SPECS.old);
  const both: typeof live = {
    ...live,
    storage: (pallet, item) => live.storage(pallet, item) ?? old.storage(pallet, item),
  };
  const newer = both.storage('SubtensorModule', 'AlphaV2')?.keyStart(HOT) ?? null;
  assert.ok(newer !== null && both.storage('SubtensorModule', 'Alpha') !== null);
  const mixed = toldState(both, { storage: [['AlphaV2', [HOT, YOU, 5], share(1n)]] });
  const pages = [null, newer].map((after) =>
    readHolders(mixed, BLOCK, { hotkey: HOT, after }, null),
  );
  assert.deepEqual(
    (await Promise.all(pages)).map(({ listed, rest }) => [listed, rest]),
    [
      [0, newer],
      [1, null],
    ],
  );
});

test('locks of a subnet: of every kind, to their hotkeys or the owner’s; root has none', async () => {
  const mass = (locked: bigint): ScaleValue => ({ locked_mass: locked });
  const told = (more: Told[] = []) =>
    state([
      ['NetworksAdded', [0], true],
      ['NetworksAdded', [5], true],
      ['NetworksAdded', [6], true],
      ['HotkeyLock', [5, HOT], mass(1n)],
      ['DecayingHotkeyLock', [5, HOT], mass(2n)],
      ['OwnerLock', [5], mass(3n)],
      ['DecayingOwnerLock', [5], mass(4n)],
      ['HotkeyLock', [6, HOT], mass(5n)],
      ['SubnetOwnerHotkey', [5], COLD],
      ['TotalHotkeyAlpha', [COLD, 5], 66n],
      ['SubnetAlphaOut', [5], 77n],
      ['UnlockRate', [], 88n],
      ...more,
    ]);
  const one = await readSubnetLocks(told(), BLOCK, NETUID);
  assert.ok(one.known);
  const [subnet] = one.value.subnets;
  assert.deepEqual(
    subnet?.locks.map(({ mass: of, isPerpetual }) => `${of} ${isPerpetual}`),
    ['1 true', '2 false', '3 true', '4 false'],
  );
  assert.deepEqual(
    [subnet?.alphaOut, subnet?.unlockRate, subnet?.ownerAlpha],
    [77n, 88n, { known: true, value: 66n }],
  );
  const all = await readSubnetLocks(told(), BLOCK, null);
  assert.ok(all.known);
  assert.deepEqual(
    all.value.subnets.map(({ netuid, locks }) => [netuid, locks.length]),
    [
      [5, 4],
      [6, 1],
    ],
  );
});

test('what a removal paid out in a block: to that coldkey from that subnet, and whether it is over', async () => {
  const modl = new Uint8Array(32);
  modl.set(new TextEncoder().encode('modlsubtensr'));
  modl[12] = 5;
  const POOL = formatSs58(modl);
  const record = (pallet: string, name: string, value: ScaleValue): ScaleValue => ({
    phase: { type: 'Initialization', value: null },
    event: { type: pallet, value: { type: name, value } },
    topics: [],
  });
  const moved = (from: string, to: string, amount: bigint) =>
    record('Balances', 'Transfer', { from, to, amount });
  const read = async (...events: ScaleValue[]) => {
    const { paid, isOver } = await readPaidOut(state([['System.Events', [], events]]), {
      netuid: NETUID,
      coldkey: ME,
    });
    return [paid, isOver];
  };
  assert.deepEqual(await read(), [0n, false]);
  assert.deepEqual(
    await read(
      moved(POOL, ME, 5n),
      moved(POOL, YOU, 70n),
      moved(YOU, ME, 900n),
      moved(POOL, ME, 2n),
    ),
    [7n, false],
  );
  const over = (netuid: number) =>
    record('SubtensorModule', 'NetworkDissolveCleanupCompleted', { netuid });
  assert.deepEqual(await read(over(5)), [0n, true]);
  assert.deepEqual(await read(over(6)), [0n, false], 'of another subnet');
  const other = record('SubtensorModule', 'NetworkRemoved', 5);
  assert.deepEqual(await read(other), [0n, false], 'removed, and not paid out yet');
});

test('a share number: bits, or a mantissa with a power of ten, as far as any share needs', () => {
  const of = (exponent: bigint) => ratioOf({ mantissa: 3n, exponent });
  assert.deepEqual(of(0n), { over: 3n, under: 1n });
  assert.deepEqual(of(2n), { over: 300n, under: 1n });
  assert.deepEqual(of(-2n), { over: 3n, under: 100n });
  assert.deepEqual([of(200n).over, of(-200n).under], [3n * 10n ** 200n, 10n ** 200n]);
  for (const exponent of [201n, -201n]) assert.throws(() => of(exponent), malformed);
  assert.deepEqual(ratioOf(5n), { over: 5n, under: 1n << 64n });
  assert.throws(() => ratioOf({ exponent: 1n }), malformed);
});

test('an answer of another shape than its type is refused, never read as less', async () => {
  await assert.rejects(
    readHolders(
      state([
        ['AlphaV2', [HOT, ME, 5], share(1n, 201n)],
        ['TotalHotkeyAlpha', [HOT, 5], 1n],
      ]),
      BLOCK,
      { hotkey: HOT, after: null },
      null,
    ),
    malformed,
  );
});
