// Nothing of mine missing: what the node is asked for and what is made of it, against a sum over the whole of the simulated
// chain's books, account by account. The sum knows no lists of the chain's own: it walks every share there is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import type { Ss58Address } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { developmentColdkeys } from '../devnet/ledger/genesis/development-accounts.ts';
import { changeSubnet } from '../devnet/ledger/ledger-run.ts';
import type { AccountId, LedgerState } from '../devnet/ledger/state/ledger-state.ts';
import { alphaPrice } from '../devnet/ledger/pools/pool-swap.ts';
import { positionAlpha } from '../devnet/ledger/state/share-pool.ts';
import { createTestClient } from '../fakes/test-client.ts';

type Sum = {
  free: bigint;
  reserved: bigint;
  /** Alpha by netuid; on root, rao. */
  alpha: Map<number, bigint>;
  /** Every position at the chain's own price, each rounded down. */
  staked: bigint;
  owed: Map<number, bigint>;
};

function sumOf(state: LedgerState, coldkey: AccountId): Sum {
  const account = state.accounts.get(coldkey);
  const alpha = new Map<number, bigint>();
  const owed = new Map<number, bigint>();
  let staked = 0n;
  for (const key of state.shares.keys()) {
    const [netuid = '', hotkey = '', holder] = key.split('/');
    if (holder !== coldkey) continue;
    const held = positionAlpha(state, hotkey, coldkey, Number(netuid));
    alpha.set(Number(netuid), (alpha.get(Number(netuid)) ?? 0n) + held);
    staked += netuid === '0' ? held : (held * alphaPrice(state, Number(netuid))) >> 64n;
    if (netuid !== '0') continue;
    for (const [paying, rate] of state.rootClaimable.get(hotkey) ?? []) {
      const claimed = state.rootClaimed.get(`${paying}/${hotkey}/${coldkey}`) ?? 0n;
      const due = ((rate * held) >> 32n) - claimed;
      if (due > 0n) owed.set(paying, (owed.get(paying) ?? 0n) + due);
    }
  }
  return {
    free: account?.free ?? 0n,
    reserved: account?.reserved ?? 0n,
    alpha,
    staked,
    owed,
  };
}

/** Deposits, a freeze and locks, as an account comes by them in years. */
function complicate(net: Devnet, coldkey: AccountId, index: number): void {
  const { state } = net.ledger;
  const account = state.accounts.get(coldkey);
  assert.ok(account);
  const reserved = BigInt(index + 1) * 93_000_000n;
  const frozen = BigInt(index + 1) * 1_000_000_000n;
  state.accounts.set(coldkey, { ...account, reserved, frozen });
  state.balancesIssuance += reserved;
}

test('every TAO and alpha of every account is in its total, or named beside it', async (t) => {
  const net = await startDevnet({ subnets: 128 });
  t.after(() => net.stop());
  const client = createTestClient(net, { timing: { connectMs: 5_000, requestMs: 20_000 } });
  t.after(client.close);
  const { state } = net.ledger;
  const ids = Object.values(developmentColdkeys());
  for (const netuid of [1, 2]) changeSubnet(state, netuid, { movingPrice: 2n << 32n });
  // Enough blocks for some subnets' epochs, so that root is owed something.
  net.produceBlocks(20);
  ids.forEach((id, index) => complicate(net, id, index));
  net.setSettings({ isEmitting: false });
  net.produceBlock();
  await client.connect();
  const coldkeys: Ss58Address[] = ids.map((id) => formatSs58(fromHex(id)));
  const read = await client.readSnapshot({ coldkeys, lookedAt: [] });
  const snapshot: Snapshot = { ...read, unclaimed: await client.readUnclaimed(read) };
  assert.deepEqual(snapshot.unread, []);
  let held = 0;
  let owes = 0;
  const sums = coldkeys.map((coldkey) => {
    const sum = sumOf(state, toHex(publicKeyOf(coldkey)));
    const value = valuePortfolio(snapshot, [coldkey]);
    const told = new Map(
      value.subnets.map((subnet) => [Number(subnet.netuid), BigInt(subnet.alpha)]),
    );
    const positive = [...sum.alpha].filter(([, alpha]) => alpha > 0n);
    assert.deepEqual(told, new Map(positive), coldkey);
    assert.equal(value.free, sum.free);
    assert.equal(value.reserved, sum.reserved);
    assert.equal(value.root, sum.alpha.get(0) ?? 0n);
    assert.equal(value.spot, sum.free + sum.reserved + sum.staked);
    // What cannot be had now is named, part by part, and nothing of it twice.
    const { impact, poolFees, notSellable, reserved, frozen } = value.gap;
    const parts = [impact, poolFees, reserved, frozen, ...Object.values(notSellable)];
    assert.equal(
      parts.reduce((total, part) => total + part, 0n),
      value.spot - value.sellable,
    );
    assert.equal(reserved, sum.reserved);
    const account = state.accounts.get(toHex(publicKeyOf(coldkey)));
    const bound = (account?.frozen ?? 0n) - sum.reserved;
    assert.equal(frozen, bound > sum.free ? sum.free : bound);
    assert.ok(value.unclaimed.known);
    let due = 0n;
    for (const [netuid, alpha] of sum.owed) {
      due += (alpha * ((alphaPrice(state, netuid) * 1_000_000_000n) >> 64n)) / 1_000_000_000n;
    }
    const { claimable, belowThreshold } = value.unclaimed.value;
    const difference = due - claimable - belowThreshold;
    // Rounded down for every subnet and hotkey, and here once for each subnet.
    assert.ok(difference >= 0n && difference <= 600n, `${difference} rao`);
    held += positive.length;
    if (due > 0n) owes += 1;
    return value;
  });
  assert.ok(held > 100 && owes > 0, `${held} holdings, ${owes} owed`);
  // Together they are their sum; only what is sold together brings less than alone.
  const all = valuePortfolio(snapshot, coldkeys);
  assert.equal(
    all.spot,
    sums.reduce((total, { spot }) => total + spot, 0n),
  );
  assert.ok(all.sellable <= sums.reduce((total, { sellable }) => total + sellable, 0n));
  for (const { coldkey, spot } of all.coldkeys) {
    assert.equal(spot, sums[coldkeys.indexOf(coldkey)]?.spot);
  }
});
