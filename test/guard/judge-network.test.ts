// The split of a block and the order of deregistration beside the chain's, on figures written by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { taoOfShare } from '../../src/emission/block-emission.ts';
import { emissionShares } from '../../src/emission/emission-shares.ts';
import { judgeEmission, judgePrune } from '../../src/guard/judge-network.ts';
import { worstOf } from '../../src/model/guard-rows.ts';
import type { ShareFacts, VoteFacts } from '../../src/model/guard-record.ts';
import type { Reading } from '../../src/model/facts.ts';
import { toNetuid, toRao } from '../../src/units.ts';

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const absent = { known: false, reason: 'not-on-this-runtime' } as const;
const unreadable = { known: false, reason: 'unreadable' } as const;

const vote = (netuid: number, price: bigint): VoteFacts => ({
  netuid: toNetuid(netuid),
  registeredAt: netuid,
  isStable: false,
  firstEmissionBlock: known(1),
  isSubtokenEnabled: known(true),
  isRegistrationAllowed: known(true),
  isEmissionEnabled: known(true),
  emaPriceBits: known(price),
  minerBurnedBits: known(0n),
});

const shares = (gate: ShareFacts['gate'] = absent): ShareFacts => ({
  block: { hash: '0xb1', number: 1_000 },
  totalIssuance: toRao(11_000_000_000_000_000n),
  gate,
  subnets: [vote(1, 3n << 30n), vote(2, 1n << 30n), vote(3, 2n << 30n)],
});

/** What the chain would record, subnet 1 with so many rao more. */
function recordedOf(facts: ShareFacts, more: bigint) {
  const found = emissionShares(facts);
  assert.ok(found.known);
  return known(
    found.value.map(({ netuid, share }) => {
      const tao = taoOfShare(facts.totalIssuance, share) + (netuid === 1 ? more : 0n);
      return { netuid, tao: toRao(tao) };
    }),
  );
}

const emission = (facts: ShareFacts, more: bigint) =>
  judgeEmission({ shares: known(facts), recorded: recordedOf(facts, more) });

test('the split agrees within 1 rao a subnet, either way', () => {
  for (const more of [-1n, 0n, 1n]) {
    assert.deepEqual(emission(shares(), more), { state: 'agrees' });
  }
  for (const more of [-2n, 2n]) {
    const verdict = emission(shares(), more);
    assert.ok(verdict.state === 'disagrees' && verdict.where === 1);
    assert.ok(verdict.ours.unit === 'rao' && verdict.chain.unit === 'rao');
    assert.equal(verdict.chain.amount - verdict.ours.amount, more);
  }
});

test('with the gate on, ten parts in a million more: its power has steps that are not ours', () => {
  const gated = shares(known({ barBits: 1n << 62n, exponentBits: 3n << 64n, barRank: 2 }));
  assert.deepEqual(emission(gated, 1_000n), { state: 'agrees' });
  assert.equal(emission(gated, 10_000n).state, 'disagrees');
});

test('nothing recorded is nothing compared, and what was not read is not checked', () => {
  const facts = shares();
  const nothing = { state: 'not-checked', reason: 'nothing' } as const;
  const recorded = known([{ netuid: toNetuid(0), tao: toRao(5n) }]);
  const none = { state: 'not-checked', reason: 'unreadable' } as const;
  assert.deepEqual(judgeEmission({ shares: known(facts), recorded }), nothing);
  assert.deepEqual(judgeEmission({ shares: known(facts), recorded: unreadable }), none);
  assert.deepEqual(judgeEmission({ shares: absent, recorded }), {
    state: 'not-checked',
    reason: 'not-on-this-runtime',
  });
});

test('the candidate is the lowest average past its protection; none agrees with none', () => {
  const judge = (toPrune: number | null, immunity: number) =>
    judgePrune({
      shares: known(shares()),
      immunityPeriod: known(immunity),
      subnetToPrune: known(toPrune === null ? null : toNetuid(toPrune)),
    }).state;
  assert.equal(judge(2, 10), 'agrees');
  assert.equal(judge(1, 10), 'disagrees');
  assert.equal(judge(null, 10), 'disagrees');
  assert.equal(judge(null, 10_000), 'agrees');
});

test('a row that is missing is not checked, and one that disagrees outweighs it', () => {
  assert.deepEqual(worstOf([], ['spot']), { state: 'not-checked', reason: 'unreadable' });
  const spot = { subject: 'spot', name: null, verdict: { state: 'agrees' } } as const;
  assert.equal(worstOf([spot], ['spot']).state, 'agrees');
  assert.equal(worstOf([spot], ['spot', 'simulation']).state, 'not-checked');
});
