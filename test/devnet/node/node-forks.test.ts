// How the simulated chain changes under a client: lost extrinsics, forks, upgrades, other traders.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle, signedStake, SUBNET_TAO_1, TAO, withDevnet } from '../devnet-story.ts';
import { subnetAt } from '../ledger/ledger-run.ts';
import { ledgerReads } from '../ledger/ledger.ts';
import { RUNTIME_SPECS, withLayout, without } from './runtime/runtime-spec.ts';
import { compact, u32 } from './scale/type.ts';
import { callOf, connectPolkadot, developmentPair, runtimeAnswer } from '../polkadot-client.ts';

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
