// The whole story on the simulated chain: real SCALE, real signatures, a node that answers over a socket and
// misbehaves on demand. What the plan said is held against what the chain's events say.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Position } from '../../src/facts.ts';
import type { Move, MoveTerms } from '../../src/moves/move.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import type { SigningRequest } from '../../src/store/schema.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { keyWallet } from './key-wallet.ts';
import { createDevnetWorld, type DevnetWorld, type Stage } from './devnet-world.ts';

const TAO = 1_000_000_000n;
const terms: MoveTerms = { toleranceBps: 100, allowPartial: false, eraBlocks: 16 };

let world: DevnetWorld;
let positions: readonly Position[];

before(async () => {
  // Pools that nobody moves: a receipt must equal its plan to the rao.
  world = await createDevnetWorld({ settings: { isEmitting: false, isInjecting: false } });
  await world.caughtUp();
  const { coldkey } = world.wallet;
  const snapshot = await world.client.readSnapshot({ coldkeys: [coldkey], lookedAt: [] });
  positions = snapshot.positions;
});

after(() => world.stop());

function positionIn(netuid: number): Position {
  const found = positions
    .filter((position) => position.netuid === netuid)
    .toSorted((a, b) => (a.alpha > b.alpha ? -1 : 1))[0];
  assert.ok(found, `no position in subnet ${netuid}`);
  return found;
}

const fromOf = ({ coldkey, hotkey, netuid }: Position) => ({ coldkey, hotkey, netuid });

const askFor = (
  move: Move,
  more: Partial<{ isAccepted: boolean; minimumAmount: bigint }> = {},
) => ({
  move,
  terms,
  wallet: 'key wallet',
  minimumAmount: 0n,
  isAccepted: false,
  ...more,
});

function stake(tao = 10n): Move {
  return { ...fromOf(positionIn(1)), kind: 'stake', amount: toRao(tao * TAO) };
}

async function answer(stage: Stage, signing: Signing): Promise<void> {
  const ask = stage.asked.at(-1);
  assert.ok(ask);
  const signature = world.wallet.sign(ask.payload);
  const verdict = await signing.walletAnswered(ask.askId, {
    ok: true,
    signature,
    signedTransaction: null,
  });
  assert.equal(verdict.isTaken, true);
  stage.held.delete(ask.askId);
}

async function until(stage: Stage, id: string, isReached: (request: SigningRequest) => boolean) {
  for (let i = 0; i < 500; i += 1) {
    const request = stage.stored.get(id);
    if (request && isReached(request)) return request;
    await world.pause(4);
  }
  const { state, error, heldBecause } = stage.stored.get(id) ?? {};
  throw new Error(`${state} ${error?.code} ${heldBecause?.code} ${stage.reports.join(', ')}`);
}

const isSent = ({ state }: SigningRequest): boolean => state === 'submitted';

async function sendMove(move: Move, isAccepted = false) {
  const stage = world.newStage();
  const signing = world.live(stage);
  const { id } = await signing.requestSignature(askFor(move, { isAccepted }));
  await signing.askWallet({ id, tabId: 1 });
  await answer(stage, signing);
  await until(stage, id, isSent);
  return { stage, signing, id };
}

test('moves of every kind end as final with receipts that equal their plans to the rao', async () => {
  const [one, five] = [fromOf(positionIn(1)), fromOf(positionIn(5))];
  const root = fromOf(positionIn(0));
  const amount = toAlphaRao(20n * TAO);
  const toFive = { toNetuid: five.netuid, toHotkey: five.hotkey };
  const bob = (await keyWallet('//Bob')).coldkey;
  const moves: [Move, boolean][] = [
    [stake(), false],
    [{ ...one, kind: 'unstake', amount }, false],
    [{ ...root, kind: 'unstake', amount: toAlphaRao(TAO) }, false],
    [{ ...one, kind: 'change-validator', toHotkey: five.hotkey, amount }, false],
    [{ ...one, kind: 'change-subnet', ...toFive, amount, route: 'protected' }, false],
    [{ ...one, kind: 'change-subnet', ...toFive, amount, route: 'one-call' }, true],
    [
      {
        ...one,
        kind: 'change-subnet',
        toNetuid: toNetuid(0),
        toHotkey: one.hotkey,
        amount,
        route: 'one-call',
      },
      false,
    ],
    [{ ...one, kind: 'give', toColdkey: bob, amount }, true],
    [
      {
        kind: 'exit-many',
        coldkey: one.coldkey,
        items: [one, five],
        sending: 'one-batch',
      },
      true,
    ],
    [{ ...fromOf(positionIn(2)), kind: 'unstake-all' }, true],
  ];
  for (const [move, isAccepted] of moves) {
    const { stage, signing, id } = await sendMove(move, isAccepted);
    await world.blocks(signing, 4);
    const request = await until(stage, id, ({ state }) => state === 'finalized');
    const { receipt, plan } = request;
    assert.equal(receipt?.isSuccess, true, move.kind);
    assert.equal(receipt?.poolMovedBefore, 0n, move.kind);
    for (const { labelKey, expected, actual } of receipt?.lines ?? []) {
      assert.equal(actual, expected, `${move.kind} ${labelKey}`);
    }
    assert.ok(plan.networkFee.known);
    assert.deepEqual(stage.reports, []);
    assert.equal(stage.submissions.length, 1);
  }
});
