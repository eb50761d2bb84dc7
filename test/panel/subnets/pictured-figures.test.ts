// What is pictured of subnets can be true together: no more is staked than there is, and two sources of one figure agree.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alphaOfHolders } from '../../../src/emission/validator-stake.ts';
import { removalLadder } from '../../../src/emission/removal-ladder.ts';
import { averageYieldPpm } from '../../../src/panel/subnets/average-yield.ts';
import { yearlyYieldPpm } from '../../../src/panel/subnets/validator-order.ts';
import { HEAD, netuids, subnets, validatorsOf } from '../../tools/pictures/chain.ts';
import { aWeek, emissionRecord, pricesRecords, stakesOf } from '../../tools/pictures/emission.ts';
import { positions } from '../../tools/pictures/stored.ts';

test('validators hold no more than is outstanding, and no less than is staked with them here', () => {
  for (const netuid of netuids.filter((one) => one !== 0)) {
    const validators = validatorsOf(netuid);
    const staked = validators.reduce((sum, { alphaStake }) => sum + alphaStake, 0n);
    assert.ok(staked < (subnets[netuid]?.alphaOut ?? 0n), `SN${netuid}`);
    for (const { hotkey, alphaStake } of validators) {
      const mine = positions
        .filter((one) => one.netuid === netuid && one.hotkey === hotkey)
        .reduce((sum, { alpha }) => sum + alpha, 0n);
      assert.ok(mine <= alphaStake, `SN${netuid} ${hotkey}`);
    }
    assert.deepEqual(
      stakesOf([netuid]).map(({ alpha }) => alpha),
      validators.map(({ alphaStake }) => alphaStake),
    );
  }
});

test('own records of a week ago say what the archive says, and both end at one price', () => {
  const week = pricesRecords().find(({ blockNumber }) => blockNumber === HEAD - 7 * 7_200);
  assert.ok(week?.prices.known);
  for (const { netuid, raoPerAlpha } of week.prices.prices) {
    const facts = subnets[netuid];
    assert.ok(facts?.nodePrice.known);
    assert.equal((facts.nodePrice.value * aWeek.priceAgo(netuid, 168)) / 1_000_000n, raoPerAlpha);
    assert.equal(aWeek.priceAgo(netuid, 0), 1_000_000n);
  }
});

test('the ladder that is pictured has five rungs and subnets that would join it', () => {
  const ladder = removalLadder(emissionRecord().facts);
  assert.ok(ladder.known);
  assert.equal(ladder.value.rungs.length, 5);
  assert.deepEqual(
    ladder.value.joiners.map(({ netuid }) => netuid),
    [90, 83],
  );
});

test('the average yield of a subnet lies among those of its validators', () => {
  const { facts } = emissionRecord();
  for (const subnet of facts.subnets.filter(({ netuid }) => netuid !== 0 && netuid !== 120)) {
    const { netuid } = subnet;
    const validators = validatorsOf(netuid);
    const average = averageYieldPpm(facts, subnet);
    const yields = validators
      .filter(({ isRegistered }) => isRegistered)
      .flatMap((one) => yearlyYieldPpm(one, 360) ?? [])
      .filter((ppm) => ppm > 0n)
      .toSorted((a, b) => (a < b ? -1 : 1));
    const [lowest, highest] = [yields[0], yields.at(-1)];
    assert.ok(average !== null && lowest !== undefined && highest !== undefined, `SN${netuid}`);
    assert.ok(lowest < average && average < highest, `SN${netuid}: ${average} in ${yields.join()}`);
    const staked = validators.reduce((sum, { alphaStake }) => sum + alphaStake, 0n);
    assert.ok(staked < (alphaOfHolders(subnet) ?? 0n), `SN${netuid}`);
  }
});
