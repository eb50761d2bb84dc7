// The facts of a removal's payout read from the simulated chain, and the payout that follows from them against the one that
// its ledger pays.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, parseHex } from '../../src/chain/scale/hex.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { payoutRange, type Stakeholder } from '../../src/emission/removal-payout.ts';
import { toNetuid } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { positionAlpha } from '../devnet/ledger/state/share-pool.ts';
import { BASKET_ESCROW } from '../devnet/ledger/baskets/fund.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { createTestClient } from '../fakes/test-client.ts';

const toSs58 = (id: string) => formatSs58(fromHex(parseHex(id, 'account', 32)));

/** Every coldkey with a stake in the subnet, by account id. */
function holdersOf({ ledger: { state } }: Devnet, netuid: number): Map<string, Stakeholder> {
  const found = new Map<string, Stakeholder & { hotkeys: string[] }>();
  for (const key of state.shares.keys()) {
    const [of, hotkey = '', coldkey = ''] = key.split('/');
    const alpha = positionAlpha(state, hotkey, coldkey, netuid);
    if (Number(of) !== netuid || alpha === 0n || coldkey === BASKET_ESCROW) continue;
    const before = found.get(coldkey);
    found.set(coldkey, {
      coldkey: toSs58(coldkey),
      alpha: [...(before?.alpha ?? []), alpha],
      hotkeys: [...(before?.hotkeys ?? []), hotkey],
      hasAccount: state.accounts.has(coldkey),
    });
  }
  return found;
}

const { finney475, live475 } = RUNTIME_SPECS;
for (const [name, spec] of [
  ['before baskets', finney475],
  ['with baskets', live475],
] as const)
  test(`what a removal pays is exact from every position, and in the range without them: ${name}`, async (t) => {
    const net = await startDevnet({ subnets: 12, spec, hasTraders: true });
    t.after(() => net.stop());
    const client = createTestClient(net);
    t.after(client.close);
    net.produceBlocks(3);
    await client.connect();
    const netuid = toNetuid(5);
    const holders = holdersOf(net, netuid);
    assert.ok(holders.size > 3);
    const query = { netuids: [netuid], hotkeys: [], isSmall: true };
    const small = await client.readPayoutFacts(query, await client.head());
    const large = await client.readPayoutFacts({ ...query, isSmall: false }, await client.head());
    assert.ok(large.cost.questions <= 6, `${large.cost.questions} questions`);
    const [whole] = small.subnets;
    const [part] = large.subnets;
    assert.ok(whole && part);
    assert.ok(whole.whole !== null);
    assert.equal(part.whole, null);
    const { state } = net.ledger;
    const subnet = state.subnets.get(netuid);
    assert.ok(subnet);
    assert.equal(part.alphaOut, subnet.alphaOut);
    const listed = [...state.hotkeyAlpha.entries()].reduce(
      (sum, [key, alpha]) => (key.startsWith(`${netuid}/`) ? sum + alpha : sum),
      0n,
    );
    assert.ok(part.listed > 0n && part.listed <= listed);

    const freeOf = (coldkey: string) => net.ledger.state.accounts.get(coldkey)?.free ?? 0n;
    const before = new Map([...holders.keys()].map((coldkey) => [coldkey, freeOf(coldkey)]));
    net.ledger.dissolveNext(netuid, { payAfter: 1 });
    net.setSettings({ isEmitting: false });
    net.produceBlocks(2);
    // The older runtime keeps no such block: its pools always take part.
    const refundSince = spec === live475 ? small.refundSince : ({ known: true, value: 0 } as const);
    assert.equal(small.refundSince.known, spec === live475);
    assert.ok(refundSince.known);
    assert.ok(part.baskets.known);
    assert.equal(part.baskets.value.holdings.length > 0, spec === live475);
    const terms = { refundSince, existentialDeposit: 500n };
    const widths: number[] = [];
    let exactly = 0;
    for (const [coldkey, holder] of holders) {
      const paid = freeOf(coldkey) - (before.get(coldkey) ?? 0n);
      const exact = payoutRange(whole, [holder], terms);
      const range = payoutRange(part, [holder], terms);
      assert.ok(exact.known && range.known);
      assert.ok(range.value.low <= paid && paid <= range.value.high, `${paid} in the range`);
      widths.push(
        Number(((range.value.high - range.value.low) * 1_000_000n) / (paid || 1n)) / 10_000,
      );
      if (exact.value.low === paid && exact.value.high === paid) exactly += 1;
    }
    assert.equal(exactly, holders.size);
    widths.sort((a, b) => a - b);
    const [median = 0, most = 0] = [widths[widths.length >> 1], widths.at(-1)];
    console.log(
      `${name}: ${widths.length} holders, width median ${median} %, at most ${most} %; ${large.cost.questions} questions, ${large.cost.bytes} bytes`,
    );
  });
