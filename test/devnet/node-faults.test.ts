// How the simulated node fails on demand: messages, lies, sockets, forks, upgrades.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { startDevnet, type Devnet, type DevnetOptions } from './devnet.ts';
import { subnetAt } from './ledger/ledger-run.ts';
import { ledgerReads } from './ledger/ledger.ts';
import { RUNTIME_SPECS, withLayout, without } from './node/runtime/runtime-spec.ts';
import { compact, u32 } from './node/scale/type.ts';
import { callOf, connectPolkadot, developmentPair, runtimeAnswer } from './polkadot-client.ts';
import { connectRaw, NodeError, type RpcClient } from './rpc-client.ts';

const TAO = 1_000_000_000n;
const SUBNET_TAO_1 = '0x658faa385070e074c85bf6b568cf05557a57dce016211512d1700561066b85a30100';

async function withDevnet(
  run: (devnet: Devnet, client: RpcClient) => Promise<void>,
  options: DevnetOptions = {},
): Promise<void> {
  const devnet = await startDevnet({ subnets: 4, ...options });
  try {
    await run(devnet, connectRaw(devnet));
  } finally {
    await devnet.stop();
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A signed stake, by a client that has gone before anything fails. */
async function signedStake(devnet: Devnet, nonce = 0, era = 64): Promise<string> {
  const api = await connectPolkadot(devnet);
  try {
    const hotkey = subnetAt(devnet.ledger.state, 1).neurons[0]?.hotkey;
    const call = callOf(api, 'subtensorModule', 'addStake', hotkey, 1, TAO);
    const sent = await call.signAsync(developmentPair('//Alice'), { nonce, era });
    return sent.toHex();
  } finally {
    await api.disconnect();
  }
}

test('the chosen message is the one that fails, as often as asked', () =>
  withDevnet(async (devnet, client) => {
    devnet.faults.arm({ skip: 1, times: 2 }, { do: 'fail', code: -32000, message: 'busy' });
    assert.equal(await client.request('system_chain'), 'Taubar devnet');
    for (let i = 0; i < 2; i += 1) {
      await assert.rejects(
        client.request('system_chain'),
        (error: unknown) => error instanceof NodeError && error.code === -32000,
      );
    }
    assert.equal(await client.request('system_chain'), 'Taubar devnet');
  }));

test('a method can stay silent, answer late, out of order, twice, for another id, or with nonsense', () =>
  withDevnet(async (devnet, client) => {
    const { faults } = devnet;
    const ask = (id: number, method: string): void => {
      client.sendText(JSON.stringify({ jsonrpc: '2.0', id, method, params: [] }));
    };
    const ids = (): unknown[] => client.received.map((text) => JSON.parse(text).id);
    faults.arm({ method: 'system_name', times: 1 }, { do: 'ignore' });
    ask(1, 'system_name');
    faults.arm({ method: 'system_version' }, { do: 'hold-until-next' });
    ask(2, 'system_version');
    ask(3, 'system_chain');
    await settle();
    assert.deepEqual(ids(), [3, 2]);
    faults.arm({ method: 'system_health' }, { do: 'repeat' });
    ask(4, 'system_health');
    faults.arm({ method: 'system_properties' }, { do: 'wrong-id' });
    ask(5, 'system_properties');
    await settle();
    assert.deepEqual(ids().slice(2), [4, 4, 1_000_008]);
    faults.arm({ method: 'system_chainType' }, { do: 'delay', ms: 30 });
    ask(6, 'system_chainType');
    await settle();
    assert.equal(client.received.length, 5);
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.equal(client.received.length, 6);
    faults.reset();
    faults.arm({ method: 'chain_getHead' }, { do: 'garbage', text: '[]' });
    ask(7, 'chain_getHead');
    await settle();
    assert.equal(client.received.at(-1), '[]');
  }));

test('an answer can be cut short, inflated or replaced, also inside a batch of keys', () =>
  withDevnet(async (devnet, client) => {
    const { faults } = devnet;
    const method = 'state_getStorage';
    const honest = String(await client.request(method, SUBNET_TAO_1));
    const disarm = faults.arm({ method }, { do: 'truncate', bytes: 3 });
    assert.equal(await client.request(method, SUBNET_TAO_1), honest.slice(0, -6));
    disarm();
    faults.arm({ method, times: 1 }, { do: 'inflate', bytes: 1_000_000 });
    assert.equal(String(await client.request(method, SUBNET_TAO_1)).length, 2_000_018);
    faults.arm({ method: 'state_queryStorageAt' }, { do: 'replace', change: () => [] });
    assert.deepEqual(await client.request('state_queryStorageAt', [SUBNET_TAO_1]), []);
  }));

test('a lie changes one storage item or one runtime answer and nothing else', () =>
  withDevnet(async (devnet, client) => {
    const { faults } = devnet;
    const honest = await client.request('state_getStorage', SUBNET_TAO_1);
    const truth = faults.lies.storage('SubtensorModule.SubnetTAO', (value, [netuid]) =>
      netuid === 1 ? 5n : value,
    );
    assert.equal(await client.request('state_getStorage', SUBNET_TAO_1), '0x0500000000000000');
    const other = SUBNET_TAO_1.replace(/0100$/, '0200');
    assert.notEqual(await client.request('state_getStorage', other), '0x0500000000000000');
    truth();
    assert.equal(await client.request('state_getStorage', SUBNET_TAO_1), honest);
    faults.lies.api('SwapRuntimeApi_current_alpha_price', () => 7n);
    const price = await client.request(
      'state_call',
      'SwapRuntimeApi_current_alpha_price',
      '0x0100',
    );
    assert.equal(price, '0x0700000000000000');
    faults.lies.genesisHash = `0x${'66'.repeat(32)}`;
    assert.equal(await client.request('chain_getBlockHash', 0), `0x${'66'.repeat(32)}`);
    faults.reset();
    assert.equal(await client.request('chain_getBlockHash', 0), devnet.genesisHash);
  }));

const opened = (socket: WebSocket): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('open', () => resolve(true));
    socket.once('error', () => resolve(false));
  });

test('sockets are refused, cut, and served again after the node was away', () =>
  withDevnet(async (devnet) => {
    const { faults, url } = devnet;
    const socket = new WebSocket(url);
    assert.equal(await opened(socket), true);
    assert.equal(devnet.connections(), 1);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    faults.hangUp();
    await closed;
    await settle();
    assert.equal(devnet.connections(), 0);
    faults.refuseConnections(true);
    assert.equal(await opened(new WebSocket(url)), false);
    faults.stallConnections(true);
    const waiting = new WebSocket(url);
    const outcome = opened(waiting);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(waiting.readyState, WebSocket.CONNECTING);
    faults.hangUp();
    assert.equal(await outcome, false);
    faults.reset();
    await faults.goOffline();
    assert.equal(await opened(new WebSocket(url)), false);
    await faults.goOnline();
    const again = new WebSocket(url);
    assert.equal(await opened(again), true);
    faults.arm({ method: 'system_chain' }, { do: 'hang-up', when: 'after' });
    const cut = new Promise((resolve) => again.once('close', resolve));
    again.send('{"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]}');
    await cut;
    assert.equal(devnet.traffic.messagesIn, 1);
    assert.equal(devnet.traffic.messagesOut, 0);
    assert.equal(devnet.accepted(), 2);
  }));

test('a node that dies between submission and answer has taken the extrinsic', () =>
  withDevnet(async (devnet, client) => {
    const hex = await signedStake(devnet);
    devnet.faults.arm({ method: 'author_submitExtrinsic' }, { do: 'hang-up', when: 'after' });
    void client.request('author_submitExtrinsic', hex);
    await settle();
    assert.equal(client.isHungUp(), true);
    assert.equal(devnet.produceBlock().extrinsics.length, 2);
  }));

test('an accepted extrinsic can vanish, be dropped, or miss its finality', () =>
  withDevnet(async (devnet, client) => {
    const hex = await signedStake(devnet);
    const submit = (): Promise<unknown> => client.request('author_submitAndWatchExtrinsic', hex);
    devnet.faults.swallowExtrinsics(1);
    const vanished = await submit();
    assert.equal(devnet.produceBlock().extrinsics.length, 1);
    await settle();
    assert.equal(client.notifications(vanished)[0], 'ready');
    assert.equal(client.notifications(vanished).length, 2);
    const dropped = await submit();
    devnet.faults.dropExtrinsic(devnet.node.pool.pending()[0]?.hash ?? '');
    await settle();
    assert.equal(client.notifications(dropped).at(-1), 'dropped');
    devnet.faults.holdFinality(true);
    const late = await submit();
    const { hash } = devnet.produceBlock();
    devnet.produceBlocks(5);
    devnet.faults.timeOutFinality();
    await settle();
    assert.deepEqual(client.notifications(late).slice(-2), [
      { inBlock: hash },
      { finalityTimeout: hash },
    ]);
  }));

test('a reorganisation retracts blocks; their extrinsics return to the pool and go into a later block', () =>
  withDevnet(
    async (devnet, client) => {
      const hex = await signedStake(devnet);
      const heads = await client.request('chain_subscribeNewHeads');
      const watch = await client.request('author_submitAndWatchExtrinsic', hex);
      const before = devnet.ledger.snapshot();
      const lost = devnet.produceBlock();
      devnet.produceBlock();
      const best = devnet.faults.reorganise(2);
      assert.equal(best.number, lost.number + 2);
      assert.equal(devnet.node.chain.isCanonical(lost), false);
      const [first] = [...devnet.ledger.state.accounts.entries()].filter(
        ([, { nonce }]) => nonce > 0,
      );
      assert.equal(first, undefined, 'the branch has not run it yet');
      assert.equal(devnet.ledger.state.blockNumber, before.blockNumber + 3);
      const found = devnet.produceBlock();
      devnet.produceBlocks(4);
      await settle();
      assert.deepEqual(client.notifications(watch).slice(2), [
        { inBlock: lost.hash },
        { retracted: lost.hash },
        { inBlock: found.hash },
        { finalized: found.hash },
      ]);
      const numbers = client
        .notifications(heads)
        .map((head) => Number(JSON.parse(JSON.stringify(head)).number) - before.blockNumber);
      assert.deepEqual(numbers, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
      // The retracted block and its state can still be asked for by hash.
      assert.notEqual(await client.request('state_getStorage', SUBNET_TAO_1, lost.hash), null);
      assert.throws(() => devnet.faults.reorganise(5), /final/);
    },
    { finalityLag: 4 },
  ));

test('the winning branch can hold the same extrinsic', () =>
  withDevnet(
    async (devnet, client) => {
      const watch = await client.request(
        'author_submitAndWatchExtrinsic',
        await signedStake(devnet),
      );
      const lost = devnet.produceBlock();
      const best = devnet.faults.reorganise(1, { includesPool: true });
      await settle();
      assert.deepEqual(client.notifications(watch).slice(2), [
        { inBlock: lost.hash },
        { retracted: lost.hash },
        { inBlock: best.hash },
      ]);
    },
    { finalityLag: 4 },
  ));

test('an upgrade is announced, changes code, layouts and curve, and outdates signed extrinsics', () =>
  withDevnet(async (devnet, client) => {
    const hex = await signedStake(devnet);
    devnet.faults.holdPool(true);
    const watch = await client.request('author_submitAndWatchExtrinsic', hex);
    const versions = await client.request('state_subscribeRuntimeVersion');
    const code = await client.request('state_getStorage', '0x3a636f6465');
    const old = devnet.head();
    const priceBefore = ledgerReads.currentAlphaPrice(devnet.ledger.state, 1);
    devnet.setSettings({ isEmitting: false });
    devnet.faults.upgradeAt(old.number + 1, RUNTIME_SPECS.next);
    const upgraded = devnet.produceBlock();
    assert.equal(upgraded.executedBy.spec.specVersion, 475);
    assert.equal(upgraded.runtime.spec.specVersion, 476);
    await settle();
    assert.deepEqual(
      client
        .notifications(versions)
        .map((version) => JSON.parse(JSON.stringify(version)).specVersion),
      [475, 476],
    );
    assert.notEqual(await client.request('state_getStorage', '0x3a636f6465'), code);
    assert.equal(await client.request('state_getStorage', '0x3a636f6465', old.hash), code);
    assert.equal(client.notifications(watch).at(-1), 'invalid');
    const priceAfter = ledgerReads.currentAlphaPrice(devnet.ledger.state, 1);
    assert.ok(priceAfter - priceBefore <= 1n && priceBefore - priceAfter <= 1n);

    const api = await connectPolkadot(devnet);
    try {
      const answer = await runtimeAnswer(api, 'swapRuntimeApi', 'simSwapTaoForAlpha', 1, TAO);
      const expected = ledgerReads.simSwapTaoForAlpha(devnet.ledger.state, 1, TAO);
      const shown = JSON.parse(JSON.stringify(answer));
      assert.equal(BigInt(shown.alphaAmount), expected.alphaAmount);
      assert.equal(shown.isPartial, false);
      const curve = await api.query['swap']?.['swapSuperellipse']?.(1);
      assert.equal(curve?.isEmpty, false);
      const hotkey = subnetAt(devnet.ledger.state, 1).neurons[0]?.hotkey;
      const call = callOf(api, 'subtensorModule', 'addStake', hotkey, 1, TAO);
      const sent = await call.signAsync(developmentPair('//Alice'), { nonce: -1 });
      await client.request('author_submitExtrinsic', sent.toHex());
    } finally {
      await api.disconnect();
    }
    devnet.faults.holdPool(false);
    assert.equal(devnet.produceBlock().extrinsics.length, 2);
  }));

test('a runtime of our own making lacks or lays out what a test wants', () => {
  const base = without(
    RUNTIME_SPECS.finney475,
    'SwapRuntimeApi.current_alpha_price_all',
    'Swap.FeeRate',
  );
  const spec = withLayout(base, 'SubnetPrice', [{ edit: 'widen', field: 'netuid', type: u32 }]);
  const both = withLayout(spec, 'StakeInfo', [
    { edit: 'insert', field: 'first', type: compact(u32), before: 'hotkey', value: 77 },
  ]);
  return withDevnet(
    async (_, client) => {
      const all = client.request('state_call', 'SwapRuntimeApi_current_alpha_price_all', '0x');
      await assert.rejects(all, /not found/);
      const alice = Buffer.from(developmentPair('//Alice').publicKey).toString('hex');
      const stakes = String(
        await client.request(
          'state_call',
          'StakeInfoRuntimeApi_get_stake_info_for_coldkey',
          `0x${alice}`,
        ),
      );
      assert.equal(stakes.slice(4, 8), '3501'); // compact 77 in front of the first hotkey
    },
    { spec: both },
  );
});

test('other traders move pools with extrinsics that the reference client decodes', () =>
  withDevnet(
    async (devnet) => {
      const before = subnetAt(devnet.ledger.state, 1).volume;
      devnet.produceBlocks(40);
      const total = [...devnet.ledger.state.subnets.values()].reduce(
        (sum, s) => sum + s.volume,
        0n,
      );
      assert.ok(total > before);
      const api = await connectPolkadot(devnet);
      try {
        const names = new Set<string>();
        for (let block = devnet.head(); block.number > devnet.head().number - 30;) {
          const { block: decoded } = await api.rpc.chain.getBlock(block.hash);
          for (const { method } of decoded.extrinsics)
            names.add(`${method.section}.${method.method}`);
          if (!block.parent) break;
          block = block.parent;
        }
        assert.ok(names.has('subtensorModule.addStake'));
        assert.ok(names.has('timestamp.set'));
      } finally {
        await api.disconnect();
      }
    },
    { hasTraders: true },
  ));
