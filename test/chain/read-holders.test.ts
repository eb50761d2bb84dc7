// Positions by coldkey against the simulated chain's own books, whichever form it keeps its shares in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, parseHex, toHex } from '../../src/chain/scale/hex.ts';
import { formatSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { HoldersFrom, Holding } from '../../src/model/emission-facts.ts';
import type { BlockRef } from '../../src/model/facts.ts';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { holderConcentrationOf } from '../../src/emission/holder-concentration.ts';
import { toNetuid, type Netuid } from '../../src/units.ts';
import { startDevnet } from '../devnet/devnet.ts';
import type { LedgerState } from '../devnet/ledger/state/ledger-state.ts';
import { accountNamed } from '../devnet/ledger/genesis/development-accounts.ts';
import { credit, positionAlpha } from '../devnet/ledger/state/share-pool.ts';
import { RUNTIME_SPECS, type RuntimeSpec } from '../devnet/node/runtime/runtime-spec.ts';
import { createTestClient } from '../fakes/test-client.ts';

const { finney475 } = RUNTIME_SPECS;
/** As from 423 to 472: both forms are there, and what has the older one is of the older one. */
const both: RuntimeSpec = {
  ...finney475,
  absent: finney475.absent.filter((name) => !/\.(Alpha|TotalHotkeyShares)$/.test(name)),
};
const specs = { 'safe floats': finney475, 'fixed point': RUNTIME_SPECS.old, both };

const toSs58 = (id: string) => formatSs58(fromHex(parseHex(id, 'account', 32)));

const line = (netuid: number, hotkey: string, coldkey: string, alpha: bigint): string =>
  `${netuid} ${hotkey} ${coldkey} ${alpha}`;

function booksOf(state: LedgerState, wanted: Netuid | null): string[] {
  return [...state.shares.keys()].flatMap((key) => {
    const [netuid = '', hotkey = '', coldkey = ''] = key.split('/');
    const number = Number(netuid);
    if (number === 0 || (wanted !== null && number !== wanted)) return [];
    return [line(number, hotkey, coldkey, positionAlpha(state, hotkey, coldkey, number))];
  });
}

async function readAll(
  client: ChainClient,
  block: BlockRef,
  from: HoldersFrom[],
  netuid: Netuid | null,
) {
  const holdings: Holding[] = [];
  let queue = from;
  let steps = 0;
  while (queue.length > 0) {
    const [one, ...others] = queue;
    assert.ok(one);
    const part = await client.readHolders({ from: one, netuid }, block);
    assert.deepEqual(part.block, block);
    holdings.push(...part.holdings);
    queue = part.rest === null ? others : [...others, { hotkey: one.hotkey, after: part.rest }];
    steps += 1;
    assert.ok(steps < 2_000);
  }
  return holdings;
}

const idOf = (address: Holding['coldkey']): string => toHex(publicKeyOf(address));

/** The chain's share numbers are rounded on the way: a unit either way. */
function expectBooks(holdings: readonly Holding[], expected: readonly string[], times = 1): void {
  const found = new Map(
    holdings.map(({ netuid, hotkey, coldkey, alpha }) => [
      `${netuid} ${idOf(hotkey)} ${idOf(coldkey)}`,
      alpha,
    ]),
  );
  assert.equal(found.size * times, holdings.length);
  assert.equal(found.size, expected.length);
  for (const one of expected) {
    const at = one.lastIndexOf(' ');
    const apart = BigInt(one.slice(at + 1)) - (found.get(one.slice(0, at)) ?? -10n);
    assert.ok(apart >= -1n && apart <= 1n, `${one}: ${apart} apart`);
  }
}

for (const [name, spec] of Object.entries(specs)) {
  test(`every position under the hotkeys is read, to the unit: ${name}`, async (t) => {
    const net = await startDevnet({ subnets: 12, spec, isArchive: true });
    t.after(() => net.stop());
    const client = createTestClient(net, { timing: { requestMs: 5_000 } });
    t.after(client.close);
    net.produceBlocks(3);
    await client.connect();
    const { state } = net.ledger;
    const block = await client.head();
    const hotkeys = [...state.owners.keys()].map((id) => toSs58(id));
    const from = hotkeys.map((hotkey) => ({ hotkey, after: null }));
    const expected = booksOf(state, null);
    const one = toNetuid(3);
    const ofOne = booksOf(state, one);
    assert.ok(expected.length > 40 && ofOne.length > 3);
    net.produceBlocks(2);
    // Here every position stands in both; on the chain it moves from one to the other.
    const times = spec === both ? 2 : 1;
    expectBooks(await readAll(client, block, from, null), expected, times);
    expectBooks(await readAll(client, block, from, one), ofOne, times);
  });
}

test('a hotkey with more than a page is read page by page, and what it cost is told', async (t) => {
  const net = await startDevnet({ subnets: 2 });
  t.after(() => net.stop());
  const hotkey = net.ledger.state.subnets.get(1)?.neurons[0]?.hotkey ?? '';
  for (let i = 0; i < 1_500; i += 1) {
    credit(net.ledger.state, hotkey, accountNamed(`crowd/${i}`), 1, 1_000_000n + BigInt(i));
  }
  net.produceBlock();
  const client = createTestClient(net, { timing: { requestMs: 5_000 } });
  t.after(client.close);
  await client.connect();
  const block = await client.head();
  const from = { hotkey: toSs58(hotkey), after: null };
  await client.readHolders({ from, netuid: toNetuid(1) }, block);
  const before = { ...net.traffic };
  const first = await client.readHolders({ from, netuid: toNetuid(1) }, block);
  assert.equal(first.listed, 1_000);
  assert.equal(first.questions, 2);
  const sent = net.traffic.bytesOut - before.bytesOut;
  assert.ok(first.bytes <= sent && first.bytes > sent * 0.98, `${first.bytes} of ${sent}`);
  const rest = { ...from, after: first.rest };
  const second = await client.readHolders({ from: rest, netuid: toNetuid(1) }, block);
  assert.ok(second.listed >= 500 && second.rest === null);
  const expected = booksOf(net.ledger.state, toNetuid(1)).filter((one) => one.includes(hotkey));
  expectBooks([...first.holdings, ...second.holdings], expected);
});

test('a place to go on from that the reader never gave is refused', async (t) => {
  const net = await startDevnet({ subnets: 2 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const hotkey = toSs58(net.ledger.state.subnets.get(1)?.neurons[0]?.hotkey ?? '');
  await assert.rejects(
    client.readHolders({ from: { hotkey, after: '0x1234' }, netuid: null }, await client.head()),
    { code: 'NOT_ON_THIS_RUNTIME' },
  );
});

test('how many hold more than half of a subnet is what the books say', async (t) => {
  const net = await startDevnet({ subnets: 6 });
  t.after(() => net.stop());
  const client = createTestClient(net, { timing: { requestMs: 5_000 } });
  t.after(client.close);
  net.produceBlock();
  await client.connect();
  const { state } = net.ledger;
  const netuid = toNetuid(2);
  const block = await client.head();
  const facts = await client.readEmissionFacts(block);
  const { stakes } = await client.readValidatorStake({ netuids: [netuid], isWhole: true }, block);
  const from = stakes.map(({ hotkey }) => ({ hotkey, after: null }));
  const say = holderConcentrationOf(await readAll(client, block, from, netuid), facts, netuid);

  const held = new Map<string, bigint>();
  for (const one of booksOf(state, netuid)) {
    const [, hotkey = '', coldkey = '', alpha = ''] = one.split(' ');
    const isSlot = state.subnets.get(netuid)?.neurons.some((neuron) => neuron.hotkey === hotkey);
    if (isSlot === true) held.set(coldkey, (held.get(coldkey) ?? 0n) + BigInt(alpha));
  }
  const descending = [...held.values()].sort((a, b) => (a < b ? 1 : -1));
  const subnet = state.subnets.get(netuid);
  assert.ok(subnet && descending.length > 3);
  const whole = subnet.alphaOut - subnet.protocolAlpha;
  const total = descending.reduce((sum, alpha) => sum + alpha, 0n);
  const ppm = Number((total * 1_000_000n) / whole);
  assert.ok(Math.abs(Number(say.coveredPpm) - ppm) <= 5, `${say.coveredPpm} and ${ppm}`);
  let sum = 0n;
  const needed = descending.findIndex((alpha) => (sum += alpha) * 2n > whole) + 1;
  assert.equal(say.needed.most, needed === 0 ? null : needed);
  assert.equal(say.of.holders.length, descending.length);
});
