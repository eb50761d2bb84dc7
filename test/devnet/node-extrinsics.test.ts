// What the simulated node does with extrinsics: real signatures in, the chain's verdicts and events out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiPromise } from '@polkadot/api';
import type { KeyringPair } from '@polkadot/keyring/types';
import { startDevnet, type Devnet, type DevnetOptions } from './devnet.ts';
import { toHex } from './node/scale/bytes.ts';
import { subnetAt } from './ledger/ledger-run.ts';
import { ledgerReads } from './ledger/ledger.ts';
import { callOf, connectPolkadot, developmentPair } from './polkadot-client.ts';
import { connectRaw, NodeError } from './rpc-client.ts';

const TAO = 1_000_000_000n;

type Story = Readonly<{ devnet: Devnet; api: ApiPromise; hotkey: string }>;

async function withNode(
  run: (story: Story) => Promise<void>,
  options: DevnetOptions = {},
): Promise<void> {
  const devnet = await startDevnet({ subnets: 4, ...options });
  const api = await connectPolkadot(devnet);
  try {
    const hotkey = subnetAt(devnet.ledger.state, 1).neurons.find((n) => n.hasPermit)?.hotkey;
    assert.ok(hotkey);
    await run({ devnet, api, hotkey });
  } finally {
    await api.disconnect();
    await devnet.stop();
  }
}

const keyOf = (pair: KeyringPair): string => toHex(pair.addressRaw);

const stake = ({ api, hotkey }: Story, amount: bigint) =>
  callOf(api, 'subtensorModule', 'addStake', hotkey, 1, amount);

const refusedWith = (code: number, text: string) => (error: unknown) => {
  assert.ok(error instanceof NodeError, String(error));
  assert.deepEqual([error.code, error.data ?? error.message], [code, text]);
  return true;
};

type Signing = Readonly<Record<string, unknown>>;

async function signed(
  story: Story,
  pair: KeyringPair,
  signing: Signing = {},
  amount = TAO,
): Promise<string> {
  const extrinsic = await stake(story, amount).signAsync(pair, { nonce: -1, ...signing });
  return extrinsic.toHex();
}

/** Names of the events that the extrinsic at this index of a block raised. */
async function eventsOf({ api }: Story, hash: string, index: number): Promise<string[]> {
  const at = await api.at(hash);
  const records = await at.query['system']?.['events']?.();
  const list: unknown = JSON.parse(JSON.stringify(records?.toHuman()));
  assert.ok(Array.isArray(list));
  return list
    .filter((record) => record.phase.ApplyExtrinsic === String(index))
    .map((record) => `${record.event.section}.${record.event.method}`);
}

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
    const claim = callOf(api, 'subtensorModule', 'claimRoot', [1]);
    const unsupported = await claim.signAsync(alice, { nonce: -1 });
    await assert.rejects(
      submit(unsupported.toHex()),
      refusedWith(1010, 'Transaction call is not expected'),
    );
  }));

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
