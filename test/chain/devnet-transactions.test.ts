// A transaction's whole way on the simulated chain: prepared, signed, sent, watched, found again, its events read.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Keyring } from '@polkadot/keyring';
import type { ChainClient, WatchStatus } from '../../src/chain/chain-client.ts';
import { assembleExtrinsic } from '../../src/chain/extrinsic/assemble-extrinsic.ts';
import { readNetworkFee } from '../../src/chain/extrinsic/network-fees.ts';
import { createNodeAccess } from '../../src/chain/runtime/node-access.ts';
import { refusalByName, toChainRefusal } from '../../src/chain/runtime/dispatch-errors.ts';
import { fromHex, parseHex, toHex } from '../../src/chain/scale/hex.ts';
import { withHash } from '../../src/chain/extrinsic/prepare-extrinsic.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { signedForm } from '../../src/chain/extrinsic/verify-signature.ts';
import type { CallDraft } from '../../src/model/plan.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import { toRao, type Hex } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { forged, forgedExtrinsic } from '../fakes/forged-extrinsic.ts';
import { accessOptions, createTestClient } from '../fakes/test-client.ts';

const alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
const ALICE = parseSs58(alice.address);
const forever = new AbortController().signal;

function sign({ signedBytes }: PreparedExtrinsic): Hex {
  return toHex(alice.sign(signedForm(fromHex(signedBytes))));
}

async function connected(
  t: TestContext,
): Promise<{ net: Devnet; client: ChainClient; buy: CallDraft }> {
  const net = await startDevnet({ subnets: 8 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const { positions } = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const held = positions.find(({ netuid }) => netuid === 1);
  assert.ok(held);
  const args = { hotkey: held.hotkey, netuid: 1, amount_staked: 1_000_000_000n };
  return { net, client, buy: { pallet: 'SubtensorModule', name: 'add_stake', args } };
}

const terms = { coldkey: ALICE, eraBlocks: 64, tip: toRao(0n), metadataHashMode: 0 } as const;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('sent once, watched to the end, found by its hash, and its events name what happened', async (t) => {
  const { net, client, buy } = await connected(t);
  const prepared = await client.prepareExtrinsic({ draft: buy, ...terms });
  assert.equal(prepared.deathBlock, prepared.birth.number + 63);
  const { extrinsic, hash } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');

  const heard: WatchStatus[] = [];
  const watching = client.submitAndWatch(extrinsic, (status) => heard.push(status), forever);
  await until(() => heard.length > 0);
  const block = net.produceBlock();
  net.produceBlocks(4);
  const last = await watching;
  assert.equal(last.kind, 'finalized');
  assert.deepEqual(
    heard.map(({ kind }) => kind).filter((kind) => kind !== 'broadcast'),
    ['ready', 'in-block', 'finalized'],
  );

  const { found } = await client.findExtrinsic(
    prepared,
    prepared.birth.number,
    prepared.deathBlock,
  );
  assert.ok(found);
  assert.equal(found.block.hash, block.hash);
  assert.equal(found.hash, hash);
  assert.equal(found.era, prepared.payload.era);
  const events = await client.readEvents(found.block.hash, found.index);
  const added = events.find(({ name }) => name === 'StakeAdded');
  assert.equal(added?.fields['coldkey'], ALICE);
  assert.equal(added.fields['tao'], 1_000_000_000n);
  assert.equal(added.fields['netuid'], 1);
  assert.equal(typeof added.fields['alpha'], 'bigint');
  assert.ok(events.some(({ pallet, name }) => `${pallet}.${name}` === 'System.ExtrinsicSuccess'));
  assert.ok(
    events.some(
      ({ pallet, name }) => `${pallet}.${name}` === 'TransactionPayment.TransactionFeePaid',
    ),
  );
});

test('not found is said of blocks that were read, and of none that are not there yet', async (t) => {
  const { net, client, buy } = await connected(t);
  const nobody = await client.prepareExtrinsic({ draft: buy, ...terms });
  const { number, hash } = net.produceBlocks(3);
  const { found, read } = await client.findExtrinsic(nobody, number - 3, number);
  assert.equal(found, null);
  assert.deepEqual(
    read.map((block) => block.number),
    [number - 3, number - 2, number - 1, number],
  );
  assert.equal(read.at(-1)?.hash, hash);
  await assert.rejects(client.findExtrinsic(nobody, number - 3, number + 1), {
    code: 'NODE_TIMEOUT',
  });
});

test('a failed call is told by pallet and name', async (t) => {
  const { net, client, buy } = await connected(t);
  const draft = { ...buy, args: { ...buy.args, amount_staked: 1n } };
  const prepared = await client.prepareExtrinsic({ draft, ...terms });
  const { extrinsic } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');
  const heard: WatchStatus[] = [];
  void client
    .submitAndWatch(extrinsic, (status) => heard.push(status), forever)
    .catch(() => undefined);
  await until(() => heard.length > 0);
  net.produceBlock();
  const { found } = await client.findExtrinsic(
    prepared,
    prepared.birth.number,
    prepared.deathBlock,
  );
  assert.ok(found);
  const events = await client.readEvents(found.block.hash, found.index);
  const failed = events.find(({ name }) => name === 'ExtrinsicFailed');
  assert.deepEqual(
    toChainRefusal(failed?.fields['dispatch_error'] ?? null),
    refusalByName('SubtensorModule', 'AmountTooLow'),
  );
});

test('the nonce counts what of ours waits in the pool, and refuses what another sent', async (t) => {
  const { client, buy } = await connected(t);
  const first = await client.prepareExtrinsic({ draft: buy, ...terms });
  const { extrinsic } = assembleExtrinsic(first, sign(first), 'sr25519');
  const heard: WatchStatus[] = [];
  void client
    .submitAndWatch(extrinsic, (status) => heard.push(status), forever)
    .catch(() => undefined);
  await until(() => heard.length > 0);
  const next = { draft: buy, ...terms };
  const second = await client.prepareExtrinsic({ ...next, ownPending: [first.nonce] });
  assert.equal(second.nonce, first.nonce + 1);
  // In its place, where the caller wants that.
  const again = await client.prepareExtrinsic({ ...next, ownPending: [first.nonce], nonce: 0 });
  assert.equal(again.nonce, first.nonce);
  // Nothing of ours waits: it is another wallet's.
  await assert.rejects(client.prepareExtrinsic(next), { code: 'OTHER_PENDING' });
  await assert.rejects(client.prepareExtrinsic({ ...next, nonce: 0 }), { code: 'OTHER_PENDING' });
});

test('with the metadata hash signed too, the chain accepts the transaction', async (t) => {
  const { net, client, buy } = await connected(t);
  const prepared = await client.prepareExtrinsic({ draft: buy, ...terms, metadataHashMode: 1 });
  assert.equal(prepared.payload.mode, 1);
  assert.equal(prepared.payload.metadataHash?.length, 66);
  // The node works it out once: on a busy machine longer than the answer to the submission may take.
  net.head().runtime.metadataHash();
  const { extrinsic } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');
  const heard: WatchStatus[] = [];
  const watching = client.submitAndWatch(extrinsic, (status) => heard.push(status), forever);
  await until(() => heard.length > 0);
  net.produceBlocks(4);
  assert.equal((await watching).kind, 'finalized');
});

test('a wallet may add the metadata hash, and nothing else', async (t) => {
  const { client, buy } = await connected(t);
  const prepared = await client.prepareExtrinsic({ draft: buy, ...terms });
  const hashed = await client.withMetadataHash(prepared, 1);
  const returned = assembleExtrinsic(hashed, sign(hashed), 'sr25519');
  const accepted = await client.acceptSignedTransaction(prepared, returned.extrinsic, 'sr25519');
  assert.deepEqual([accepted.extrinsic, accepted.hash], [returned.extrinsic, returned.hash]);
  assert.equal(accepted.prepared.payload.mode, 1);

  const others: [string, PreparedExtrinsic][] = [
    [
      'another amount',
      await client.prepareExtrinsic({
        draft: { ...buy, args: { ...buy.args, amount_staked: 2n } },
        ...terms,
      }),
    ],
    ['a tip', forged(prepared, { tip: '0x01' })],
    ['another era', await client.prepareExtrinsic({ draft: buy, ...terms, eraBlocks: 128 })],
    ['another nonce', forged(prepared, { nonce: '0x00000009' })],
  ];
  for (const [what, other] of others) {
    const { metadataHash } = hashed.payload;
    const remade = forged(other, { metadataHash, mode: 1 });
    const signed = forgedExtrinsic(remade, sign(remade));
    await assert.rejects(
      client.acceptSignedTransaction(prepared, signed, 'sr25519'),
      { code: 'SIGNED_SOMETHING_ELSE' },
      what,
    );
  }
  const foreign = withHash(prepared, `0x${'77'.repeat(32)}`);
  const signed = assembleExtrinsic(foreign, sign(foreign), 'sr25519');
  await assert.rejects(client.acceptSignedTransaction(prepared, signed.extrinsic, 'sr25519'), {
    code: 'SIGNATURE_INVALID',
  });
  const cut = parseHex(returned.extrinsic.slice(0, -2), 'cut');
  await assert.rejects(client.acceptSignedTransaction(prepared, cut, 'sr25519'), {
    code: 'SIGNED_SOMETHING_ELSE',
  });
});

test('what the pool will not take is told by its reason', async (t) => {
  const { net, client, buy } = await connected(t);
  const prepared = await client.prepareExtrinsic({ draft: buy, ...terms, eraBlocks: 4 });
  const { extrinsic } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');
  net.produceBlocks(6);
  await assert.rejects(
    client.submitAndWatch(extrinsic, () => undefined, forever),
    {
      code: 'SUBMISSION_REFUSED',
    },
  );
});

test('a node lost while watching ends with NODE_UNREACHABLE, and nothing is sent again', async (t) => {
  const { net, client, buy } = await connected(t);
  const prepared = await client.prepareExtrinsic({ draft: buy, ...terms });
  const { extrinsic } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');
  const heard: WatchStatus[] = [];
  const watching = client.submitAndWatch(extrinsic, (status) => heard.push(status), forever);
  await until(() => heard.length > 0);
  net.faults.hangUp();
  await assert.rejects(watching, { code: 'NODE_UNREACHABLE' });
  net.produceBlock();
  await until(() => client.status().state === 'connected');
  const { found } = await client.findExtrinsic(
    prepared,
    prepared.birth.number,
    prepared.deathBlock,
  );
  assert.equal(found?.block.hash, net.head().hash);
});

test('a block that is taken back is told, and the second inclusion too', async (t) => {
  const { net, client, buy } = await connected(t);
  const prepared = await client.prepareExtrinsic({ draft: buy, ...terms });
  const { extrinsic } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');
  const heard: WatchStatus[] = [];
  const watching = client.submitAndWatch(extrinsic, (status) => heard.push(status), forever);
  await until(() => heard.length > 0);
  net.produceBlock();
  await until(() => heard.at(-1)?.kind === 'in-block');
  net.faults.reorganise(1, { includesPool: true });
  net.produceBlocks(4);
  assert.equal((await watching).kind, 'finalized');
  const kinds = heard.map(({ kind }) => kind);
  assert.ok(kinds.includes('retracted'));
  assert.equal(kinds.filter((kind) => kind === 'in-block').length, 2);
});

test('dropped from the pool is a last status', async (t) => {
  const { net, client, buy } = await connected(t);
  const prepared = await client.prepareExtrinsic({ draft: buy, ...terms });
  const { extrinsic, hash } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');
  const heard: WatchStatus[] = [];
  const watching = client.submitAndWatch(extrinsic, (status) => heard.push(status), forever);
  await until(() => heard.length > 0);
  net.faults.dropExtrinsic(hash);
  assert.equal((await watching).kind, 'dropped');
});

test('the fee that was quoted is the fee that is paid, to the rao, of a call and of a batch', async (t) => {
  const { net, client, buy } = await connected(t);
  const access = createNodeAccess(accessOptions([net.url]));
  t.after(access.link.close);
  await access.link.connect();
  const batch = { pallet: 'Utility', name: 'batch_all', args: { calls: [buy, buy, buy] } };
  for (const draft of [buy, batch]) {
    const prepared = await client.prepareExtrinsic({ draft, ...terms });
    const payer = { coldkey: ALICE, nonce: prepared.nonce, isEcdsa: false };
    const quoted = await access.read(undefined, undefined, (state) =>
      readNetworkFee(state, prepared.call, payer),
    );
    const { extrinsic } = assembleExtrinsic(prepared, sign(prepared), 'sr25519');
    await new Promise<WatchStatus>((heard, refused) => {
      client.submitAndWatch(extrinsic, heard, forever).catch(refused);
    });
    net.produceBlock();
    const { birth, deathBlock } = prepared;
    const { found } = await client.findExtrinsic(prepared, birth.number, deathBlock);
    assert.ok(found);
    const events = await client.readEvents(found.block.hash, found.index);
    const paid = events.find(({ name }) => name === 'TransactionFeePaid')?.fields['actual_fee'];
    assert.deepEqual(quoted, { known: true, value: paid });
  }
});
