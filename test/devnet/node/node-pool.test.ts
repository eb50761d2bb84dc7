// What the simulated node's pool does with extrinsics that wait, compete, run out or come in batches.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, keyOf, refusedWith, signed, stake, TAO, withNode } from '../extrinsic-story.ts';
import { callOf, developmentPair } from '../polkadot-client.ts';
import { connectRaw, NodeError } from '../rpc-client.ts';

test('an era runs out: the waiting extrinsic turns invalid, a late one has a bad signature', () =>
  withNode(async (story) => {
    const { devnet } = story;
    const client = connectRaw(devnet);
    const hex = await signed(story, developmentPair('//Alice'), { era: 4 });
    devnet.faults.holdPool(true);
    const watch = await client.request('author_submitAndWatchExtrinsic', hex);
    devnet.produceBlocks(6);
    await new Promise(setImmediate);
    assert.equal(client.notifications(watch).at(-1), 'invalid');
    await assert.rejects(
      client.request('author_submitExtrinsic', hex),
      refusedWith(1010, 'Transaction has a bad signature'),
    );
  }));

test('a nonce from the future waits; the gap filled, both go into one block in order', () =>
  withNode(async (story) => {
    const { devnet } = story;
    const client = connectRaw(devnet);
    const alice = developmentPair('//Alice');
    const second = await client.request(
      'author_submitAndWatchExtrinsic',
      await signed(story, alice, { nonce: 1 }),
    );
    assert.equal(devnet.produceBlock().extrinsics.length, 1);
    assert.equal(await client.request('system_accountNextIndex', alice.address), 0);
    await client.request('author_submitExtrinsic', await signed(story, alice, { nonce: 0 }));
    assert.equal(await client.request('system_accountNextIndex', alice.address), 2);
    const { hash, extrinsics } = devnet.produceBlock();
    assert.equal(extrinsics.length, 3);
    await new Promise(setImmediate);
    assert.deepEqual(client.notifications(second), [
      'future',
      'ready',
      { broadcast: ['12D3KooWTaubarDevnetPeer'] },
      { inBlock: hash },
    ]);
  }));

test('a higher tip takes the place of the same nonce; a lower one is refused', () =>
  withNode(async (story) => {
    const { devnet } = story;
    const client = connectRaw(devnet);
    const alice = developmentPair('//Alice');
    const first = await client.request(
      'author_submitAndWatchExtrinsic',
      await signed(story, alice),
    );
    const tipped = await signed(story, alice, { nonce: 0, tip: 1000 });
    const hash = await client.request('author_submitExtrinsic', tipped);
    await new Promise(setImmediate);
    assert.deepEqual(client.notifications(first).at(-1), { usurped: hash });
    await assert.rejects(
      client.request('author_submitExtrinsic', await signed(story, alice, { nonce: 0, tip: 999 })),
      (error: unknown) => error instanceof NodeError && error.code === 1014,
    );
    const pending = await client.request('author_pendingExtrinsics');
    assert.deepEqual(pending, [tipped]);
  }));

test('a dry run says what would happen and changes nothing', () =>
  withNode(async (story) => {
    const { devnet } = story;
    const client = connectRaw(devnet);
    const alice = developmentPair('//Alice');
    const before = devnet.ledger.snapshot();
    assert.equal(await client.request('system_dryRun', await signed(story, alice)), '0x0000');
    const failed = await client.request('system_dryRun', await signed(story, alice, {}, 5n));
    assert.equal(failed, '0x0001030752000000');
    const stale = await signed(story, alice, { nonce: 0 });
    await client.request('author_submitExtrinsic', stale);
    assert.deepEqual(
      devnet.ledger.state.accounts.get(keyOf(alice)),
      before.accounts.get(keyOf(alice)),
    );
    devnet.produceBlock();
    assert.equal(await client.request('system_dryRun', stale), '0x010003');
  }));

test('batch_all moves stake as one, and tells each item', () =>
  withNode(async (story) => {
    const { devnet, api, hotkey } = story;
    const calls = [
      stake(story, TAO),
      callOf(api, 'subtensorModule', 'removeStakeLimit', hotkey, 1, 10n ** 9n, 1n, true),
    ];
    const batch = callOf(api, 'utility', 'batchAll', calls);
    const sent = await batch.signAsync(developmentPair('//Alice'), { nonce: -1 });
    await connectRaw(devnet).request('author_submitExtrinsic', sent.toHex());
    const names = await eventsOf(story, devnet.produceBlock().hash, 1);
    assert.ok(names.includes('subtensorModule.StakeAdded'));
    assert.ok(names.includes('utility.ItemCompleted'));
    assert.ok(names.includes('utility.BatchCompleted'), names.join(' '));
  }));
