// Rows between two whole readings: at every block they are what a whole reading of that block gives, or nothing is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNewerRows } from '../../src/chain/newer-rows.ts';
import { queryRows } from '../../src/chain/reads/query-rows.ts';
import type { ReadSnapshot } from '../../src/chain/reads/read-snapshot.ts';
import { fastKeys, querySubnet } from '../../src/chain/reads/read-subnets.ts';
import type { NodeAccess } from '../../src/chain/runtime/node-access.ts';
import type { Runtime } from '../../src/chain/runtime/runtime.ts';
import type { SocketSubscription } from '../../src/chain/rpc/node-socket.ts';
import { isHex } from '../../src/chain/scale/hex.ts';
import type { ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { BlockRef, Reading } from '../../src/model/facts.ts';
import { toNetuid, type Hex, type Netuid } from '../../src/units.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { encodedValue, runtimeOf, runtimeWithout } from '../fakes/told-state.ts';

const live = runtimeOf(RUNTIME_SPECS.live475);
const account = (byte: number) => formatSs58(new Uint8Array(32).fill(byte));
const [ME, HOT] = [account(1), account(3)];
const [ONE, TWO] = [toNetuid(1), toNetuid(2)];
const hashOf = (number: number, branch = 0): Hex =>
  `0x${branch.toString(16).padStart(8, '0')}${number.toString(16).padStart(56, '0')}`;
const blockOf = (number: number, branch = 0): BlockRef => ({
  hash: hashOf(number, branch),
  number,
});
const refused = new AppError('NODE_REFUSED', { text: 'no such method' });

const keyOf = (name: string, ...args: readonly ScaleValue[]): Hex => {
  const [pallet = '', item = ''] = name.includes('.') ? name.split('.') : ['SubtensorModule', name];
  const found = live.storage(pallet, item);
  assert.ok(found);
  return found.key(...args);
};
const valueOf = (name: string, value: ScaleValue): Hex => {
  const [pallet = '', item = ''] = name.includes('.') ? name.split('.') : ['SubtensorModule', name];
  const found = live.storage(pallet, item);
  assert.ok(found);
  return encodedValue(live, found.valueType, value);
};

const AVAILABILITY = (() => {
  const api = live.api('StakeInfoRuntimeApi', 'get_stake_availability_for_coldkeys');
  assert.ok(api);
  return api;
})();
const stakeAnswer = (stake: readonly (readonly [netuid: Netuid, total: bigint])[]): Hex =>
  encodedValue(live, AVAILABILITY.resultType, [
    [ME, stake.map(([netuid, total]) => [netuid, { total, locked: 0n, available: total }])],
  ]);

type Change = readonly [name: string, args: readonly ScaleValue[], value: ScaleValue];
/** `half`: of what is watched, one part alone is pushed or, where that is refused, taken. */
type Pushing = 'all' | 'half' | 'half refused' | 'refused' | 'lost';

/** A chain from block 7 on, and a node that tells of it as `pushing` says. */
function world({
  pushing = 'all',
  runtime = live,
  netuids = [ONE, TWO],
  positions = netuids.map((netuid) => ({ hotkey: HOT, coldkey: ME, netuid })),
  availability = { known: true, value: [] },
  stake = netuids.map((netuid) => [netuid, 1n] as const),
}: {
  pushing?: Pushing;
  runtime?: Runtime | null;
  netuids?: readonly Netuid[];
  positions?: readonly { hotkey: string; coldkey: string; netuid: Netuid }[];
  availability?: Reading<readonly { coldkey: string; netuid: Netuid }[]>;
  /** What the runtime says of the coldkey's stake by subnet. */
  stake?: readonly (readonly [netuid: Netuid, total: bigint])[];
} = {}) {
  const stored = new Map<Hex, Hex>();
  const states = new Map<Hex, ReadonlyMap<Hex, Hex>>();
  const parents = new Map<Hex, Hex>();
  const subscriptions = new Set<SocketSubscription>();
  const asked: Hex[] = [];
  let subscribed = 0;
  let called = 0;
  let endpoint = 'a';
  let failure: Error | null = null;
  let unread: Error | null = null;

  const set = (changes: readonly Change[]): void => {
    for (const [name, args, value] of changes)
      stored.set(keyOf(name, ...args), valueOf(name, value));
  };
  const push = (one: SocketSubscription, hash: Hex, isWhole: boolean): void => {
    const [watched] = one.params as [readonly Hex[]];
    const before = states.get(parents.get(hash) ?? '0x');
    const now = states.get(hash);
    const changes = watched
      .map((key) => [key, now?.get(key) ?? null] as const)
      .filter(([key, value]) => isWhole || (before?.get(key) ?? null) !== value);
    one.onItem({ block: hash, changes });
  };
  /** The next block, with these changes; its time is 12 s later. */
  function make(number: number, changes: readonly Change[] = [], branch = 0): BlockRef {
    set([['Timestamp.Now', [], BigInt(12_000 * number)], ...changes]);
    const block = blockOf(number, branch);
    states.set(block.hash, new Map(stored));
    const [own, main] = [hashOf(number - 1, branch), hashOf(number - 1)];
    if (number > 7) parents.set(block.hash, states.has(own) ? own : main);
    if (pushing === 'all') for (const one of subscriptions) push(one, block.hash, false);
    return block;
  }
  const told: Pick<NodeAccess, 'ask' | 'parentOf'> & { link: unknown; source: unknown } = {
    link: {
      state: () => ({ phase: 'connected', endpoint, error: null }),
      distrust: () => undefined,
      subscribeOnce: async (one: SocketSubscription) => {
        subscribed += 1;
        const isFirst = subscribed % 2 === 1;
        if (pushing === 'refused' || (pushing === 'half refused' && !isFirst)) throw refused;
        if (pushing === 'lost') throw new AppError('NODE_UNREACHABLE', { endpoint });
        subscriptions.add(one);
        const newest = [...states.keys()].at(-1);
        const isPushed = pushing === 'all' || (pushing === 'half' && isFirst);
        if (isPushed && newest !== undefined) push(one, newest, true);
        return () => subscriptions.delete(one);
      },
    },
    source: {
      latest: () => runtime,
      reading: async <T>(of: Runtime, _at: unknown, read: (of: Runtime) => Promise<T>) => {
        if (unread !== null) throw unread;
        return read(of);
      },
    },
    parentOf: (hash) => parents.get(hash) ?? null,
    ask: async (method, [keys, hash, at]) => {
      if (method === 'state_call') {
        assert.equal(keys, AVAILABILITY.method);
        assert.ok(states.has(at as Hex), 'a block that is there');
        called += 1;
        if (failure !== null) throw failure;
        return stakeAnswer(stake);
      }
      assert.equal(method, 'state_queryStorageAt');
      if (failure !== null) throw failure;
      const state = states.get(hash as Hex);
      assert.ok(state, 'a block that is there');
      asked.push(...(keys as readonly Hex[]));
      return [
        { block: hash, changes: (keys as Hex[]).map((key) => [key, state.get(key) ?? null]) },
      ];
    },
  };
  set([
    ['System.Account', [ME], { data: { free: 5n } }],
    ['System.LastRuntimeUpgrade', [], { spec_version: 475, spec_name: 'n' }],
  ]);
  for (const netuid of [...netuids, toNetuid(0)]) {
    set([
      ['NetworksAdded', [netuid], true],
      ['SubnetMechanism', [netuid], netuid === 0 ? 0 : 1],
      ['SubnetTAO', [netuid], 1_000n + BigInt(netuid)],
      ['SubnetAlphaIn', [netuid], 3_000n],
      ['Swap.FeeRate', [netuid], 33],
    ]);
  }
  for (const { hotkey, coldkey, netuid } of positions) {
    set([['AlphaV2', [hotkey, coldkey, netuid], { mantissa: 1n, exponent: 0n }]]);
  }
  const snapshotAt = (block: BlockRef, specVersion = 475): ReadSnapshot =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is followed
    ({
      block,
      runtime: { ...live.ref, specVersion },
      accounts: [{ coldkey: ME }],
      subnets: netuids.map((netuid) => ({ netuid })),
      positions,
      availability,
    }) as never;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked
  const rows = createNewerRows(told as never as NodeAccess);
  return {
    ...rows,
    make,
    asked,
    subscriptions,
    subscribed: () => subscribed,
    called: () => called,
    snapshotAt,
    tell: (how: Pushing) => {
      pushing = how;
    },
    moveTo: (other: string) => {
      endpoint = other;
    },
    failWith: (error: Error | null) => {
      failure = error;
    },
    /** What is kept of the runtime is too little, and its metadata cannot be had. */
    leaveUnread: (error: Error | null) => {
      unread = error;
    },
    follow: async (inSight: readonly Netuid[] = [ONE]) => {
      const block = make(7);
      await rows.followRows({ snapshot: snapshotAt(block), inSight });
      asked.length = 0;
      return block;
    },
    /** As a whole reading of that block has them. */
    truth: (block: BlockRef, of: readonly Netuid[]) => {
      const state = states.get(block.hash);
      return {
        block,
        blockTime: 12_000 * block.number,
        rows: queryRows(live, of).read((key) => state?.get(key) ?? null),
      };
    },
  };
}

const traded = (netuid: Netuid, tao: bigint): Change => ['SubnetTAO', [netuid], tao];

test('what is pushed gives the rows in sight without a question, and the others are asked for', async () => {
  const chain = world();
  await chain.follow();
  for (const number of [8, 9]) {
    const block = chain.make(number, [
      traded(ONE, BigInt(number)),
      traded(TWO, BigInt(2 * number)),
    ]);
    assert.deepEqual(await chain.readRows(block, false), chain.truth(block, [ONE]));
    assert.equal(chain.asked.length, 0);
    assert.deepEqual(await chain.readRows(block, true), chain.truth(block, [ONE, TWO]));
    assert.ok(chain.asked.includes(keyOf('SubnetTAO', TWO)));
    assert.ok(!chain.asked.includes(keyOf('SubnetTAO', ONE)), 'what was pushed is not asked for');
    chain.asked.length = 0;
  }
  const held = await chain.held(hashOf(9));
  assert.equal(held?.get(keyOf('SubnetTAO', ONE)), valueOf('SubnetTAO', 9n));
  assert.equal(
    held?.get(keyOf('System.Account', ME)),
    valueOf('System.Account', { data: { free: 5n } }),
  );
  chain.unfollowRows();
  assert.equal(chain.subscriptions.size, 0);
  assert.equal(await chain.held(hashOf(9)), null);
  assert.equal(await chain.readRows(chain.make(10), false), null);
});

/** What a snapshot shows beside its pools: each makes the next reading a whole one. */
const quiet: readonly (readonly [what: string, change: Change])[] = [
  ['an account', ['System.Account', [ME], { data: { free: 6n } }]],
  ['a hotkey of an account', ['StakingHotkeys', [ME], [HOT, ME]]],
  ['an own share', ['AlphaV2', [HOT, ME, ONE], { mantissa: 2n, exponent: 0n }]],
  ['the state of a subnet', ['SubtokenEnabled', [TWO], true]],
  ['the runtime', ['System.LastRuntimeUpgrade', [], { spec_version: 476, spec_name: 'n' }]],
  ['a rule', ['NetworkImmunityPeriod', [], 7n]],
];
for (const [what, change] of quiet) {
  test(`${what} that changed since is no news of rows: all is read anew`, async () => {
    const chain = world();
    await chain.follow();
    const before = chain.make(8);
    assert.notEqual(await chain.readRows(before, false), null);
    const block = chain.make(9, [change]);
    assert.equal(await chain.readRows(block, false), null);
    assert.equal(await chain.readRows(block, true), null);
    assert.equal(await chain.readRows(chain.make(10), false), null, 'and stays so');
  });
}

test('stake in a subnet where there was none is no news of rows: looked for with all of them', async () => {
  const [NEW, places] = [
    toNetuid(3),
    [toNetuid(1), toNetuid(2)].map((netuid) => [netuid, 1n] as const),
  ];
  const rows = [
    ['what is known', {}, places, true],
    ['another subnet', {}, [...places, [NEW, 1n]], false],
    ['nothing of it is left', {}, [...places, [NEW, 0n]], true],
    ['less than before', {}, [], true],
    [
      'one that is reported and has no position',
      { availability: { known: true, value: [{ coldkey: ME, netuid: NEW }] } },
      [...places, [NEW, 1n]],
      true,
    ],
    [
      'of another coldkey',
      { availability: { known: true, value: [{ coldkey: HOT, netuid: NEW }] } },
      [[NEW, 1n]],
      false,
    ],
    [
      'what was not reported',
      { availability: { known: false, reason: 'unreadable' } },
      places,
      true,
    ],
    [
      'not reported, and another',
      { availability: { known: false, reason: 'unreadable' } },
      [[NEW, 1n]],
      false,
    ],
  ] as const;
  for (const pushing of ['all', 'refused'] as const)
    for (const [what, changes, stake, isRead] of rows) {
      const chain = world({ ...changes, stake, pushing });
      await chain.follow();
      await chain.readRows(chain.make(8), false);
      assert.equal(chain.called(), 0, 'not in every block');
      const block = chain.make(9);
      const read = await chain.readRows(block, true);
      assert.equal(chain.called(), 1);
      assert.deepEqual(read, isRead ? chain.truth(block, [ONE, TWO]) : null, what);
    }
});

test('of more than 64 positions new ones are not looked for; a runtime without the figure does not tell', async () => {
  const NEW = toNetuid(3);
  const many = (count: number) =>
    Array.from({ length: count }, (_unused, at) => ({
      hotkey: account(at + 10),
      coldkey: ME,
      netuid: ONE,
    }));
  for (const [count, called] of [
    [64, 1],
    [65, 0],
  ] as const) {
    const chain = world({ positions: many(count), stake: [[NEW, 1n]] });
    await chain.follow();
    const block = chain.make(8);
    assert.deepEqual(
      await chain.readRows(block, true),
      called === 1 ? null : chain.truth(block, [ONE]),
    );
    assert.equal(chain.called(), called);
  }
  const older = world({ runtime: { ...live, api: () => null }, stake: [[NEW, 1n]] });
  await older.follow();
  const block = older.make(8);
  assert.deepEqual(await older.readRows(block, true), older.truth(block, [ONE, TWO]));
  assert.equal(older.called(), 0);
});

test('all that a block moves by itself is no change of a snapshot', async () => {
  const chain = world();
  await chain.follow();
  const block = chain.make(8, [
    traded(TWO, 5n),
    ['SubnetAlphaIn', [TWO], 6n],
    ['SubnetAlphaOut', [ONE], 7n],
    ['SubnetTaoInEmission', [ONE], 8n],
  ]);
  assert.deepEqual(await chain.readRows(block, true), chain.truth(block, [ONE, TWO]));
});

test('of own shares the first 64 are watched, of rows in sight seven, none of root and of none that is not held', async () => {
  const positions = Array.from({ length: 65 }, (_unused, at) => ({
    hotkey: account(at + 10),
    coldkey: ME,
    netuid: ONE,
  }));
  const shareOf = (at: number): Change => [
    'AlphaV2',
    [positions[at]?.hotkey ?? '', ME, ONE],
    { mantissa: 9n, exponent: 0n },
  ];
  for (const [at, isNoticed] of [
    [63, true],
    [64, false],
  ] as const) {
    const chain = world({ positions });
    await chain.follow();
    const block = chain.make(8, [shareOf(at)]);
    assert.equal((await chain.readRows(block, false)) === null, isNoticed, String(at));
  }
  const netuids = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(toNetuid);
  const chain = world({ netuids });
  await chain.follow([toNetuid(99), ...netuids]);
  const inSight = netuids.slice(1, 8);
  const block = chain.make(
    8,
    inSight.map((netuid) => traded(netuid, 77n)),
  );
  assert.deepEqual(await chain.readRows(block, false), chain.truth(block, inSight));
  assert.equal(chain.asked.length, 0);
  assert.deepEqual(await chain.readRows(block, true), chain.truth(block, netuids.slice(1)));
});

test('a node that serves no pushes is asked every third block, and at once for all', async () => {
  const chain = world({ pushing: 'refused' });
  await chain.follow();
  assert.equal(await chain.readRows(chain.make(8), false), 'not-due');
  assert.equal(await chain.readRows(chain.make(9), false), 'not-due');
  assert.equal(chain.asked.length, 0);
  for (const number of [10, 13]) {
    const block = chain.make(number === 10 ? 10 : 11, [traded(ONE, BigInt(number))]);
    if (number === 13) chain.make(12);
    const due = number === 13 ? chain.make(13) : block;
    assert.deepEqual(await chain.readRows(due, false), chain.truth(due, [ONE]));
    assert.equal(await chain.held(due.hash), null);
  }
  const block = chain.make(14, [traded(TWO, 4n)]);
  assert.deepEqual(await chain.readRows(block, true), chain.truth(block, [ONE, TWO]));
  // Another node may serve them: it is not asked by block.
  chain.moveTo('b');
  assert.equal(await chain.readRows(chain.make(15), false), null);
});

test('where a node is asked, another balance, another runtime and a removed subnet end the rows', async () => {
  for (const change of [
    ['System.Account', [ME], { data: { free: 6n } }],
    ['System.LastRuntimeUpgrade', [], { spec_version: 476, spec_name: 'n' }],
    ['NetworksAdded', [ONE], false],
  ] satisfies Change[]) {
    const chain = world({ pushing: 'refused' });
    await chain.follow();
    assert.notEqual(await chain.readRows(chain.make(8), true), null);
    assert.equal(await chain.readRows(chain.make(9, [change]), true), null, change[0]);
  }
});

test('a connection lost while asking for pushes says nothing of the next; three blocks of silence do', async () => {
  const chain = world({ pushing: 'lost' });
  await chain.follow();
  for (const number of [8, 9, 10]) {
    assert.equal(await chain.readRows(chain.make(number), false), null, String(number));
  }
  const block = chain.make(11);
  assert.equal(await chain.readRows(block, false), 'not-due');
  assert.deepEqual(await chain.readRows(block, true), chain.truth(block, [ONE, TWO]));
});

test('three blocks of silence in a row: a block that was told in between begins the count anew', async () => {
  const chain = world({ pushing: 'lost' });
  await chain.follow();
  for (const number of [8, 9]) assert.equal(await chain.readRows(chain.make(number), true), null);
  chain.tell('all');
  const newer = chain.make(10);
  await chain.followRows({ snapshot: chain.snapshotAt(newer), inSight: [ONE] });
  const told = chain.make(11);
  assert.deepEqual(await chain.readRows(told, true), chain.truth(told, [ONE, TWO]));
  chain.tell('lost');
  await chain.followRows({ snapshot: chain.snapshotAt(newer), inSight: [TWO] });
  for (const number of [12, 13, 14]) {
    assert.equal(await chain.readRows(chain.make(number), true), null, String(number));
  }
  const block = chain.make(15);
  assert.deepEqual(await chain.readRows(block, true), chain.truth(block, [ONE, TWO]));
});

test('a block is waited for two seconds; a node that tells half of it is not listened to any more', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const chain = world({ pushing: 'half' });
  await chain.follow();
  assert.equal(chain.subscriptions.size, 2);
  let read: unknown = 'waiting';
  const reading = chain.readRows(blockOf(7), true).then((rows) => {
    read = rows;
  });
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  await settled();
  t.mock.timers.tick(1_999);
  await settled();
  assert.equal(read, 'waiting');
  t.mock.timers.tick(1);
  await reading;
  assert.equal(read, null);
  for (let left = 2; left > 0; left -= 1) {
    assert.equal(chain.subscriptions.size, 1);
    assert.equal(await chain.readRows(blockOf(7), true), null);
  }
  assert.equal(chain.subscriptions.size, 0);
  const refusing = world({ pushing: 'half refused' });
  await refusing.follow();
  assert.equal(refusing.subscribed(), 2);
  assert.equal(refusing.subscriptions.size, 0);
});

test('of another branch, of another spec, and of a runtime without a clock nothing is followed', async () => {
  for (const pushing of ['all', 'refused'] as const) {
    const chain = world({ pushing });
    await chain.follow();
    assert.notEqual(await chain.readRows(chain.make(8), true), null);
    chain.make(8, [], 1);
    assert.equal(await chain.readRows(chain.make(9, [], 1), true), null, pushing);
    assert.equal(await chain.readRows(blockOf(6), true), null);
  }
  for (const runtime of [
    null,
    runtimeWithout(live, 'Timestamp.Now'),
    runtimeWithout(live, 'System.LastRuntimeUpgrade'),
  ]) {
    const other = world({ runtime });
    await other.follow();
    assert.equal(other.subscribed(), 0);
    assert.equal(await other.readRows(other.make(8), true), null);
  }
  const older = world();
  const block = await older.follow();
  assert.equal(older.subscriptions.size, 2);
  await older.followRows({ snapshot: older.snapshotAt(block, 474), inSight: [ONE] });
  assert.equal(older.subscriptions.size, 0, 'nothing is pushed that nobody reads');
});

test('the same snapshot followed again, with other rows in sight, rests on what it rested on', async () => {
  const chain = world();
  const block = await chain.follow([ONE]);
  // What changes between is no longer what the snapshot shows.
  chain.make(8, [['System.Account', [ME], { data: { free: 6n } }]]);
  await chain.followRows({ snapshot: chain.snapshotAt(block), inSight: [TWO] });
  assert.equal(await chain.readRows(blockOf(8), false), null);
  const calm = world();
  const first = await calm.follow([ONE]);
  for (const number of [8, 9, 10, 11, 12]) calm.make(number);
  await calm.followRows({ snapshot: calm.snapshotAt(first), inSight: [TWO] });
  const next = calm.make(13, [traded(TWO, 9n)]);
  assert.deepEqual(await calm.readRows(next, false), calm.truth(next, [TWO]));
  assert.equal(calm.asked.length, 0);
});

test('where the metadata cannot be had nothing is followed, and the next reading is a whole one', async () => {
  for (const error of [refused, new RangeError('SubnetTAO')]) {
    const chain = world();
    const block = await chain.follow();
    chain.leaveUnread(error);
    await chain.followRows({ snapshot: chain.snapshotAt(block), inSight: [TWO] });
    assert.equal(chain.subscriptions.size, 0);
    chain.leaveUnread(null);
    assert.equal(await chain.readRows(chain.make(8), false), null);
  }
  const chain = world();
  const mistake = new TypeError('ours');
  chain.leaveUnread(mistake);
  await assert.rejects(chain.follow(), mistake);
});

test('a runtime of other items is read whole; a failure of the node is told', async () => {
  const chain = world({ pushing: 'refused', runtime: runtimeWithout(live, 'SubnetTAO') });
  await chain.follow();
  assert.equal(await chain.readRows(chain.make(8), true), null);
  const failing = world({ pushing: 'refused' });
  await failing.follow();
  failing.failWith(new AppError('NODE_TIMEOUT', { endpoint: 'a' }));
  await assert.rejects(failing.readRows(failing.make(8), true), { code: 'NODE_TIMEOUT' });
});

test('what a block may change of a subnet is none of what is watched as quiet', () => {
  for (const netuid of [ONE, TWO]) {
    const whole = fastKeys(live, netuid);
    const ofPool = fastKeys(live, netuid, 'pool');
    assert.ok(whole.every((key) => isHex(key)));
    assert.ok(ofPool.every((key) => whole.includes(key)));
    assert.ok(ofPool.every((key) => queryRows(live, [netuid]).keys.includes(key)));
    assert.ok(querySubnet(live, netuid).keys.some((key) => !whole.includes(key)));
  }
});
