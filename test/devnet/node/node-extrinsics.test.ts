// What the simulated node does with extrinsics: real signatures in, the chain's verdicts and events out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOf, keyOf, refusedWith, signed, stake, TAO, withNode } from '../extrinsic-story.ts';
import { ledgerReads } from '../ledger/ledger.ts';
import { toHex } from './scale/bytes.ts';
import { callOf, developmentPair } from '../polkadot-client.ts';
import { connectRaw, NodeError } from '../rpc-client.ts';

test('a stake signed by @polkadot/api is included, charged and finalized, and its events add up', () =>
  withNode(async (story) => {
    const { devnet, api, hotkey } = story;
    const alice = developmentPair('//Alice');
    const coldkey = keyOf(alice);
    const { state } = devnet.ledger;
    devnet.setSettings({ isEmitting: false });
    const simulated = ledgerReads.simSwapTaoForAlpha(state, 1, 5n * TAO);
    const heldBefore = ledgerReads.positionAlpha(state, hotkey, coldkey, 1);
    const freeBefore = state.accounts.get(coldkey)?.free ?? 0n;
    const info = await stake(story, 5n * TAO).paymentInfo(alice);

    const statuses: string[] = [];
    let feePaid = 0n;
    await new Promise<void>((resolve, reject) => {
      stake(story, 5n * TAO)
        .signAndSend(alice, ({ status, events }) => {
          statuses.push(status.type);
          for (const { event } of events) {
            if (event.method === 'TransactionFeePaid') feePaid = BigInt(String(event.data[1]));
          }
          if (status.isFinalized) resolve();
          if (status.isBroadcast) devnet.produceBlock();
          if (status.isInBlock) devnet.produceBlocks(2);
        })
        .catch(reject);
    });
    assert.deepEqual(statuses, ['Ready', 'Broadcast', 'InBlock', 'Finalized']);
    const free = state.accounts.get(coldkey)?.free ?? 0n;
    assert.equal(free, freeBefore - 5n * TAO - feePaid);
    assert.equal(feePaid, info.partialFee.toBigInt());
    const held = ledgerReads.positionAlpha(state, hotkey, coldkey, 1);
    // Share pools may credit one unit less than was bought (chain.md §4.10).
    const missing = heldBefore + simulated.alphaAmount - held;
    assert.ok(missing === 0n || missing === 1n, `missing ${missing}`);
    assert.equal(state.accounts.get(coldkey)?.nonce, 1);
    const block = devnet.node.chain.at(devnet.head().number - 2);
    assert.ok(block);
    assert.deepEqual(await eventsOf(story, block.hash, 0), ['system.ExtrinsicSuccess']);
    assert.deepEqual(await eventsOf(story, block.hash, 1), [
      'balances.Withdraw',
      'balances.Transfer',
      'balances.Transfer',
      'subtensorModule.StakeAdded',
      'balances.Deposit',
      'transactionPayment.TransactionFeePaid',
      'system.ExtrinsicSuccess',
    ]);
    assert.equal(api.hasSubscriptions, true);
  }));

test('a call that fails is included, pays its fee and names the pallet error', () =>
  withNode(async (story) => {
    const { devnet, api } = story;
    const before = devnet.ledger.state.accounts.get(keyOf(developmentPair('//Bob')))?.free ?? 0n;
    const client = connectRaw(devnet);
    await client.request(
      'author_submitExtrinsic',
      await signed(story, developmentPair('//Bob'), {}, 5n),
    );
    const { hash } = devnet.produceBlock();
    const at = await api.at(hash);
    const events = JSON.stringify((await at.query['system']?.['events']?.())?.toHuman());
    assert.match(events, /ExtrinsicFailed/);
    const index = api.errors['subtensorModule']?.['AmountTooLow']?.meta.index.toNumber();
    assert.match(
      events,
      new RegExp(`"Module":\\{"index":"7","error":"0x${index?.toString(16)}000000"`),
    );
    const free = devnet.ledger.state.accounts.get(keyOf(developmentPair('//Bob')))?.free ?? 0n;
    assert.ok(free < before);
  }));

for (const type of ['ed25519', 'ecdsa'] as const) {
  test(`an ${type} account can send`, () =>
    withNode(async (story) => {
      const { devnet, api } = story;
      const pair = developmentPair('//Somebody', type);
      const client = connectRaw(devnet);
      const gift = callOf(api, 'balances', 'transferKeepAlive', pair.address, 3n * TAO);
      const sent = await gift.signAsync(developmentPair('//Alice'), { nonce: -1 });
      await client.request('author_submitExtrinsic', sent.toHex());
      devnet.produceBlock();
      await client.request('author_submitExtrinsic', await signed(story, pair));
      const { hash } = devnet.produceBlock();
      assert.ok((await eventsOf(story, hash, 1)).includes('subtensorModule.StakeAdded'));
    }));
}

test('a payload over 256 bytes is hashed before signing', () =>
  withNode(async ({ devnet, api }) => {
    const remark = callOf(api, 'system', 'remark', `0x${'ab'.repeat(400)}`);
    const sent = await remark.signAsync(developmentPair('//Alice'), { nonce: -1 });
    await connectRaw(devnet).request('author_submitExtrinsic', sent.toHex());
    assert.equal(devnet.produceBlock().extrinsics.length, 2);
  }));

test('CheckMetadataHash in mode 1 is accepted with the right hash alone', () =>
  withNode(async (story) => {
    const { devnet } = story;
    const client = connectRaw(devnet);
    const metadataHash = toHex(devnet.head().runtime.metadataHash());
    const alice = developmentPair('//Alice');
    const good = await signed(story, alice, { mode: 1, metadataHash });
    const wrong = await signed(story, alice, { mode: 1, metadataHash: `0x${'00'.repeat(32)}` });
    await assert.rejects(
      client.request('author_submitExtrinsic', wrong),
      refusedWith(1010, 'Transaction has a bad signature'),
    );
    await client.request('author_submitExtrinsic', good);
    assert.equal(devnet.produceBlock().extrinsics.length, 2);
  }));

test('what is invalid is refused in the words of a node', () =>
  withNode(async (story) => {
    const { devnet, api } = story;
    const client = connectRaw(devnet);
    const submit = (hex: string) => client.request('author_submitExtrinsic', hex);
    const alice = developmentPair('//Alice');
    const badSignature = refusedWith(1010, 'Transaction has a bad signature');

    const good = await signed(story, alice);
    const flipped = good.slice(0, 100) + (good[100] === '0' ? '1' : '0') + good.slice(101);
    await assert.rejects(submit(flipped), badSignature);
    const elsewhere = await signed(story, alice, { genesisHash: `0x${'11'.repeat(32)}` });
    await assert.rejects(submit(elsewhere), badSignature);

    const poor = refusedWith(1010, 'Inability to pay some fees (e.g. account balance too low)');
    await assert.rejects(submit(await signed(story, developmentPair('//Ferdie'))), poor);
    await assert.rejects(submit(await signed(story, developmentPair('//Nobody'))), poor);

    devnet.produceBlock();
    const fresh = await signed(story, alice);
    await submit(fresh);
    await assert.rejects(submit(fresh), (error: unknown) => {
      assert.ok(error instanceof NodeError);
      assert.equal(error.code, 1013);
      return true;
    });
    devnet.produceBlock();
    await assert.rejects(submit(fresh), refusedWith(1010, 'Transaction is outdated'));

    await assert.rejects(submit('0x00'), (error: unknown) => {
      assert.ok(error instanceof NodeError);
      assert.equal(error.code, 1002);
      return true;
    });
    await assert.rejects(submit('0x1084'), (error: unknown) => {
      assert.ok(error instanceof NodeError);
      assert.equal(error.code, 1001);
      return true;
    });
    const dispute = callOf(api, 'subtensorModule', 'disputeColdkeySwap');
    const unsupported = await dispute.signAsync(alice, { nonce: -1 });
    await assert.rejects(
      submit(unsupported.toHex()),
      refusedWith(1010, 'Transaction call is not expected'),
    );
  }));
