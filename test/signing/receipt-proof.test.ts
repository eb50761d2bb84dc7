// Receipts on the simulated chain with its proofs: made of events that the block's state has, and final by the voters' word.
// A node that tells an event, an extrinsic or a header otherwise gives no receipt.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { Receipt } from '../../src/model/receipt.ts';
import { proveReceipts } from '../../src/service/prove-receipts.ts';
import { createSigningProofs } from '../../src/service/signing-proofs.ts';
import { proofAnchor, PERIOD } from '../fakes/proof-anchor.ts';
import {
  fromIn,
  isIn,
  sendMove,
  stakeOf,
  startStory,
  until,
  type Story,
  type Teller,
} from './devnet-story.ts';
import { keyWallet } from './key-wallet.ts';

let story: Story;
before(async () => {
  story = await startStory({ proofs: { justificationPeriod: PERIOD } });
});
after(() => story.world.stop());
let undo = (): void => undefined;
afterEach(() => undo());

const accused: AppError[] = [];

/** With the newest final block as followed now. */
function proofs() {
  const { client, devnet } = story.world;
  return createSigningProofs({
    client: async () => ({
      ...client,
      proofs: { ...client.proofs, accuse: (error) => accused.push(error) > 0 },
    }),
    mayAsk: async () => true,
    noteLie: async () => undefined,
    anchor: () => proofAnchor(devnet, client),
    deadlineMs: 20_000,
  });
}

/** Sent, and not yet in a block. */
async function sent(): Promise<Teller> {
  const teller = await sendMove(story, stakeOf(story, 1n));
  teller.stage.proveEvents = proofs().proveEvents;
  return teller;
}

const receiptIn = ({ stage, id }: Teller): Receipt | null => stage.stored.get(id)?.receipt ?? null;

/** With the next block, however often it was refused before. */
async function made(teller: Teller): Promise<Receipt> {
  const { stage, signing, id } = teller;
  await story.world.blocks(signing, 1);
  const { receipt } = await until(story, stage, id, (request) => request.receipt !== null);
  assert.ok(receipt);
  return receipt;
}

async function prove({ stage }: Teller): Promise<void> {
  await proveReceipts({
    proofs: proofs(),
    list: async () => [...stage.stored.values()],
    change: async (id, change) => {
      const next = change(stage.stored.get(id) ?? null);
      if (next !== null) stage.stored.set(id, next);
    },
    announce: () => undefined,
  });
}

test('an honest node: events proven at once, then the block by its votes or those of a later one', async () => {
  const teller = await sent();
  const { proof, block } = await made(teller);
  assert.deepEqual(proof, { events: 'proven', final: null, gap: 'not-yet', upTo: 0 });
  await story.world.blocks(teller.signing, 2 * PERIOD + 4);
  await until(story, teller.stage, teller.id, isIn('finalized'));
  await prove(teller);
  const proven = receiptIn(teller)?.proof;
  assert.ok(proven?.final, String(proven?.gap));
  assert.equal(proven.gap, null);
  assert.ok(proven.final.block.number >= block.number);
  assert.ok(proven.final.votes >= proven.final.needed && proven.final.of >= proven.final.votes);
});

/** What is told otherwise, and whether the node is named for it; where not, the body is held against its root. */
const LIES = [
  ['event-amount', true],
  ['event-amount-forged-nodes', true],
  ['event-none', true],
  ['event-none-cut-nodes', true],
  ['nodes-missing', true],
  ['nodes-none', true],
  ['nodes-turned', true],
  ['nodes-of-other-block', true],
  ['extrinsic-changed', false],
  ['extrinsic-missing', false],
  ['extrinsic-added', false],
] as const;

for (const [lie, isNamed] of LIES) {
  test(`no receipt is made of a lie: ${lie}`, async () => {
    const teller = await sent();
    const already = accused.length;
    undo = story.world.devnet.faults.proofs.tell(lie);
    await story.world.blocks(teller.signing, 1);
    assert.equal(receiptIn(teller), null);
    assert.equal(accused.length > already, isNamed);
    undo();
    const receipt = await made(teller);
    assert.equal(receipt.proof?.events, 'proven');
    const [line] = receipt.lines;
    assert.equal(line?.actual, line?.expected, 'the true amount');
  });
}

test('a block that the final chain has not, votes that come later, and a node that has none', async () => {
  const { client, devnet } = story.world;
  const genesisHash = client.genesisHash();
  assert.ok(genesisHash);
  const { votes } = await proofAnchor(devnet, client);
  assert.ok(votes);
  const { number } = votes.block;
  const hash = await client.blockHashAt(number - 5);
  const other = await client.blockHashAt(number - 6);
  assert.ok(hash && other);
  const { proveFinal } = proofs();
  const ask = (block: { hash: typeof hash; number: number }, upTo = 0) =>
    proveFinal({ genesisHash, block, upTo });
  const upTo = number;
  assert.deepEqual(await ask({ hash, number: number - 5 }), { final: votes, gap: null, upTo });
  const elsewhere = { final: null, gap: 'elsewhere', upTo };
  assert.deepEqual(await ask({ hash: other, number: number - 5 }), elsewhere);
  assert.deepEqual(await ask({ hash: other, number }), elsewhere);
  assert.equal(await ask({ hash, number: number - 5 }, number), null, 'nothing newer');
  assert.equal(await ask({ hash, number: number + 1 }), null, 'not covered yet');
  undo = devnet.faults.proofs.tell('nodes-turned');
  await assert.rejects(ask({ hash, number: number - 5 }), { code: 'PROOF_INVALID' });
  undo();
  undo = devnet.faults.proofs.tell('nodes-none');
  await assert.rejects(ask({ hash, number: number - 5 }), { code: 'PROOF_INVALID' });
});

test('a node that proves no events gives a receipt on its word, which says so', async () => {
  const teller = await sent();
  const { devnet } = story.world;
  const fault = { do: 'fail', code: -32601, message: 'Method not found' } as const;
  undo = devnet.faults.arm({ method: 'state_getReadProof' }, fault);
  assert.equal((await made(teller)).proof?.events, 'not-served');
});

test('a failure that is told as a success is found, and told as the failure that it was', async () => {
  const { devnet, hexOf } = story.world;
  const teller = await sent();
  const { hotkey, netuid } = fromIn(story, 1);
  const reserve = devnet.ledger.state.subnets.get(netuid)?.taoReserve ?? 0n;
  const args = { hotkey: hexOf(hotkey), netuid, amount_staked: reserve / 33n };
  const call = { pallet: 'SubtensorModule', name: 'add_stake', args } as const;
  assert.ok(devnet.ledger.dispatch(hexOf((await keyWallet('//Bob')).coldkey), call).ok);
  for (const lie of ['event-outcome', 'event-outcome-forged-nodes'] as const) {
    const already = accused.length;
    undo = devnet.faults.proofs.tell(lie);
    await story.world.blocks(teller.signing, 1);
    assert.equal(receiptIn(teller), null, lie);
    assert.ok(accused.length > already);
    undo();
  }
  const receipt = await made(teller);
  assert.equal(receipt.isSuccess, false);
  assert.equal(receipt.proof?.events, 'proven');
});
