// Wallets on the simulated chain, honest and lying, with real keys of every type: only what signs our own bytes
// is taken, in either of the forms that wallets answer in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { composeCall } from '../../src/chain/extrinsic/compose-call.ts';
import {
  prepareExtrinsic,
  withHash,
  type ToPrepare,
} from '../../src/chain/extrinsic/prepare-extrinsic.ts';
import type { ErrorCode } from '../../src/errors.ts';
import type { WalletOutcome } from '../../src/signing/signing-deps.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import { toRao, type Hex } from '../../src/units.ts';
import {
  answer,
  askFor,
  askMove,
  isIn,
  stakeOf,
  startStory,
  until,
  type Story,
} from './devnet-story.ts';
import { forged, forgedExtrinsic } from '../fakes/forged-extrinsic.ts';
import { keyWallet, type KeyWallet } from './key-wallet.ts';

let story: Story;

before(async () => {
  story = await startStory();
});

after(() => story.world.stop());

for (const keyType of ['ed25519', 'ecdsa'] as const) {
  test(`an ${keyType} account signs to finality, even if the page called it something else`, async () => {
    const other = await startStory({}, keyType);
    const stage = other.world.newStage();
    const signing = other.world.live(stage, null, 'sr25519');
    const { id } = await signing.requestSignature({
      ...askFor(other, stakeOf(other)),
      terms: { toleranceBps: 100, allowPartial: false, eraBlocks: 64 },
    });
    await signing.askWallet({ id, tabId: 1 });
    await answer(other, stage, signing);
    await until(other, stage, id, () => stage.delivered === 1);
    await other.world.blocks(signing, 4);
    const { receipt } = await until(other, stage, id, isIn('finalized'));
    assert.equal(receipt?.isSuccess, true);
    await other.world.stop();
  });
}

/** What a wallet would hand back as `signedTransaction` for this payload. */
function transactionOf(wallet: KeyWallet, prepared: PreparedExtrinsic): Hex {
  return forgedExtrinsic(prepared, wallet.sign(prepared.payload));
}

type Lie = {
  name: string;
  code: ErrorCode;
  tell: (honest: PreparedExtrinsic) => Promise<WalletOutcome>;
};

/** The same transaction but for some of its parts, made and signed as if it had been asked for. */
async function altered(
  honest: PreparedExtrinsic,
  { tip, ...change }: Partial<ToPrepare>,
): Promise<PreparedExtrinsic> {
  const { client, wallet } = story.world;
  const runtime = await client.runtimeOf(honest);
  const asked: ToPrepare = {
    call: honest.call,
    coldkey: wallet.coldkey,
    birth: honest.birth,
    eraBlocks: 16,
    nonce: honest.nonce,
    tip: toRao(0n),
    metadataHash: null,
  };
  const other = prepareExtrinsic({ ...asked, ...change }, runtime);
  return tip === undefined ? other : forged(other, { tip: `0x${tip.toString(16)}` });
}

async function otherCall(honest: PreparedExtrinsic): Promise<Hex> {
  const { client } = story.world;
  const runtime = await client.runtimeOf(honest);
  const draft = await client.decodeCall(honest.call, runtime);
  const args = { ...draft.args, amount_staked: 11_000_000_000n };
  return composeCall({ ...draft, args }, runtime);
}

const signedAs = (wallet: KeyWallet, prepared: PreparedExtrinsic): WalletOutcome => ({
  ok: true,
  signature: wallet.sign(prepared.payload),
  signedTransaction: null,
});

const transactionAs = (wallet: KeyWallet, prepared: PreparedExtrinsic): WalletOutcome => ({
  ok: true,
  signature: wallet.sign(prepared.payload),
  signedTransaction: transactionOf(wallet, prepared),
});

function lies(bob: KeyWallet): Lie[] {
  const { wallet } = story.world;
  const parts: [string, (honest: PreparedExtrinsic) => Promise<Partial<ToPrepare>>][] = [
    ['another call', async (honest) => ({ call: await otherCall(honest) })],
    ['the next nonce', async ({ nonce }) => ({ nonce: nonce + 1 })],
    ['a tip', async () => ({ tip: toRao(1n) })],
    ['a longer era', async () => ({ eraBlocks: 64 })],
  ];
  const partLies = parts.flatMap(([name, change]): Lie[] => [
    {
      name: `a signature over ${name}`,
      code: 'SIGNATURE_INVALID',
      tell: async (honest) => signedAs(wallet, await altered(honest, await change(honest))),
    },
    {
      name: `a transaction with ${name}`,
      code: 'SIGNED_SOMETHING_ELSE',
      tell: async (honest) => transactionAs(wallet, await altered(honest, await change(honest))),
    },
  ]);
  const raw = (signature: Hex, signedTransaction: Hex | null): Lie['tell'] => {
    return async () => ({ ok: true, signature, signedTransaction });
  };
  return [
    ...partLies,
    {
      name: 'a signature of another account',
      code: 'SIGNATURE_INVALID',
      tell: async (honest) => signedAs(bob, honest),
    },
    {
      name: 'a transaction of another account',
      code: 'SIGNED_SOMETHING_ELSE',
      tell: async (honest) => transactionAs(bob, await altered(honest, { coldkey: bob.coldkey })),
    },
    {
      name: 'a transaction that signs a metadata hash of its own',
      code: 'SIGNATURE_INVALID',
      tell: async (honest) => transactionAs(wallet, withHash(honest, `0x${'11'.repeat(32)}`)),
    },
    {
      name: 'our transaction with a byte behind it',
      code: 'SIGNED_SOMETHING_ELSE',
      tell: async (honest) => {
        const signedTransaction: Hex = `${transactionOf(wallet, honest)}00`;
        return { ok: true, signature: wallet.sign(honest.payload), signedTransaction };
      },
    },
    {
      name: 'our signature inside somebody else’s transaction',
      code: 'SIGNED_SOMETHING_ELSE',
      tell: async (honest) => ({
        ok: true,
        signature: wallet.sign(honest.payload),
        signedTransaction: transactionOf(bob, await altered(honest, { coldkey: bob.coldkey })),
      }),
    },
    { name: 'an empty signature', code: 'SIGNATURE_INVALID', tell: raw('0x', null) },
    { name: 'zeros', code: 'SIGNATURE_INVALID', tell: raw(`0x01${'00'.repeat(64)}`, null) },
    {
      name: 'an unknown kind',
      code: 'SIGNATURE_INVALID',
      tell: raw(`0x09${'5a'.repeat(64)}`, null),
    },
    { name: 'a short transaction', code: 'SIGNED_SOMETHING_ELSE', tell: raw('0x01', '0x84') },
    { name: 'no transaction', code: 'SIGNED_SOMETHING_ELSE', tell: raw('0x01', '0x') },
  ];
}

test('every lie of a wallet is refused, stores nothing and sends nothing', async () => {
  for (const { name, code, tell } of lies(await keyWallet('//Bob'))) {
    const { stage, signing, id } = await askMove(story, stakeOf(story));
    const ask = stage.asked.at(-1);
    const honest = stage.stored.get(id)?.prepared;
    assert.ok(ask && honest);
    const verdict = await signing.walletAnswered(ask.promptId, await tell(honest));
    assert.equal(verdict.isTaken, false, name);
    assert.equal(verdict.isTaken ? null : verdict.error.code, code, name);
    const { state, extrinsic, error } = stage.stored.get(id) ?? {};
    assert.equal(state, 'draft', name);
    assert.equal(error?.code, code, name);
    assert.equal(extrinsic, null, name);
    await story.world.blocks(signing, 1);
    assert.equal(stage.submissions.length, 0, name);
    assert.deepEqual(stage.confirmed, [], name);
  }
});

test('the signature of one request does not sign another', async () => {
  const first = await askMove(story, stakeOf(story, 5n));
  const old = first.stage.asked.at(-1);
  assert.ok(old);
  const signature = story.world.wallet.sign(old.payload);
  await first.signing.cancelRequest(first.id);
  const second = await askMove(story, stakeOf(story, 6n));
  const ask = second.stage.asked.at(-1);
  assert.ok(ask);
  const outcome = { ok: true, signature, signedTransaction: null } as const;
  const late = await first.signing.walletAnswered(old.promptId, outcome);
  const wrong = await second.signing.walletAnswered(ask.promptId, outcome);
  assert.deepEqual([late.isTaken, wrong.isTaken], [false, false]);
});

test('our own transaction is taken back as it is, and with the metadata hash of a hardware wallet', async () => {
  const { client, wallet, blocks } = story.world;
  for (const mode of [0, 1] as const) {
    const { stage, signing, id } = await askMove(story, stakeOf(story));
    const ask = stage.asked.at(-1);
    const honest = stage.stored.get(id)?.prepared;
    assert.ok(ask && honest);
    const chosen = await client.withMetadataHash(honest, mode);
    const verdict = await signing.walletAnswered(ask.promptId, transactionAs(wallet, chosen));
    assert.equal(verdict.isTaken, true);
    await until(story, stage, id, () => stage.delivered === 1);
    assert.equal(stage.stored.get(id)?.prepared?.payload.mode, mode);
    await blocks(signing, 4);
    const { receipt } = await until(story, stage, id, isIn('finalized'));
    assert.equal(receipt?.isSuccess, true);
  }
});
