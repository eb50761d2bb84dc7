// The user's own limits as the background keeps them: in the store through lives, by a clock that is turned and a chain that is
// away, and past every way around the wait: saved again, the account forgotten and added, a record that cannot be read.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { AppError } from '../../src/errors.ts';
import { NETWORKS } from '../../src/model/built-in-networks.ts';
import { noLimits, type AccountLimits } from '../../src/model/account-limits.ts';
import { createAccountLimits, limitsInForce } from '../../src/service/account-limits.ts';
import { addWatched, removeAccount } from '../../src/service/accounts.ts';
import { closeStore, eraseStore, openStore } from '../../src/store/open-store.ts';
import { toNetuid, toRao, type Hex } from '../../src/units.ts';
import { refusesWith } from '../signing/fake-world.ts';
import { ADDRESS } from '../signing/fake-facts.ts';

const HOUR = 3_600_000;
const T0 = 1_800_000_000_000;
const real = NETWORKS.find(({ isReal, genesisHash }) => isReal && genesisHash !== null);
assert.ok(real?.genesisHash);
const test0 = NETWORKS.find(({ isReal, genesisHash }) => !isReal && genesisHash !== null);
assert.ok(test0?.genesisHash);

const of = { genesisHash: real.genesisHash, coldkey: ADDRESS.coldkey };
const limitsOf = (part: Partial<AccountLimits>): AccountLimits => ({
  ...noLimits,
  waitHours: 24,
  ...part,
});
const ten = limitsOf({ mostPerOrder: toRao(10n) });
const twenty = limitsOf({ mostPerOrder: toRao(20n) });

/** True time in hours, and what the clock and the chain say of it; null: the node is away. */
const world = { clock: 0, chain: 0 as number | null, genesisHash: of.genesisHash };

const client = {
  genesisHash: () => world.genesisHash,
  head: async () => ({ hash: '0x01', number: 1 }),
  readBlockTime: async () => T0 + (world.chain ?? 0) * HOUR,
};

const limits = createAccountLimits({
  live: {
    isHeld: () => true,
    async withClient(use) {
      if (world.chain === null) throw new AppError('NODE_UNREACHABLE', { what: 'network' });
      return use(client as unknown as ChainClient);
    },
  },
  now: () => T0 + world.clock * HOUR,
});

/** As if that many hours had passed for both. */
function passed(hours: number): void {
  world.clock = hours;
  world.chain = hours;
}

beforeEach(() => {
  passed(0);
  world.genesisHash = of.genesisHash;
});
afterEach(eraseStore);

const mostNow = async (): Promise<bigint | null | undefined> => {
  const read = await limits.read(of);
  return read.known ? read.value.inForce.mostPerOrder : undefined;
};
const waitsUntil = async (): Promise<number | null> => {
  const read = await limits.read(of);
  const from = read.known ? (read.value.loosening?.from ?? null) : null;
  return from === null ? null : (from - T0) / HOUR;
};

test('tighter at once, looser after the wait, through the end of the background', async () => {
  assert.equal(await mostNow(), null);
  await limits.save({ ...of, limits: ten });
  assert.equal(await mostNow(), 10n);
  await limits.save({ ...of, limits: twenty });
  assert.deepEqual([await mostNow(), await waitsUntil()], [10n, 24]);
  await closeStore();
  passed(23.9);
  assert.equal(await mostNow(), 10n);
  // Saved again it is no sooner, and no later.
  await limits.save({ ...of, limits: twenty });
  assert.deepEqual([await mostNow(), await waitsUntil()], [10n, 24]);
  passed(24);
  assert.deepEqual([await mostNow(), await waitsUntil()], [20n, null]);
});

test('taken back, the wait is over; wanted again, it begins anew', async () => {
  await limits.save({ ...of, limits: ten });
  await limits.save({ ...of, limits: twenty });
  passed(20);
  await limits.save({ ...of, limits: ten });
  assert.equal(await waitsUntil(), null);
  await limits.save({ ...of, limits: twenty });
  assert.equal(await waitsUntil(), 44);
});

test('a clock turned forward ends no wait, and turned back begins none earlier', async () => {
  await limits.save({ ...of, limits: ten });
  await limits.save({ ...of, limits: twenty });
  world.clock = 1_000;
  assert.equal(await mostNow(), 10n);
  // Nor does saving something by that clock.
  await limits.save({ ...of, limits: twenty });
  world.clock = 1;
  assert.deepEqual([await mostNow(), await waitsUntil()], [10n, 24]);
  await limits.save({ ...of, limits: ten });
  world.clock = -500;
  await limits.save({ ...of, limits: twenty });
  assert.equal(await waitsUntil(), 24);
});

test('with the node away nothing looser begins to wait, and a clock ends no wait; what is tighter is kept', async () => {
  await limits.save({ ...of, limits: ten });
  world.chain = null;
  await assert.rejects(limits.save({ ...of, limits: twenty }), refusesWith('NODE_UNREACHABLE'));
  const five = limitsOf({ mostPerOrder: toRao(5n) });
  await limits.save({ ...of, limits: five });
  assert.equal(await mostNow(), 5n);
  passed(1);
  await limits.save({ ...of, limits: ten });
  world.clock = 100;
  world.chain = null;
  assert.equal(await mostNow(), 5n);
  await limits.save({ ...of, limits: ten });
  assert.deepEqual([await mostNow(), await waitsUntil()], [5n, 25]);
  world.chain = 2;
  world.genesisHash = '0x12';
  await assert.rejects(limits.save({ ...of, limits: twenty }), refusesWith('OTHER_NETWORK'));
});

test('what signing asks is by the moment that it names', async () => {
  await limits.save({ ...of, limits: ten });
  await limits.save({ ...of, limits: twenty });
  const at = async (hours: number) => {
    const read = await limitsInForce(of, T0 + hours * HOUR);
    return read.known ? read.value.mostPerOrder : undefined;
  };
  assert.deepEqual([await at(23.99), await at(24)], [10n, 20n]);
  const elsewhere = { ...of, coldkey: ADDRESS.other };
  assert.deepEqual(await limitsInForce(elsewhere, T0), { known: true, value: noLimits });
});

test('an account that is forgotten and added again has its limits, and its wait', async () => {
  await addWatched({ text: of.coldkey, label: '', isMine: true });
  await limits.save({ ...of, limits: ten });
  await limits.save({ ...of, limits: twenty });
  await removeAccount(of.coldkey);
  await addWatched({ text: of.coldkey, label: '', isMine: true });
  assert.deepEqual([await mostNow(), await waitsUntil()], [10n, 24]);
});

test('on a chain whose time means nothing the clock alone counts', async () => {
  const there = { genesisHash: test0.genesisHash as Hex, coldkey: ADDRESS.coldkey };
  world.chain = null;
  await limits.save({ ...there, limits: ten });
  await limits.save({ ...there, limits: twenty });
  world.clock = 24;
  const read = await limits.read(there);
  assert.equal(read.known && read.value.inForce.mostPerOrder, 20n);
  // Each chain has its own.
  assert.equal(await mostNow(), null);
});

test('a record that cannot be read passes nothing, and what is set in its place waits', async () => {
  await limits.save({ ...of, limits: ten });
  const store = await openStore();
  await store.put('limits', { ...of, inForce: { mostPerOrder: 'x' } } as never);
  assert.equal((await limits.read(of)).known, false);
  assert.equal((await limitsInForce(of, T0 + 1_000 * HOUR)).known, false);
  await limits.save({ ...of, limits: noLimits });
  const read = await limits.read(of);
  assert.ok(read.known);
  const { inForce, loosening } = read.value;
  assert.deepEqual([inForce.mostPerOrder, inForce.netuids], [0n, []]);
  assert.equal(loosening?.from, T0 + 24 * HOUR);
  passed(24);
  assert.equal(await mostNow(), null);
});

test('lists and the wait itself wait like amounts', async () => {
  const narrow = limitsOf({ netuids: [toNetuid(1)] });
  await limits.save({ ...of, limits: narrow });
  await limits.save({ ...of, limits: { ...narrow, waitHours: 0 } });
  await limits.save({ ...of, limits: { ...narrow, netuids: null, waitHours: 0 } });
  assert.equal(await waitsUntil(), 24);
  const read = await limits.read(of);
  assert.deepEqual(read.known && read.value.inForce.netuids, [1]);
});
