// What the simulated node answers about state, blocks and itself, to the reference client and on the bare wire.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDevnet, type Devnet, type DevnetOptions } from '../devnet.ts';
import { subnetAt } from '../ledger/ledger-run.ts';
import { ledgerReads } from '../ledger/ledger.ts';
import { RUNTIME_SPECS } from './runtime/runtime-spec.ts';
import { connectPolkadot, developmentPair, runtimeAnswer } from '../polkadot-client.ts';
import { connectRaw, NodeError } from '../rpc-client.ts';

const SUBNET_TAO = '0x658faa385070e074c85bf6b568cf05557a57dce016211512d1700561066b85a3';
const SWAP_BALANCER = '0x746cc6d1e9dbcf1d03868e492c1d836e8129c00c7f7dc3242d3df9ca2338dc9a';

async function withDevnet(
  run: (devnet: Devnet) => Promise<void>,
  options: DevnetOptions = {},
): Promise<void> {
  const devnet = await startDevnet({ subnets: 8, ...options });
  try {
    await run(devnet);
  } finally {
    await devnet.stop();
  }
}

const u64 = (value: bigint): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return `0x${bytes.toString('hex')}`;
};

const rejectsWith = (code: number, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof NodeError);
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return true;
};

for (const [name, spec] of Object.entries(RUNTIME_SPECS)) {
  test(`@polkadot/api connects to the runtime ${name} and computes the same block hash`, () =>
    withDevnet(
      async (devnet) => {
        const api = await connectPolkadot(devnet);
        try {
          assert.equal(api.genesisHash.toHex(), devnet.genesisHash);
          assert.equal(api.runtimeVersion.specVersion.toNumber(), spec.specVersion);
          devnet.produceBlock();
          const header = await api.rpc.chain.getHeader();
          assert.equal(header.hash.toHex(), devnet.head().hash);
          assert.equal(header.number.toNumber(), devnet.head().number);
          const now = await api.query['timestamp']?.['now']?.();
          assert.equal(now?.toString(), String(devnet.head().timestamp));
        } finally {
          await api.disconnect();
        }
      },
      { spec },
    ));
}

test('@polkadot/api decodes balances, subnets, positions and simulations to what the ledger holds', () =>
  withDevnet(async (devnet) => {
    const api = await connectPolkadot(devnet);
    try {
      const { state } = devnet.ledger;
      const alice = developmentPair('//Alice');
      const account = await api.query['system']?.['account']?.(alice.address);
      const coldkey = `0x${Buffer.from(alice.publicKey).toString('hex')}`;
      assert.equal(
        BigInt(JSON.parse(JSON.stringify(account)).data.free),
        state.accounts.get(coldkey)?.free,
      );
      const infos = await runtimeAnswer(api, 'subnetInfoRuntimeApi', 'getAllDynamicInfo');
      assert.ok(Array.isArray(infos));
      assert.equal(infos.length, 9);
      for (const info of infos) {
        const subnet = subnetAt(state, info.netuid);
        assert.equal(BigInt(info.taoIn), subnet.taoReserve);
        assert.equal(BigInt(info.alphaIn), subnet.alphaReserve);
        assert.equal(BigInt(info.movingPrice.bits), subnet.movingPrice);
        assert.equal(Buffer.from(info.tokenSymbol).toString('utf8'), subnet.symbol);
      }
      const stakes = await runtimeAnswer(
        api,
        'stakeInfoRuntimeApi',
        'getStakeInfoForColdkey',
        alice.address,
      );
      assert.ok(Array.isArray(stakes) && stakes.length > 0);
      for (const stake of stakes) {
        const hotkey = `0x${Buffer.from(api.createType('AccountId', stake.hotkey).toU8a()).toString('hex')}`;
        const held = ledgerReads.positionAlpha(state, hotkey, coldkey, stake.netuid);
        assert.equal(BigInt(stake.stake), held);
      }
      const simulated = await runtimeAnswer(
        api,
        'swapRuntimeApi',
        'simSwapTaoForAlpha',
        1,
        10n ** 9n,
      );
      const expected = ledgerReads.simSwapTaoForAlpha(state, 1, 10n ** 9n);
      const shown = JSON.parse(JSON.stringify(simulated));
      assert.equal(BigInt(shown.alphaAmount), expected.alphaAmount);
      assert.equal(BigInt(shown.taoFee), expected.taoFee);
    } finally {
      await api.disconnect();
    }
  }));

test('storage keys are those of the live chain, and absent keys answer null', () =>
  withDevnet(async (devnet) => {
    const client = connectRaw(devnet);
    const reserve = subnetAt(devnet.ledger.state, 1).taoReserve;
    assert.equal(await client.request('state_getStorage', `${SUBNET_TAO}0100`), u64(reserve));
    assert.equal(await client.request('state_getStorage', `${SUBNET_TAO}ff00`), null);
    assert.equal(await client.request('state_getStorage', '0x1234'), null);
    const { curve } = subnetAt(devnet.ledger.state, 1);
    assert.ok(curve.kind === 'balancer' && curve.taoWeight !== null);
    const key = `${SWAP_BALANCER}f1577fbf1d628fdd0100`;
    assert.equal(await client.request('state_getStorage', key), u64(curve.taoWeight));
    const wrongHash = `${SWAP_BALANCER}f1577fbf1d628fde0100`;
    assert.equal(await client.request('state_getStorage', wrongHash), null);
  }));

test('keys are listed in pages, sorted, each once', () =>
  withDevnet(async (devnet) => {
    const client = connectRaw(devnet);
    const first = await client.request('state_getKeysPaged', SUBNET_TAO, 5, null);
    assert.ok(Array.isArray(first) && first.length === 5);
    const rest = await client.request('state_getKeysPaged', SUBNET_TAO, 1000, first[4]);
    assert.ok(Array.isArray(rest) && rest.length === 4);
    const all = [...first, ...rest];
    assert.ok(all.every((key, index) => index === 0 || String(all[index - 1]) < String(key)));
    for (const key of all) assert.notEqual(await client.request('state_getStorage', key), null);
  }));

test('reads at an old block see its state; a pruned or unknown block answers the error of a real node', () =>
  withDevnet(
    async (devnet) => {
      const client = connectRaw(devnet);
      const old = devnet.head();
      const before = subnetAt(devnet.ledger.state, 1).taoReserve;
      devnet.produceBlock();
      const after = subnetAt(devnet.ledger.state, 1).taoReserve;
      assert.notEqual(after, before);
      const key = `${SUBNET_TAO}0100`;
      assert.equal(await client.request('state_getStorage', key, old.hash), u64(before));
      assert.equal(await client.request('state_getStorage', key), u64(after));
      devnet.produceBlocks(4);
      const pruned = rejectsWith(4003, new RegExp(`State already discarded for ${old.hash}`));
      await assert.rejects(client.request('state_getStorage', key, old.hash), pruned);
      await assert.rejects(client.request('state_call', 'Core_version', '0x', old.hash), pruned);
      const nowhere = `0x${'ab'.repeat(32)}`;
      const unknown = rejectsWith(4003, /UnknownBlock/);
      await assert.rejects(client.request('state_getStorage', key, nowhere), unknown);
      assert.equal(await client.request('chain_getHeader', nowhere), null);
    },
    { keptStates: 4 },
  ));

test('an unknown runtime method and undecodable arguments fail as they do in a runtime', () =>
  withDevnet(async (devnet) => {
    const client = connectRaw(devnet);
    await assert.rejects(
      client.request('state_call', 'SwapRuntimeApi_nothing', '0x'),
      rejectsWith(4003, /Exported method SwapRuntimeApi_nothing is not found/),
    );
    for (const args of ['0x', '0x0100', '0x0100000000000000000000']) {
      await assert.rejects(
        client.request('state_call', 'SwapRuntimeApi_sim_swap_tao_for_alpha', args),
        rejectsWith(4003, /unreachable/),
      );
    }
    await assert.rejects(client.request('state_nothing'), rejectsWith(-32601, /not found/));
    await assert.rejects(client.request('state_getStorage', 7), rejectsWith(-32602, /Invalid/));
  }));

test('a batch is answered as one message, in order', () =>
  withDevnet(async (devnet) => {
    const client = connectRaw(devnet);
    const ask = (id: number, method: string) => ({ jsonrpc: '2.0', id, method, params: [] });
    client.sendText(JSON.stringify([ask(1, 'system_chain'), ask(2, 'nonsense')]));
    await new Promise(setImmediate);
    assert.deepEqual(JSON.parse(client.received[0] ?? ''), [
      { jsonrpc: '2.0', result: 'Taubar devnet', id: 1 },
      { jsonrpc: '2.0', error: { code: -32601, message: 'Method not found' }, id: 2 },
    ]);
    client.sendText('{"jsonrpc":');
    await new Promise(setImmediate);
    assert.match(client.received[1] ?? '', /Parse error/);
  }));

test('subscriptions give the present first and then what changes, finality lagging behind', () =>
  withDevnet(
    async (devnet) => {
      const client = connectRaw(devnet);
      const heads = await client.request('chain_subscribeNewHeads');
      const finals = await client.request('chain_subscribeFinalizedHeads');
      const stored = await client.request('state_subscribeStorage', [`${SUBNET_TAO}0100`]);
      const first = devnet.head().number;
      devnet.produceBlocks(3);
      await new Promise(setImmediate);
      const numbers = (id: unknown): number[] =>
        client.notifications(id).map((head) => Number(JSON.parse(JSON.stringify(head)).number));
      assert.deepEqual(numbers(heads), [first, first + 1, first + 2, first + 3]);
      assert.deepEqual(numbers(finals), [first, first + 1]);
      assert.equal(client.notifications(stored).length, 4);
      assert.equal(await client.request('chain_unsubscribeNewHeads', heads), true);
      devnet.produceBlock();
      await new Promise(setImmediate);
      assert.equal(numbers(heads).length, 4);
    },
    { finalityLag: 2 },
  ));

test('the same seed makes the same chain, block for block', async () => {
  const hashes: string[] = [];
  for (let run = 0; run < 2; run += 1) {
    await withDevnet(
      async (devnet) => {
        hashes.push(devnet.produceBlocks(5).hash);
        await Promise.resolve();
      },
      { seed: 7, hasTraders: true },
    );
  }
  assert.equal(hashes[0], hashes[1]);
});

test('the provider without a socket passes messages as objects', () =>
  withDevnet(async (devnet) => {
    const received: unknown[] = [];
    const connection = devnet.provider((message) => received.push(message));
    connection.send({ jsonrpc: '2.0', id: 1, method: 'chain_getFinalizedHead', params: [] });
    await new Promise(setImmediate);
    assert.deepEqual(received, [{ jsonrpc: '2.0', id: 1, result: devnet.finalizedHead().hash }]);
    connection.disconnect();
    assert.equal(devnet.traffic.messagesIn, 0);
  }));

test('an archive keeps every state', () =>
  withDevnet(
    async (devnet) => {
      const old = devnet.head();
      devnet.produceBlocks(5);
      const client = connectRaw(devnet);
      const stored = await client.request('state_getStorage', `${SUBNET_TAO}0100`, old.hash);
      assert.notEqual(stored, null);
    },
    { keptStates: 1, isArchive: true, settings: { isEmitting: false } },
  ));
