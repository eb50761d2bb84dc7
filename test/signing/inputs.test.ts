// On whose word a signature is made: proofs, a second operator, or one node and a yes. On the simulated chain with its proofs,
// the real planner and rules.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { Move } from '../../src/model/move.ts';
import { createSigningProofs } from '../../src/service/signing-proofs.ts';
import type { SigningPorts } from '../../src/signing/signing-deps.ts';
import { toAlphaRao } from '../../src/units.ts';
import { proofAnchor, PERIOD } from '../fakes/proof-anchor.ts';
import { askFor, fromIn, stakeOf, startStory, type Story } from './devnet-story.ts';

let story: Story;
let anchor: Awaited<ReturnType<typeof proofAnchor>>;
let blockTime: number;
before(async () => {
  story = await startStory({ proofs: { justificationPeriod: PERIOD } });
  const { devnet, client, caughtUp } = story.world;
  devnet.produceBlocks(30);
  await caughtUp();
  anchor = await proofAnchor(devnet, client);
  blockTime = await client.readBlockTime((await client.head()).hash);
});
after(() => story.world.stop());

const YES = 'inputs-one-node';
const honest: SigningPorts['proveInputs'] = (facts) => {
  const { client } = story.world;
  return createSigningProofs({
    client: async () => ({ ...client, proofs: { ...client.proofs, accuse: () => true } }),
    mayAsk: async () => true,
    noteLie: async () => undefined,
    anchor: async () => anchor,
    deadlineMs: 20_000,
  }).proveInputs(facts);
};
const nothing: SigningPorts['proveInputs'] = async () => null;
const votes: SigningPorts['proveInputs'] = async () => ({ by: 'votes' });
/** As another block had them, with a nonce that is not used up yet. */
const laterNonce: SigningPorts['proveInputs'] = async (facts) => {
  const proven = await honest(facts);
  return proven?.by === 'authors' ? { ...proven, nonce: proven.nonce + 1n } : proven;
};
const otherPools: SigningPorts['proveInputs'] = async (facts) => {
  const proven = await honest(facts);
  if (proven?.by !== 'authors') return proven;
  const pools = proven.pools.map(({ pool, ...rest }) => ({
    ...rest,
    pool:
      pool.kind === 'balancer' ? { ...pool, taoReserve: (pool.taoReserve * 102n) / 100n } : pool,
  }));
  return { ...proven, pools };
};
const lies: SigningPorts['proveInputs'] = async () => {
  throw new AppError('PROOF_INVALID', { about: 'a stored value' });
};

type Case = {
  proofs: SigningPorts['proveInputs'];
  second: AppError | null;
  isReal?: boolean;
  accepted?: readonly string[];
};

function ask({ proofs, second, isReal = true, accepted = [] }: Case, move: Move) {
  const { world } = story;
  const stage = world.newStage();
  stage.isReal = isReal;
  stage.unconfirmed = second;
  stage.proveInputs = proofs;
  // That chain's slots run ahead of the clock.
  stage.now = () => blockTime;
  const requested = world.live(stage).requestSignature(askFor(story, move, [...accepted]));
  return requested.then(
    ({ plan }) => {
      assert.equal(stage.stored.size, 1);
      const [check, ...more] = plan.checks.filter(({ id }) => id.startsWith('inputs-'));
      assert.deepEqual(more, []);
      return check === undefined ? 'not asked' : `${check.id} ${check.verdict}`;
    },
    (error: unknown) => {
      assert.ok(error instanceof AppError, String(error));
      assert.equal(stage.stored.size, 0, 'nothing is stored, and no wallet asked');
      const { reason } = error.detail;
      return reason === undefined ? error.code : `${error.code} ${String(reason)}`;
    },
  );
}

const agrees = null;
const none = new AppError('NO_SECOND_SOURCE');
const away = new AppError('SECOND_SOURCE_AWAY');
const disagrees = new AppError('NODES_DISAGREE', { what: 'pool' });

const ASKED = `ACCEPTANCE_NEEDED ${YES}`;
const AUTHORS = 'inputs-authors pass';
const TWO = 'inputs-two-sources pass';

/** Small enough that its minimum rests on no depth. */
const stake = (): Move => stakeOf(story, 1n);
const unstake = (): Move => ({
  ...fromIn(story, 1),
  kind: 'unstake',
  amount: toAlphaRao(10n ** 9n),
});
/** Trades nothing. */
const lock = (): Move => ({ ...fromIn(story, 1), kind: 'lock', amount: toAlphaRao(10n ** 9n) });

/** Proofs, second operator; what follows on a network with value. */
const table: readonly [string, SigningPorts['proveInputs'], AppError | null, string][] = [
  ['proofs of an honest node at the head', honest, none, AUTHORS],
  ['the same, the second operator being away', honest, away, AUTHORS],
  ['a final block', votes, none, 'inputs-proven pass'],
  ['no proofs, another operator tells the same', nothing, agrees, TWO],
  ['no proofs and no other operator', nothing, none, ASKED],
  ['no proofs, and the other operator is away', nothing, away, ASKED],
  ['another price than the authors stand on, alone', otherPools, none, ASKED],
  ['the same, and another operator that tells it too', otherPools, agrees, TWO],
  ['a nonce under the one that the authors stand on', laterNonce, none, ASKED],
  ['a lie, whatever another operator says', lies, agrees, 'PROOF_INVALID'],
  ['another operator that disagrees, whatever is proven', honest, disagrees, 'NODES_DISAGREE'],
];

for (const [name, proveInputs, second, outcome] of table) {
  test(`before a trade is signed: ${name}`, async () => {
    for (const move of [stake(), unstake()]) {
      assert.equal(await ask({ proofs: proveInputs, second }, move), outcome);
    }
  });
}

test('no plan on one node’s word reaches a wallet without the yes, and with it every plan does', async () => {
  for (const proveInputs of [nothing, otherPools, laterNonce]) {
    for (const second of [none, away]) {
      for (const move of [stake(), unstake()]) {
        const given = { proofs: proveInputs, second };
        assert.equal(await ask(given, move), ASKED);
        assert.equal(await ask({ ...given, accepted: ['no-minimum', 'unverified'] }, move), ASKED);
        assert.equal(await ask({ ...given, accepted: [YES] }, move), `${YES} warn`);
      }
    }
  }
});

test('what has no value needs no yes', async () => {
  assert.equal(await ask({ proofs: nothing, second: none, isReal: false }, stake()), 'not asked');
  const lied = { proofs: lies, second: none, isReal: false };
  assert.equal(await ask(lied, stake()), 'PROOF_INVALID', 'but a lie is a lie');
});

test('where nothing is traded the other operator learns of the account only without proofs', async () => {
  const accepted = ['lock-decays'];
  const never = new AppError('NODES_DISAGREE', { what: 'account' });
  assert.equal(await ask({ proofs: honest, second: never, accepted }, lock()), AUTHORS);
  assert.equal(await ask({ proofs: nothing, second: never, accepted }, lock()), 'NODES_DISAGREE');
  assert.equal(await ask({ proofs: nothing, second: agrees, accepted }, lock()), TWO);
  assert.equal(await ask({ proofs: nothing, second: none, accepted }, lock()), ASKED);
});
