// What an archive tells of an account at a block, byte for byte: stake by each kind of share, pools of each time, and the
// digest that two blocks are compared by. Each bound of a runtime's range is met from both sides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as keys from '../../src/chain/reads/past-keys.ts';
import { queryBookPoint } from '../../src/chain/reads/read-book-point.ts';
import {
  hasLegacyShares,
  queryFingerprint,
  readPlaces,
  specIn,
} from '../../src/chain/reads/read-fingerprint.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { encodeCompact, littleEndian } from '../../src/chain/scale/scale-encoder.ts';
import { formatSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { SpecRange } from '../../src/model/past.ts';
import { toNetuid, type Hex } from '../../src/units.ts';

const account = (byte: number) => formatSs58(new Uint8Array(32).fill(byte));
const [ME, HOT, COLD] = [account(1), account(3), account(4)];
const malformed = { code: 'NODE_MALFORMED' };
const bytes = (value: bigint, length: number): Hex => toHex(littleEndian(value, length));
const u64 = (value: bigint): Hex => bytes(value, 8);
const u128 = (value: bigint): Hex => bytes(value, 16);
const whole = (value: bigint): Hex => u128(value << 64n);
/** Mantissa · 10^exponent. */
const float = (mantissa: bigint, exponent: bigint): Hex =>
  toHex(concatBytes(littleEndian(mantissa, 16), littleEndian(BigInt.asUintN(64, exponent), 8)));
const NOW: SpecRange = { from: 475, to: 475 };
const ALL: SpecRange = { from: 0, to: 475 };
type Stored = readonly (readonly [Hex, Hex])[];

function pointWith(stored: Stored, netuid: number, specs: SpecRange, isKnownCurve = true) {
  const values = new Map<Hex, Hex>([[keys.TIME_KEY, u64(1_700_000_000_000n)], ...stored]);
  const place = { hotkey: HOT, netuid: toNetuid(netuid) };
  const query = queryBookPoint(ME, [place, place], isKnownCurve, specs);
  return {
    ...query.read((key) => {
      assert.ok(query.keys.includes(key), 'read without having been asked for');
      return values.get(key) ?? null;
    }),
    asked: new Set(query.keys),
  };
}

const total = (netuid = 5) => keys.hotkeyKey('TotalHotkeyAlpha', HOT, toNetuid(netuid));
const legacy = (netuid = 5) => keys.shareKey('Alpha', HOT, ME, toNetuid(netuid));
const share = (netuid = 5) => keys.shareKey('AlphaV2', HOT, ME, toNetuid(netuid));
const allLegacy = (netuid = 5) => keys.hotkeyKey('TotalHotkeyShares', HOT, toNetuid(netuid));
const all = (netuid = 5) => keys.hotkeyKey('TotalHotkeySharesV2', HOT, toNetuid(netuid));
const early = keys.earlyStakeKey(HOT, ME);
const poolEpoch = keys.hotkeyKey('AlphaSharePoolEpoch', HOT, toNetuid(5));
const rowEpoch = keys.shareEpochKey(HOT, ME, toNetuid(5));

const alphaWith = (stored: Stored, specs = ALL, netuid = 5): bigint | undefined =>
  pointWith(stored, netuid, specs).held[0]?.alpha;

test('stake by the share that counts: an older number before a later one, of the position and of the whole', () => {
  assert.equal(alphaWith([]), 0n);
  assert.equal(
    alphaWith([
      [total(), u64(10n)],
      [share(), float(3n, 0n)],
      [all(), float(4n, 0n)],
    ]),
    7n,
  );
  assert.equal(
    alphaWith([
      [total(), u64(10n)],
      [share(), float(3n, 0n)],
    ]),
    0n,
    'of no whole',
  );
  const old: Stored = [
    [total(), u64(10n)],
    [legacy(), whole(3n)],
    [allLegacy(), whole(4n)],
  ];
  const later: Stored = [
    [share(), float(1n, 0n)],
    [all(), float(10n, 0n)],
  ];
  assert.equal(alphaWith([...old, ...later]), 7n);
  assert.equal(alphaWith([...old, ...later], NOW), 1n, 'a runtime without older numbers');
  assert.equal(alphaWith([...old.slice(0, 2), ...later]), 3n, 'an older share of a later whole');
  assert.equal(alphaWith([old[0]!, old[2]!, ...later]), 2n, 'a later share of an older whole');
  assert.equal(
    alphaWith([
      [legacy(), whole(3n)],
      [allLegacy(), whole(4n)],
    ]),
    0n,
    'of no alpha',
  );
  assert.equal(
    alphaWith([
      [share(), float(4n, 0n)],
      [all(), float(4n, 0n)],
    ]),
    0n,
    'of no alpha',
  );
  // A mantissa has 128 bits and no sign.
  const half = 1n << 127n;
  assert.equal(
    alphaWith([
      [total(), u64(10n)],
      [share(), float(half, 0n)],
      [all(), float(half + (half >> 1n), 0n)],
    ]),
    6n,
  );
  // Rounded down twice where both are of the older kind, as the chain did.
  const thirds: Stored = [
    [total(), u64(10n)],
    [legacy(), whole(3n)],
    [allLegacy(), whole(3n)],
  ];
  assert.equal(alphaWith(thirds), 9n);
});

test('share numbers: powers of ten either way, as far as any share needs, and no further', () => {
  const of = (power: bigint, ofAll = power) =>
    alphaWith([
      [total(), u64(1_000n)],
      [share(), float(1n, power)],
      [all(), float(2n, ofAll)],
    ]);
  assert.deepEqual(
    [0n, 1n, -1n, 200n, -200n].map((power) => of(power)),
    [500n, 500n, 500n, 500n, 500n],
  );
  assert.equal(of(-1n, 0n), 50n);
  assert.equal(of(0n, 1n), 50n);
  assert.deepEqual(
    [201n, -201n].map((power) => of(power, 0n)),
    [0n, 0n],
  );
});

test('before dTAO stake on root was TAO, told by itself; elsewhere and later there is none such', () => {
  const stored: Stored = [[early, u64(44n)]];
  assert.equal(alphaWith(stored, ALL, 0), 44n);
  assert.equal(alphaWith(stored, NOW, 0), 0n);
  assert.equal(alphaWith(stored, ALL, 5), 0n);
  assert.equal(
    alphaWith(
      [...stored, [legacy(0), whole(1n)], [allLegacy(0), whole(2n)], [total(0), u64(8n)]],
      ALL,
      0,
    ),
    4n,
  );
  const asks = (netuid: number, specs: SpecRange, key: Hex) =>
    pointWith([], netuid, specs).asked.has(key);
  assert.deepEqual(
    [asks(0, ALL, early), asks(5, ALL, early), asks(0, NOW, early)],
    [true, false, false],
  );
  assert.deepEqual(
    [472, 473].map((from) => asks(5, { from, to: 480 }, legacy())),
    [true, false],
  );
  assert.deepEqual(
    [472, 473].map((from) => hasLegacyShares({ from, to: 500 })),
    [true, false],
  );
});

test('a row of an earlier life of the hotkey’s pool is worth nothing', () => {
  const stored: Stored = [
    [total(), u64(10n)],
    [share(), float(1n, 0n)],
    [all(), float(2n, 0n)],
  ];
  const lives = (pool: bigint | null, row: bigint | null) =>
    alphaWith([
      ...stored,
      ...(pool === null ? [] : [[poolEpoch, u64(pool)] as const]),
      ...(row === null ? [] : [[rowEpoch, u64(row)] as const]),
    ]);
  assert.deepEqual(
    [lives(null, null), lives(0n, 1n), lives(1n, 1n), lives(2n, 2n)],
    [5n, 5n, 5n, 5n],
  );
  assert.deepEqual([lives(1n, null), lives(1n, 0n), lives(1n, 2n)], [0n, 0n, 0n]);
});

const netuid = toNetuid(5);
const spec = (number: number): readonly [Hex, Hex] => [
  keys.SPEC_KEY,
  toHex(concatBytes(encodeCompact(number), encodeCompact(0))),
];
const there: Stored = [
  [keys.subnetKey('NetworksAdded', netuid), '0x01'],
  [keys.subnetKey('NetworkRegisteredAt', netuid), u64(77n)],
];
const dynamic: readonly [Hex, Hex] = [keys.subnetKey('SubnetMechanism', netuid), bytes(1n, 2)];
const reserves: Stored = [
  [keys.subnetKey('SubnetTAO', netuid), u64(100n)],
  [keys.subnetKey('SubnetAlphaIn', netuid), u64(200n)],
];
const weight: readonly [Hex, Hex] = [keys.poolKey('SwapBalancer', netuid), u64(6n)];
const sqrt: readonly [Hex, Hex] = [keys.poolKey('AlphaSqrtPrice', netuid), u128(9n)];

test('a subnet that is gone, one whose life is not told, one that does not trade, and root', () => {
  const of = (stored: Stored) => pointWith(stored, 5, ALL).subnets;
  const none = { netuid: 5, pool: null, sqrtPrice: null };
  assert.deepEqual(of([]), [{ ...none, registeredAt: null }]);
  const gone = [there[0]!, dynamic, ...reserves].filter(([key]) => key !== there[0]![0]);
  assert.deepEqual(of([...gone, there[1]!]), [{ ...none, registeredAt: 77 }]);
  assert.deepEqual(of([[there[0]![0], '0x00'], there[1]!]), [{ ...none, registeredAt: 77 }]);
  assert.deepEqual(of([there[0]!]), [{ ...none, registeredAt: 0, pool: { kind: 'stable' } }]);
  const still: readonly [Hex, Hex] = [dynamic[0], bytes(0n, 2)];
  assert.deepEqual(of([...there, still, ...reserves]), [
    { ...none, registeredAt: 77, pool: { kind: 'stable' } },
  ]);
  assert.deepEqual(pointWith(there, 0, ALL).subnets, []);
  assert.equal(pointWith(there, 5, ALL).at, 1_700_000_000_000);
});

test('a pool of each time: reserves alone, a root of the price, weights; each from the very runtime on', () => {
  const of = (number: number | null, more: Stored = [], isKnownCurve = true) => {
    const at = number === null ? [] : [spec(number)];
    const stored = [...at, ...there, dynamic, ...reserves, ...more];
    const [subnet] = pointWith(stored, 5, ALL, isKnownCurve).subnets;
    return subnet?.sqrtPrice ?? subnet?.pool;
  };
  const both = { taoReserve: 100n, alphaReserve: 200n };
  const even = { kind: 'balancer', ...both, taoWeight: 500_000_000_000_000_000n, feeRate: 0 };
  const product = { kind: 'constant-product', ...both, flatFee: 0n };
  assert.deepEqual(
    [1, 282, 283, null, 0].map((number) => of(number)),
    [product, product, even, even, even],
  );
  assert.deepEqual(
    [300, 422].map((number) => of(number, [sqrt])),
    [9n, 9n],
  );
  assert.deepEqual(
    [423, 475].map((number) => of(number, [sqrt, weight])),
    [
      { ...even, taoWeight: 6n },
      { ...even, taoWeight: 6n },
    ],
  );
  assert.deepEqual(of(300, [[sqrt[0], u128(0n)]]), even);
  assert.equal(of(475, [], false), null, 'a curve that is not known');
  for (const [left] of reserves) {
    const stored = [spec(475), ...there, dynamic, ...reserves.filter(([key]) => key !== left)];
    assert.equal(pointWith(stored, 5, ALL).subnets[0]?.pool, null);
  }
});

type How = { specs?: SpecRange; netuid?: number; places?: number };
function printWith(stored: Stored, { specs = ALL, netuid: of = 5, places = 1 }: How = {}) {
  const values = new Map<Hex, Hex>(stored);
  const place = { hotkey: HOT, netuid: toNetuid(of) };
  const query = queryFingerprint(
    ME,
    Array.from({ length: places }, () => place),
    specs,
  );
  const read = query.read((key) => {
    assert.ok(query.keys.includes(key), 'read without having been asked for');
    return values.get(key) ?? null;
  });
  const digest = fromHex(read.digest);
  return { ...read, asked: new Set(query.keys), bytes: digest, place: digest.slice(16) };
}

const balance = (nonce: bigint, free: bigint, reserved: bigint): readonly [Hex, Hex] => [
  keys.accountKey(ME),
  toHex(
    concatBytes(
      littleEndian(nonce, 4),
      new Uint8Array(12),
      ...[free, reserved, 0n, 0n].map((one) => littleEndian(one, 8)),
    ),
  ),
];
const accounts = (...list: string[]): Hex =>
  toHex(
    concatBytes(encodeCompact(list.length), ...list.map((one) => publicKeyOf(one as typeof ME))),
  );
const claimType = keys.coldkeyKey('RootClaimType', ME);
const owned = keys.coldkeyKey('OwnedHotkeys', ME);
const staking = keys.coldkeyKey('StakingHotkeys', ME);
const auto = keys.autoStakeKey(ME, netuid);

test('the head of a digest: claims, spec, nonce, and a hash of TAO and hotkeys', () => {
  const empty = printWith([], { places: 0 });
  assert.deepEqual([empty.spec, empty.nonce, empty.free, empty.hotkeys], [0, 0, 0n, []]);
  assert.equal(empty.bytes.length, 16);
  assert.equal(toHex(empty.bytes.slice(0, 8)), '0x0000000000000000');
  const full = printWith(
    [spec(0x012345), balance(0x01020304n, 7n, 5n), [staking, accounts(HOT, COLD)]],
    { places: 0 },
  );
  assert.equal(toHex(full.bytes.slice(0, 8)), '0x0001234501020304');
  assert.deepEqual([full.spec, full.nonce, full.free], [0x012345, 0x01020304, 12n]);
  assert.deepEqual(full.hotkeys, [HOT, COLD]);
  const hashes = [
    [balance(1n, 7n, 5n)],
    [balance(1n, 5n, 7n)],
    [balance(2n, 7n, 5n)],
    [balance(1n, 7n, 5n), [staking, accounts(HOT)] as const],
    [balance(1n, 7n, 5n), [staking, accounts(COLD)] as const],
    [balance(1n, 8n, 5n)],
  ].map((stored) => toHex(printWith(stored, { places: 0 }).bytes.slice(8)));
  assert.equal(new Set(hashes).size, hashes.length);
  assert.throws(() => printWith([[staking, `${accounts(HOT)}00`]]), malformed);
  assert.throws(() => printWith([[staking, accounts(HOT).slice(0, -2) as Hex]]), malformed);
  assert.deepEqual([specIn(null), specIn('0x0000'), specIn('0x6d0700')], [0, 0, 475]);
});

test('claims that the chain makes by itself count in the runtimes that make them, unless they are kept as root stake', () => {
  const isKept = (value: Hex, specs: SpecRange) =>
    printWith([[claimType, value]], { specs }).bytes[0];
  assert.deepEqual(
    [
      [333, 333],
      [333, 334],
      [334, 334],
      [440, 440],
      [440, 441],
      [441, 441],
    ].map(([from = 0, to = 0]) => isKept('0x01', { from, to })),
    [0, 1, 1, 1, 1, 0],
  );
  assert.equal(isKept('0x00', { from: 400, to: 400 }), 0);
  assert.equal(printWith([], { specs: { from: 400, to: 400 } }).bytes[0], 0);
});

const EMPTY = '00'.repeat(8);

test('a place in a digest: the kind of its share, roughly its worth, and a hash of it', () => {
  const place = (stored: Stored, how: How = {}) => toHex(printWith(stored, how).place);
  assert.equal(place([]), `0x00${EMPTY}${EMPTY}`);
  const roughly = (value: number): string => {
    const out = new Uint8Array(8);
    new DataView(out.buffer).setFloat64(0, value);
    return toHex(out).slice(2);
  };
  assert.ok(place([[legacy(), whole(3n)]]).startsWith(`0x01${roughly(3)}`));
  assert.ok(place([[share(), float(3n, 2n)]]).startsWith(`0x02${roughly(300)}`));
  assert.ok(
    place([
      [share(), float(3n, 0n)],
      [legacy(), whole(4n)],
    ]).startsWith(`0x01${roughly(4)}`),
  );
  assert.equal(printWith([], { places: 3 }).bytes.length, 16 + 3 * 17);
  for (const stored of [
    [legacy(), whole(3n)],
    [share(), float(3n, 2n)],
  ] as const) {
    assert.equal(printWith([stored], { places: 3 }).bytes.length, 16 + 3 * 17);
  }
  const ends = [
    [[share(), float(3n, 0n)]],
    [[share(), float(4n, 0n)]],
    [[legacy(), whole(3n)]],
  ].map((stored) => place(stored as unknown as Stored).slice(-16));
  assert.equal(new Set(ends).size, 3);
  assert.ok(!ends.includes(EMPTY));
});

test('what a fund owed and stake before dTAO stand in the digest of root, in the runtimes that have them', () => {
  const fund = keys.fundKey(HOT, ME);
  const of = (stored: Stored, how: How = {}) =>
    toHex(printWith(stored, { netuid: 0, ...how }).place);
  const claimed = of([[fund, '0x0102']]);
  assert.ok(claimed.startsWith(`0x00${EMPTY}`) && !claimed.endsWith(EMPTY));
  assert.equal(of([[fund, '0x0102']], { specs: { from: 0, to: 440 } }), of([]));
  assert.equal(of([[fund, '0x0102']], { specs: { from: 441, to: 441 } }), claimed);
  assert.equal(of([[fund, '0x0102']], { netuid: 5 }), of([]));
  const shared: Stored = [[share(0), float(1n, 0n)]];
  assert.notEqual(of([...shared, [fund, '0x01']]), of(shared));
  const old = `0x03${EMPTY}${EMPTY}`;
  assert.equal(of([[early, u64(0n)]]), old);
  assert.equal(of([[early, u64(9n)], spec(232)]), old);
  assert.equal(of([[early, u64(9n)], spec(233)]), of([spec(233)]));
  const asks = (from: number, at = 0) =>
    printWith([], { netuid: at, specs: { from, to: 475 } }).asked.has(early);
  assert.deepEqual([asks(232), asks(233), asks(232, 5)], [true, false, false]);
});

test('an own hotkey, and the one that gets what miners earn, grow by themselves: only that is told of their kind', () => {
  const kind = (stored: Stored, how: How = {}) =>
    printWith([[share(), float(3n, 0n)], ...stored], how).place[0];
  assert.equal(kind([]), 2);
  assert.equal(kind([[owned, accounts(HOT)]]), 255);
  assert.equal(kind([[owned, accounts(COLD)]]), 2);
  const paid = (to: string): readonly [Hex, Hex] => [auto, toHex(publicKeyOf(to))];
  assert.equal(kind([[owned, accounts(COLD)], paid(HOT)]), 255);
  assert.equal(kind([[owned, accounts(COLD)], paid(COLD)]), 2);
  assert.equal(kind([paid(HOT)]), 2, 'who owns no hotkey has no miner');
  assert.deepEqual(
    [314, 315].map((to) =>
      kind([[owned, accounts(COLD)], paid(HOT)], { specs: { from: 300, to } }),
    ),
    [2, 255],
  );
  const root = printWith([], { netuid: 0 });
  assert.equal(root.asked.has(keys.autoStakeKey(ME, toNetuid(0))), false);
  const [own, other] = [[[owned, accounts(HOT)]] as Stored, []].map((stored) =>
    toHex(printWith([[share(), float(3n, 0n)], ...stored]).place.slice(1)),
  );
  assert.equal(own, other);
});

test('places are found by their shares of either kind, in every subnet that a number may name', async () => {
  const stored = new Map<Hex, Hex>([
    [staking, accounts(HOT, COLD)],
    [legacy(0), whole(1n)],
    [share(255), float(1n, 0n)],
    [keys.shareKey('AlphaV2', COLD, ME, toNetuid(5)), float(1n, 0n)],
  ]);
  const ask = async (method: string, [asked]: readonly unknown[]): Promise<unknown> => {
    assert.equal(method, 'state_queryStorageAt');
    const changes = (asked as Hex[]).map((key) => [key, stored.get(key) ?? null]);
    return [{ block: '0x', changes }];
  };
  const block = { hash: `0x${'00'.repeat(32)}`, number: 1 } as const;
  const found = await readPlaces(ask, block, [ME], new AbortController().signal);
  assert.deepEqual(
    found.map(({ place }) => [place.hotkey, Number(place.netuid)]),
    [
      [HOT, 0],
      [HOT, 255],
      [COLD, 5],
    ],
  );
});
