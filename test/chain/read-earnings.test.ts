// What hotkeys paid, against the simulated chain's books; and what a position really grew by, against what is said of it.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { parseHex, toHex } from '../../src/chain/scale/hex.ts';
import { readRootRates } from '../../src/chain/reads/read-unclaimed.ts';
import { parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { StateReader } from '../../src/chain/runtime/state-reader.ts';
import type { BlockRef, EarningsQuery, EpochFacts } from '../../src/model/facts.ts';
import { positionYield, type EpochSample } from '../../src/portfolio/position-yield.ts';
import type { Netuid, Ss58Address } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { changeSubnet, subnetAt } from '../devnet/ledger/ledger-run.ts';
import { hotkeyKey } from '../devnet/ledger/state/ledger-state.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { RUNTIME_SPECS, without, type RuntimeSpec } from '../devnet/node/runtime/runtime-spec.ts';
import { createTestClient } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const ALICE_ID = toHex(publicKeyOf(ALICE));
const idOf = (address: Ss58Address): string => toHex(publicKeyOf(address));

const refOf = ({ hash, number }: { hash: string; number: number }): BlockRef => ({
  hash: parseHex(hash, 'block hash', 32),
  number,
});

async function world(t: TestContext, spec: RuntimeSpec = RUNTIME_SPECS.finney475) {
  const net = await startDevnet({ subnets: 8, isArchive: true, spec });
  t.after(() => net.stop());
  const client = createTestClient(net, { archive: net.url });
  t.after(client.close);
  await client.connect();
  const { positions } = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const asked: { netuid: Netuid; hotkeys: Ss58Address[] }[] = [];
  for (const { netuid, hotkey } of positions) {
    const there = asked.find((one) => one.netuid === netuid);
    if (there) there.hotkeys.push(hotkey);
    else asked.push({ netuid, hotkeys: [hotkey] });
  }
  return { net, client, positions, asked: asked as EarningsQuery };
}

/** Makes blocks until this subnet has run an epoch; true where it came before `most`. */
function untilEpoch(net: Devnet, netuid: number, most = 800): boolean {
  const before = subnetAt(net.ledger.state, netuid).lastMechanismStepBlock;
  for (let block = 0; block < most; block += 1) {
    net.produceBlock();
    if (subnetAt(net.ledger.state, netuid).lastMechanismStepBlock !== before) return true;
  }
  return false;
}

const of = (epochs: readonly EpochFacts[], netuid: number): EpochFacts | undefined =>
  epochs.find((one) => one.netuid === netuid);

const sampleOf = (
  { epoch, period, earned }: EpochFacts,
  hotkey: Ss58Address,
  from: EpochSample['from'],
): EpochSample[] =>
  earned
    .filter((one) => one.hotkey === hotkey)
    .map(({ dividends, earnedOn }) => ({ epoch, period, dividends, earnedOn, from }));

test('every epoch is told with its block, and what is said of a position is what it grew by', async (t) => {
  const { net, client, positions, asked } = await world(t);
  const mine = positions.find(({ netuid }) => netuid !== 0 && netuid <= 3);
  assert.ok(mine);
  const { netuid, hotkey } = mine;
  const alphaNow = () =>
    ledgerReads.positionAlpha(net.ledger.state, idOf(hotkey), ALICE_ID, netuid);
  const samples: EpochSample[] = [];
  let grown = 0n;
  let said = 0n;
  for (let turn = 0; turn < 3; turn += 1) {
    // To the block before the epoch, then the epoch itself: nobody trades here, so all growth is pay.
    const before = alphaNow();
    assert.ok(untilEpoch(net, netuid));
    const { state } = net.ledger;
    const key = hotkeyKey(idOf(hotkey), netuid);
    const dividends = state.alphaDividends.get(key) ?? 0n;
    const after = state.hotkeyAlphaLastEpoch.get(key) ?? 0n;
    assert.ok(dividends > 0n, 'the validator earned something');
    net.produceBlocks(3);
    const found = of(await client.readEarnings(asked, refOf(net.head())), netuid);
    assert.ok(found);
    assert.equal(found.epoch, subnetAt(state, netuid).lastMechanismStepBlock);
    assert.equal(found.period, 360);
    assert.deepEqual(
      found.earned.find((one) => one.hotkey === hotkey),
      { hotkey, dividends, earnedOn: after - dividends },
    );
    const [sample] = sampleOf(found, hotkey, 'own');
    assert.ok(sample);
    const told = positionYield(before, [sample], net.head().number);
    assert.ok(told);
    grown += alphaNow() - before;
    said += told.perTempo;
    samples.push(sample);
  }
  // Each of three epochs may differ by the unit that shares are rounded by.
  const difference = grown > said ? grown - said : said - grown;
  assert.ok(difference <= 3n, `${grown} grown, ${said} said`);
  const mean = positionYield(alphaNow(), samples, net.head().number);
  assert.ok(mean && mean.epochs === 3 && mean.unseen === 0 && mean.own === 3);

  // The archive tells the same of the same epochs, asked at blocks in between.
  for (const { epoch, dividends, earnedOn } of samples) {
    const told = await client.readEarningsAt(asked, epoch + 1);
    assert.ok(told.known);
    const again = of(told.value, netuid)?.earned.find((one) => one.hotkey === hotkey);
    assert.deepEqual(again, { hotkey, dividends, earnedOn });
    assert.equal(of(told.value, netuid)?.epoch, epoch);
  }
});

test('an epoch that was skipped is not taken for one that paid, and one that never ran is left out', async (t) => {
  const { net, client, asked } = await world(t);
  const [first] = asked.filter(({ netuid }) => netuid !== 0);
  assert.ok(first);
  const { netuid } = first;
  assert.ok(untilEpoch(net, netuid));
  const paidAt = subnetAt(net.ledger.state, netuid).lastMechanismStepBlock;
  // The schedule moves on with a skipped epoch; what was paid, and when, does not.
  changeSubnet(net.ledger.state, netuid, { lastEpochBlock: paidAt + 5 });
  net.produceBlock();
  assert.equal(of(await client.readEarnings(asked, refOf(net.head())), netuid)?.epoch, paidAt);
  changeSubnet(net.ledger.state, netuid, { lastMechanismStepBlock: 0 });
  net.produceBlock();
  assert.equal(of(await client.readEarnings(asked, refOf(net.head())), netuid), undefined);
});

test('an epoch that is known is not read again: only whether there is a newer one', async (t) => {
  const { net, client, asked } = await world(t);
  const [first] = asked.filter(({ netuid }) => netuid !== 0);
  assert.ok(first);
  const { netuid } = first;
  assert.ok(untilEpoch(net, netuid));
  const paidAt = subnetAt(net.ledger.state, netuid).lastMechanismStepBlock;
  const at = refOf(net.head());
  const [whole] = await client.readEarnings([first], at);
  const rows = [
    [paidAt + 1, [], 1],
    [paidAt, [], 1],
    [paidAt - 1, [whole], 2],
    [0, [whole], 2],
  ] as const;
  for (const [newerThan, expected, requests] of rows) {
    const { messagesIn } = net.traffic;
    assert.deepEqual(await client.readEarnings([{ ...first, newerThan }], at), expected);
    assert.equal(net.traffic.messagesIn - messagesIn, requests, `${newerThan}`);
  }
  // Of several each by its own block.
  const others = asked.filter((one) => one.netuid !== netuid && one.netuid !== 0);
  const all = await client.readEarnings([{ ...first, newerThan: paidAt }, ...others], at);
  assert.deepEqual(all, await client.readEarnings(others, at));
});

test('a hotkey without dividends earned nothing on the stake it has; one without stake is left out', async (t) => {
  const { net, client, asked } = await world(t);
  const [first] = asked.filter(({ netuid }) => netuid !== 0);
  assert.ok(first);
  const [hotkey] = first.hotkeys;
  assert.ok(hotkey);
  const { netuid } = first;
  assert.ok(untilEpoch(net, netuid));
  const { state } = net.ledger;
  const key = hotkeyKey(idOf(hotkey), netuid);
  state.alphaDividends.set(key, 0n);
  net.produceBlock();
  const stranger = parseSs58('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty');
  const ask = [{ netuid, hotkeys: [hotkey, stranger] }];
  const found = of(await client.readEarnings(ask, refOf(net.head())), netuid);
  assert.deepEqual(found?.earned, [
    { hotkey, dividends: 0n, earnedOn: state.hotkeyAlpha.get(key) },
  ]);
});

test('older runtimes: another period, and nothing said where the books lack something', async (t) => {
  const { finney475 } = RUNTIME_SPECS;
  const item = (name: string) => `SubtensorModule.${name}`;
  const fixed = await world(t, without(finney475, item('LastEpochBlock')));
  assert.ok(untilEpoch(fixed.net, 1));
  const read = await fixed.client.readEarnings(fixed.asked, refOf(fixed.net.head()));
  assert.equal(of(read, 1)?.period, 361);
  for (const missing of ['TotalHotkeyAlphaLastEpoch', 'AlphaDividendsPerSubnet']) {
    const bare = await world(t, without(finney475, item(missing)));
    assert.ok(untilEpoch(bare.net, 1));
    const found = await bare.client.readEarnings(bare.asked, refOf(bare.net.head()));
    assert.deepEqual(of(found, 1)?.earned ?? [], [], missing);
  }
});

const YEAR = 2_629_800n;

test('root: what all subnets’ last epochs paid, at their prices, over a year', async (t) => {
  const { net, client, positions, asked } = await world(t);
  const root = positions.find(({ netuid }) => netuid === 0);
  assert.ok(root);
  const { state } = net.ledger;
  // Below a sum of prices of one the chain keeps what root would get.
  for (const netuid of [1, 2]) changeSubnet(state, netuid, { movingPrice: 2n << 32n });
  net.produceBlocks(400);
  const id = idOf(root.hotkey);
  const expected = (): bigint => {
    let sum = 0n;
    for (let netuid = 1; netuid <= 8; netuid += 1) {
      const paid = state.rootAlphaDividends.get(hotkeyKey(id, netuid)) ?? 0n;
      const price = ledgerReads.currentAlphaPrice(state, netuid);
      const { tempo, lastMechanismStepBlock } = subnetAt(state, netuid);
      if (lastMechanismStepBlock === 0 || paid === 0n) continue;
      if (state.blockNumber - lastMechanismStepBlock > 3 * tempo) continue;
      sum += (paid * price * YEAR) / (1_000_000_000n * BigInt(tempo));
    }
    return sum;
  };
  const read = async () => of(await client.readEarnings(asked, refOf(net.head())), 0);
  const found = await read();
  const stake = state.hotkeyAlpha.get(hotkeyKey(id, 0)) ?? 0n;
  assert.deepEqual(found, {
    netuid: 0,
    registeredAt: 0,
    epoch: net.head().number,
    period: Number(YEAR),
    earned: [{ hotkey: root.hotkey, dividends: expected(), earnedOn: stake }],
  });
  assert.ok(expected() > 0n);
  const told = positionYield(
    root.alpha,
    sampleOf(found ?? assert.fail(), root.hotkey, 'own'),
    net.head().number,
  );
  assert.equal(told?.aprPpm, (expected() * 1_000_000n) / stake);
  assert.equal(told.perDay, (expected() * root.alpha * 7_200n) / (stake * YEAR));

  // A subnet whose epochs have stopped: what it last paid stands for ever, and says nothing of now.
  const withAll = expected();
  const paying = [1, 2, 3, 4, 5, 6, 7, 8].find(
    (netuid) => (state.rootAlphaDividends.get(hotkeyKey(id, netuid)) ?? 0n) > 0n,
  );
  assert.ok(paying);
  changeSubnet(state, paying, {
    lastMechanismStepBlock: state.blockNumber - 3 * 360 - 2,
    lastEpochBlock: state.blockNumber,
  });
  net.setSettings({ isEmitting: false });
  net.produceBlock();
  assert.equal((await read())?.earned[0]?.dividends, expected());
  assert.ok(expected() < withAll);

  // More alpha than there is root stake goes to the hotkey's owner: root's stakers got none of it.
  const other = [1, 2, 3, 4, 5, 6, 7, 8].find(
    (netuid) =>
      netuid !== paying && (state.rootAlphaDividends.get(hotkeyKey(id, netuid)) ?? 0n) > 0n,
  );
  assert.ok(other);
  state.rootAlphaDividends.set(hotkeyKey(id, other), stake + 1n);
  net.produceBlock();
  const without_ = (await read())?.earned[0]?.dividends ?? -1n;
  state.rootAlphaDividends.set(hotkeyKey(id, other), 0n);
  assert.equal(without_, expected());
});

test('root under other books is not told: no claim rates, or baskets', async (t) => {
  const { finney475 } = RUNTIME_SPECS;
  const bare = await world(t, without(finney475, 'SubtensorModule.RootClaimable'));
  assert.equal(
    of(await bare.client.readEarnings(bare.asked, refOf(bare.net.head())), 0),
    undefined,
  );
  const { net, client } = await world(t);
  const runtime = await client.runtimeAt(refOf(net.head()).hash);
  const item = runtime.storage('SubtensorModule', 'RootClaimable');
  const baskets = {
    ...runtime,
    storage: (pallet: string, name: string) =>
      name === 'BasketTradingEnabled' ? item : runtime.storage(pallet, name),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it must not get as far as asking
  const state = { runtime: baskets } as unknown as StateReader;
  assert.deepEqual(await readRootRates(state, []), {
    known: false,
    reason: 'not-on-this-runtime',
  });
});

test('without an archive, or with one that fails, that is the answer', async (t) => {
  const net = await startDevnet({ subnets: 4 });
  t.after(() => net.stop());
  const alone = createTestClient(net);
  t.after(alone.close);
  await alone.connect();
  assert.deepEqual(await alone.readEarningsAt([], 1), { known: false, reason: 'no-archive' });
  const broken = createTestClient(net, { archive: 'ws://127.0.0.1:9' });
  t.after(broken.close);
  await broken.connect();
  assert.deepEqual(await broken.readEarningsAt([], 1), { known: false, reason: 'unreadable' });
});
