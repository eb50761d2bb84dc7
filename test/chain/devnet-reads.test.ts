// What the client reads, against the simulated chain's own books, on runtimes of three different shapes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import type { ReadSnapshot } from '../../src/chain/chain-client.ts';
import { fromHex, parseHex, toHex } from '../../src/chain/scale/hex.ts';
import { formatSs58, parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { Reading, Snapshot } from '../../src/model/facts.ts';
import { raoPerAlpha } from '../../src/pool/spot-price.ts';
import { toNetuid, type Ss58Address } from '../../src/units.ts';
import { createEndpointMemory, type EndpointMemory } from '../../src/chain/rpc/endpoint-list.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { hotkeyKey } from '../devnet/ledger/state/ledger-state.ts';
import { subnetAccount } from '../devnet/ledger/state/balances.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { createMemoryCache, createTestClient, TEST_TIMING } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const BOB = parseSs58('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty');
const EVE = parseSs58('5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw');

const idOf = (address: Ss58Address): string => toHex(publicKeyOf(address));
const addressOf = (id: string): Ss58Address => formatSs58(fromHex(id));

function must<T>(reading: Reading<T>): T {
  assert.ok(reading.known);
  return reading.value;
}

/** Every position of a coldkey by the ledger's own arithmetic, as `netuid hotkey alpha`. */
function positionsInBooks({ ledger: { state } }: Devnet, coldkey: Ss58Address): string[] {
  const owner = idOf(coldkey);
  const found: string[] = [];
  for (const hotkey of state.stakingHotkeys.get(owner) ?? []) {
    for (const netuid of state.subnets.keys()) {
      const alpha = ledgerReads.positionAlpha(state, hotkey, owner, netuid);
      if (alpha > 0n) found.push(`${netuid} ${addressOf(hotkey)} ${alpha}`);
    }
  }
  return found.sort();
}

function positionsRead({ positions }: ReadSnapshot, coldkey: Ss58Address): string[] {
  return positions
    .filter((position) => position.coldkey === coldkey)
    .map(({ netuid, hotkey, alpha }) => `${netuid} ${hotkey} ${alpha}`)
    .sort();
}

for (const name of ['finney475', 'next', 'old'] as const) {
  test(`${name}: accounts, positions and pools are those of the books`, async (t) => {
    const net = await startDevnet({ spec: RUNTIME_SPECS[name], subnets: 24 });
    t.after(() => net.stop());
    const client = createTestClient(net);
    t.after(client.close);
    net.produceBlocks(3);
    await client.connect();
    const { state } = net.ledger;
    const netuids = [...state.subnets.keys()].map(toNetuid);
    const snapshot = await client.readSnapshot({ coldkeys: [ALICE, BOB, EVE], lookedAt: netuids });

    assert.equal(snapshot.block.hash, net.head().hash);
    assert.equal(snapshot.runtime.specVersion, RUNTIME_SPECS[name].specVersion);
    assert.deepEqual(snapshot.unread, []);
    for (const coldkey of [ALICE, BOB, EVE]) {
      assert.deepEqual(positionsRead(snapshot, coldkey), positionsInBooks(net, coldkey));
      const account = snapshot.accounts.find((entry) => entry.coldkey === coldkey);
      assert.equal(account?.free, state.accounts.get(idOf(coldkey))?.free ?? 0n);
    }
    for (const subnet of snapshot.subnets) {
      const books = state.subnets.get(subnet.netuid);
      assert.ok(books);
      assert.equal(subnet.registeredAt, books.registeredAt);
      assert.equal(subnet.alphaOut, books.alphaOut);
      assert.equal(must(subnet.isSubtokenEnabled), books.subtokenEnabled);
      const price = ledgerReads.currentAlphaPrice(state, subnet.netuid);
      // A pool has its price itself, and nobody is asked for it.
      if (subnet.pool !== null) assert.equal(subnet.nodePrice.known, false);
      else if (name !== 'old') assert.equal(must(subnet.nodePrice), price);
      if (subnet.pool !== null && subnet.pool.kind !== 'stable')
        assert.equal(raoPerAlpha(subnet.pool), price);
      assert.deepEqual(must(subnet.injection), {
        tao: books.taoInEmission,
        alpha: books.alphaInEmission,
        boughtWithTao: books.excessTao,
      });
      if (subnet.pool === null || subnet.pool.kind === 'stable') {
        assert.ok(subnet.netuid === 0 || books.mechanism !== 1 || subnet.curve === 'node-only');
        continue;
      }
      assert.equal(subnet.pool.taoReserve, books.taoReserve);
      assert.equal(subnet.pool.alphaReserve, books.alphaReserve);
    }
  });
}

test('what is available and what is locked is what the runtime says, with the lock’s hotkey', async (t) => {
  const net = await startDevnet({ subnets: 24 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const snapshot = await client.readSnapshot({ coldkeys: [ALICE, BOB], lookedAt: [] });
  const { state } = net.ledger;
  let locks = 0;
  for (const entry of must(snapshot.availability)) {
    const coldkey = idOf(entry.coldkey);
    const books = ledgerReads.stakeAvailability(state, coldkey, entry.netuid);
    assert.deepEqual(
      [entry.total, entry.locked, entry.available],
      [books.total, books.locked, books.available],
    );
    if (entry.locked === 0n) continue;
    locks += 1;
    const lock = must(snapshot.locks).find(
      ({ coldkey: owner, netuid }) => owner === entry.coldkey && netuid === entry.netuid,
    );
    assert.equal(lock?.locked, entry.locked);
    assert.notEqual(lock?.hotkey, null);
    assert.deepEqual(lock?.unlockRate, { known: true, value: state.unlockRate });
  }
  assert.ok(locks > 0);
});

test('simulations are the runtime’s own, and six zeros are told as they are', async (t) => {
  const net = await startDevnet({ subnets: 8 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const [buy, sell, failing] = await client.simulate(parseHex(net.head().hash, 'hash'), [
    { netuid: toNetuid(1), side: 'buy', amount: 1_000_000_000n },
    { netuid: toNetuid(2), side: 'sell', amount: 1_000_000_000n },
    { netuid: toNetuid(9999), side: 'sell', amount: 1n },
  ]);
  assert.ok(buy && sell && failing);
  const { state } = net.ledger;
  assert.equal(
    must(buy).alphaAmount,
    ledgerReads.simSwapTaoForAlpha(state, 1, 1_000_000_000n).alphaAmount,
  );
  assert.equal(
    must(sell).taoAmount,
    ledgerReads.simSwapAlphaForTao(state, 2, 1_000_000_000n).taoAmount,
  );
  assert.equal(must(failing).taoAmount, 0n);
});

test('a refresh takes two round trips and at most 120 KB for one coldkey with 25 subnets', async (t) => {
  const net = await startDevnet();
  t.after(() => net.stop());
  const sentAt: number[] = [];
  const client = createTestClient(net, {
    // No answer of a busy machine is taken for none, which would ask again.
    timing: { ...TEST_TIMING, requestMs: 20_000 },
    openSocket: (endpoint) => {
      const socket = new WebSocket(endpoint);
      const send = socket.send.bind(socket);
      return Object.assign(socket, {
        send: (text: string) => {
          sentAt.push(performance.now());
          send(text);
        },
      });
    },
  });
  t.after(client.close);
  await client.connect();
  const lookedAt = Array.from({ length: 26 }, (_unused, i) => toNetuid(i));
  await client.readSnapshot({ coldkeys: [ALICE], lookedAt });

  net.produceBlock();
  await until(() => client.status().head?.hash === net.head().hash);
  // Every answer waits, so that questions of one round trip are sent close together.
  net.faults.arm({ method: /.*/ }, { do: 'delay', ms: 250 });
  sentAt.length = 0;
  const before = net.traffic.bytesOut;
  const snapshot = await client.readSnapshot({ coldkeys: [ALICE], lookedAt });
  const received = net.traffic.bytesOut - before;
  const trips = sentAt.filter((at, i) => at - (sentAt[i - 1] ?? 0) > 120).length;
  assert.ok(snapshot.subnets.length >= 26 && snapshot.positions.length > 0);
  assert.ok(trips <= 2, `${trips} round trips`);
  assert.ok(received <= 120_000, `${received} bytes`);
});

test('at a node that limits requests figures take five from the connecting on, and the rest of home two more', async (t) => {
  const net = await startDevnet();
  t.after(() => net.stop());
  const metadataCache = createMemoryCache();
  const lookedAt = Array.from({ length: 26 }, (_unused, i) => toNetuid(i));
  const methods: string[] = [];
  const home = async (memory: EndpointMemory, before: Snapshot | null) => {
    methods.length = 0;
    const client = createTestClient(net, {
      metadataCache,
      memory,
      openSocket: (endpoint) => {
        const socket = new WebSocket(endpoint);
        const send = socket.send.bind(socket);
        return Object.assign(socket, {
          send: (text: string) => {
            const { method, params } = JSON.parse(text);
            methods.push(method === 'state_call' ? params[0].split('_api_').at(-1) : method);
            send(text);
          },
        });
      },
    });
    t.after(client.close);
    await client.connect();
    const shown: { first: ReadSnapshot; by: string[] }[] = [];
    const onFirst = (first: ReadSnapshot) => void shown.push({ first, by: [...methods] });
    const read = await client.readSnapshot({ coldkeys: [ALICE], lookedAt, before, onFirst });
    const by = [...methods];
    return { read, by, shown };
  };
  const free = await home(createEndpointMemory(), null);
  const memory = createEndpointMemory();
  memory.paceOf(net.url).recall(30, 30);
  const before: Snapshot = { ...free.read, unclaimed: { known: false, reason: 'unreadable' } };
  const limited = await home(memory, before);
  assert.deepEqual(limited.read, free.read);
  const [one] = limited.shown;
  assert.ok(one !== undefined && limited.shown.length === 1);
  const FIGURES = [
    'chain_subscribeNewHeads',
    'chain_getBlockHash',
    'state_queryStorageAt',
    'StakeInfoRuntimeApi_get_stake_info_for_coldkeys',
    'StakeInfoRuntimeApi_get_stake_availability_for_coldkeys',
  ];
  const PRUNING = 'SubnetInfoRuntimeApi_get_subnet_to_prune';
  assert.deepEqual(
    one.by.filter((method) => method !== PRUNING),
    FIGURES,
  );
  const { subnetToPrune, ...rules } = one.first.rules;
  assert.deepEqual(subnetToPrune, { known: false, reason: 'unreadable' });
  const { subnetToPrune: whole } = free.read.rules;
  assert.deepEqual({ ...one.first, rules: { ...rules, subnetToPrune: whole } }, free.read);
  assert.deepEqual(
    limited.by.toSorted(),
    [...FIGURES, PRUNING, 'state_getRuntimeVersion'].toSorted(),
  );
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('names, validators and emission figures are those of the books', async (t) => {
  const net = await startDevnet({ subnets: 24 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  net.produceBlocks(2);
  await client.connect();
  const { state } = net.ledger;

  const { names } = await client.readNames();
  assert.equal(names.length, state.subnets.size);
  for (const subnet of names) {
    const books = state.subnets.get(subnet.netuid);
    assert.ok(books);
    assert.equal(subnet.symbol, books.symbol);
    assert.equal(idOf(subnet.ownerColdkey), books.ownerColdkey);
    if (books.identity) assert.equal(subnet.description, books.identity.description);
  }

  const netuid = toNetuid(1);
  const { validators } = await client.readValidators(netuid);
  const permitted = (state.subnets.get(1)?.neurons ?? []).filter(({ hasPermit }) => hasPermit);
  assert.deepEqual(
    validators.map(({ hotkey }) => idOf(hotkey)).sort(),
    permitted.map(({ hotkey }) => hotkey).sort(),
  );
  for (const { hotkey, alphaStake, owner, weightsAge } of validators) {
    const setAt = permitted.find((one) => one.hotkey === idOf(hotkey))?.lastUpdate;
    assert.deepEqual(weightsAge, {
      known: true,
      value: net.ledger.state.blockNumber - (setAt ?? NaN),
    });
    assert.equal(alphaStake, state.hotkeyAlpha.get(hotkeyKey(idOf(hotkey), 1)) ?? 0n);
    assert.equal(owner && idOf(owner), state.owners.get(idOf(hotkey)) ?? null);
  }

  const emission = await client.readEmissionFacts();
  assert.equal(emission.totalIssuance, state.totalIssuance);
  assert.equal(must(emission.taoWeight), state.taoWeight);
  assert.equal(must(emission.gate).barBits, state.emissionGateBar);
  for (const subnet of emission.subnets) {
    const books = state.subnets.get(subnet.netuid);
    assert.ok(books);
    assert.equal(must(subnet.emaPriceBits), books.movingPrice);
    assert.equal(must(subnet.minerBurnedBits), books.minerBurned);
    assert.equal(must(subnet.taoInEmission), books.taoInEmission);
    assert.equal(must(subnet.firstEmissionBlock), books.firstEmissionBlock);
  }
});

test('prices of an earlier block come from the archive, and without one that is an answer', async (t) => {
  const net = await startDevnet({ subnets: 8, isArchive: true, hasTraders: true });
  t.after(() => net.stop());
  const early = net.produceBlock();
  const price = ledgerReads.currentAlphaPrice(net.ledger.state, 1);
  net.produceBlocks(5);
  const client = createTestClient(net, { archive: net.url });
  t.after(client.close);
  await client.connect();
  const prices = await client.readPricesAt(early.number);
  assert.ok(prices.known);
  assert.equal(prices.prices.find(({ netuid }) => netuid === 1)?.raoPerAlpha, price);
  assert.equal(prices.block.hash, early.hash);

  const without = createTestClient(net);
  assert.deepEqual(await without.readPricesAt(early.number), {
    known: false,
    reason: 'no-archive',
  });
  const gone = createTestClient(net, { archive: 'ws://127.0.0.1:1' });
  assert.deepEqual(await gone.readPricesAt(early.number), { known: false, reason: 'unreadable' });
});

test('of a receiver: whose hotkey it is, and whether the chain itself owns it', async (t) => {
  const net = await startDevnet({ subnets: 4 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  net.produceBlocks(1);
  await client.connect();
  const receiverOf = async (destination: Ss58Address | null) => {
    const query = { coldkey: ALICE, netuids: [], hotkeys: [], destination, calls: [] };
    return (await client.readMoveFacts(query)).receiver;
  };
  const [found] = [...net.ledger.state.owners.entries()];
  assert.ok(found);
  const [hotkey, owner] = found;
  const hotkeyRead = await receiverOf(addressOf(hotkey));
  assert.deepEqual(hotkeyRead?.hotkeyOwner, { known: true, value: addressOf(owner) });
  assert.equal(hotkeyRead?.isKeyless, false);

  const nobody = addressOf(`0x${'5e'.repeat(32)}`);
  assert.deepEqual((await receiverOf(nobody))?.hotkeyOwner, { known: true, value: null });
  const zero = addressOf(`0x${'00'.repeat(32)}`);
  // The baskets' escrow, by the chain reference.
  const escrow = addressOf(
    `0x${toHex(new TextEncoder().encode('modlsubtensrbeta/esc')).slice(2).padEnd(64, '0')}`,
  );
  for (const keyless of [addressOf(subnetAccount(1)), escrow, zero]) {
    assert.equal((await receiverOf(keyless))?.isKeyless, true, keyless);
  }
  assert.equal(await receiverOf(null), null);
});
