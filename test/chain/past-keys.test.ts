// The keys that the past is read by are those of every runtime that has the item, by its own metadata; so are the layouts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as keys from '../../src/chain/reads/past-keys.ts';
import { queryBookPoint } from '../../src/chain/reads/read-book-point.ts';
import { OPENING_KEYS } from '../../src/chain/runtime/opening.ts';
import { concatBytes, toHex } from '../../src/chain/scale/hex.ts';
import { formatSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import { entriesOfBlock } from '../../src/chain/reads/book-entries.ts';
import { pointOf } from '../../src/history/rebuild-point.ts';
import type { PastMark } from '../../src/model/past.ts';
import { toAlphaRao, toNetuid, toRao, type Hex } from '../../src/units.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { hashKey, twox128 } from '../devnet/node/scale/hashing.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';
import { runtimeOf } from '../fakes/told-state.ts';

const hotkey = formatSs58(new Uint8Array(32).fill(3));
const coldkey = formatSs58(new Uint8Array(32).fill(7));
const netuid = toNetuid(300);

type Row = readonly [pallet: string, item: string, args: readonly (string | number)[], key: Hex];

const ofHotkey = [
  'TotalHotkeyAlpha',
  'TotalHotkeyShares',
  'TotalHotkeySharesV2',
  'AlphaSharePoolEpoch',
] as const;
const ofSubnet = [
  'NetworksAdded',
  'NetworkRegisteredAt',
  'SubnetMechanism',
  'SubnetTAO',
  'SubnetAlphaIn',
] as const;
const PALLET = 'SubtensorModule';
const ROWS: readonly Row[] = [
  ['System', 'Events', [], keys.EVENTS_KEY],
  ['System', 'LastRuntimeUpgrade', [], keys.SPEC_KEY],
  ['System', 'BlockHash', [0], OPENING_KEYS[0]],
  ['System', 'Number', [], OPENING_KEYS[1]],
  ['System', 'Digest', [], OPENING_KEYS[2]],
  ['Timestamp', 'Now', [], keys.TIME_KEY],
  ['System', 'Account', [coldkey], keys.accountKey(coldkey)],
  [PALLET, 'StakingHotkeys', [coldkey], keys.coldkeyKey('StakingHotkeys', coldkey)],
  [PALLET, 'OwnedHotkeys', [coldkey], keys.coldkeyKey('OwnedHotkeys', coldkey)],
  [PALLET, 'RootClaimType', [coldkey], keys.coldkeyKey('RootClaimType', coldkey)],
  [PALLET, 'Alpha', [hotkey, coldkey, netuid], keys.shareKey('Alpha', hotkey, coldkey, netuid)],
  [PALLET, 'AlphaV2', [hotkey, coldkey, netuid], keys.shareKey('AlphaV2', hotkey, coldkey, netuid)],
  [PALLET, 'Stake', [hotkey, coldkey], keys.earlyStakeKey(hotkey, coldkey)],
  [PALLET, 'AutoStakeDestination', [coldkey, netuid], keys.autoStakeKey(coldkey, netuid)],
  [PALLET, 'BasketClaimed', [hotkey, coldkey], keys.fundKey(hotkey, coldkey)],
  [
    PALLET,
    'AlphaShareEpoch',
    [hotkey, coldkey, netuid],
    keys.shareEpochKey(hotkey, coldkey, netuid),
  ],
  ...ofHotkey.map((item): Row => [
    PALLET,
    item,
    [hotkey, netuid],
    keys.hotkeyKey(item, hotkey, netuid),
  ]),
  ...ofSubnet.map((item): Row => [PALLET, item, [netuid], keys.subnetKey(item, netuid)]),
  ['Swap', 'SwapBalancer', [netuid], keys.poolKey('SwapBalancer', netuid)],
  ['Swap', 'AlphaSqrtPrice', [netuid], keys.poolKey('AlphaSqrtPrice', netuid)],
];

for (const name of ['live475', 'old'] as const) {
  test(`keys of the past are those of the simulated ${name}`, () => {
    const runtime = runtimeOf(RUNTIME_SPECS[name]);
    const known = ROWS.filter(([pallet, item]) => runtime.storage(pallet, item) !== null);
    assert.ok(known.length > ROWS.length / 2);
    for (const [pallet, item, args, key] of known) {
      assert.equal(runtime.storage(pallet, item)?.key(...args), key, item);
    }
  });
}

test('stake of the time before dTAO: by hotkey hashed, then by coldkey as it is', () => {
  const name = (text: string): Uint8Array => twox128(new TextEncoder().encode(text));
  const hot = hashKey('Blake2_128Concat', publicKeyOf(hotkey));
  const parts = [name('SubtensorModule'), name('Stake'), hot, publicKeyOf(coldkey)];
  assert.equal(keys.earlyStakeKey(hotkey, coldkey), toHex(concatBytes(...parts)));
});

const skip = hasRecordings() ? false : ABSENT;
for (const spec of RECORDED_SPECS) {
  test(`keys of the past are those of ${spec.name}`, { skip }, (t) => {
    const runtime = recordedRuntime(spec);
    const absent: string[] = [];
    for (const [pallet, item, args, key] of ROWS) {
      const found = runtime.storage(pallet, item);
      if (found === null) absent.push(item);
      else assert.equal(found.key(...args), key, item);
    }
    t.diagnostic(`without ${absent.join(', ')}`);
    assert.ok(absent.length < ROWS.length / 2);
  });
}

test('a point has a time of the calendar, or there is none', () => {
  const query = queryBookPoint(coldkey, [], true, { from: 0, to: 475 });
  const at = (time: Hex | null) => query.read((key) => (key === keys.TIME_KEY ? time : null)).at;
  assert.equal(at('0x00dc5c3a8e010000'), 1_710_376_147_968);
  for (const time of [null, '0xffffffffffffffff', '0x0100dcc208b21e00'] as const) {
    assert.throws(() => at(time), { code: 'NODE_MALFORMED' });
  }
});

const mark = (number: number, sqrtPrice: bigint): PastMark => ({
  block: { hash: `0x${String(number).padStart(64, '0')}`, number },
  spec: 475,
  nonce: 0,
  free: toRao(5n),
  hotkeys: [],
  digest: '0x',
  full: {
    at: 1_711_800_966_144,
    held: [{ hotkey, netuid, alpha: toAlphaRao(7n) }],
    subnets: [{ netuid, registeredAt: 3, pool: null, sqrtPrice }],
  },
});

test('a price that no store could keep beside others is none', () => {
  const pricesAt = (sqrtPrice: bigint) =>
    pointOf('0x00', coldkey, mark(9, sqrtPrice))?.prices.map(({ raoPerAlpha }) => raoPerAlpha);
  assert.deepEqual(pricesAt(1n << 64n), [1_000_000_000n]);
  assert.deepEqual(pricesAt((1n << 128n) - 1n), []);
});

test('amounts that no chain has are no entry', () => {
  const paid = (amount: bigint) =>
    entriesOfBlock({
      genesisHash: '0x00',
      coldkey,
      body: {
        block: mark(9, 1n).block,
        extrinsics: [],
        events: [
          {
            pallet: 'Balances',
            name: 'Transfer',
            extrinsicIndex: null,
            fields: { from: hotkey, to: coldkey, amount },
          },
        ],
      },
      before: mark(8, 1n),
      after: mark(9, 1n),
      changed: [],
      registeredAt: () => null,
    }).entries;
  assert.equal(paid(2n ** 62n)[0]?.kind, 'tao-in');
  assert.throws(() => paid(2n ** 65n), { code: 'NODE_MALFORMED' });
});
