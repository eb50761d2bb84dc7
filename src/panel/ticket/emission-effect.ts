// The effect of a planned move on emission: whose share of emission changes and by how much, and the holder's own part. All
// figures come from voteOf; without a reproducible rule there are none.
import { recordedTao, type ModelCheck } from '../../emission/compare-recorded.ts';
import { partChange, type PartChange } from '../../emission/own-vote.ts';
import { recordedTotal } from '../../emission/subnet-figures.ts';
import { voteOf, type PriceMove, type Vote, type VoteEffect } from '../../emission/vote.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import type { Position, Reading, ValidatorFacts } from '../../model/facts.ts';
import type { Plan } from '../../model/plan.ts';
import { PPM, type Netuid, type Ss58Address } from '../../units.ts';
import { blocksAgo, horizons } from '../../portfolio/earlier-prices.ts';

/** After a day, a week and a month. */
const PATH_BLOCKS: readonly number[] = horizons.map((horizon) => blocksAgo[horizon]);

export type OwnPartChange = {
  /** The account of the move: other accounts of the user's are not counted in it. */
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  ofAlpha: PartChange;
  ofStake: PartChange | null;
};

export type EmissionEffect =
  | { state: 'no-trade' }
  /** We do not reproduce the chain's rule: only the share of the last block is known. */
  | { state: 'not-modelled'; netuid: Netuid; observedPpm: bigint | null }
  | { state: 'switched-off' | 'takes-no-part'; netuid: Netuid }
  | {
      state: 'vote';
      isBuy: boolean;
      /** The subnet that the sentence is about. */
      effect: VoteEffect;
      vote: Vote;
    };

/** Each subnet's price before the first and after the last trade; root has no price. */
export function priceMoves(plan: Plan): PriceMove[] {
  const moves = new Map<number, PriceMove>();
  for (const { netuid, fill } of plan.legs) {
    if (netuid === 0) continue;
    const before = moves.get(netuid)?.before ?? fill.priceBefore;
    moves.set(netuid, { netuid, before, after: fill.priceAfter });
  }
  return [...moves.values()];
}

/** A subnet's part of the TAO of the last block, in parts per million. */
function observedPpm(facts: EmissionFacts, netuid: Netuid): bigint | null {
  const subnet = facts.subnets.find((one) => one.netuid === netuid);
  const got = subnet === undefined ? null : recordedTao(subnet);
  const total = recordedTotal(facts);
  return got === null || !got.known || total === null || total === 0n
    ? null
    : (got.value * PPM) / total;
}

export function emissionEffectOf(
  plan: Plan,
  facts: EmissionFacts,
  check: Reading<ModelCheck>,
): EmissionEffect {
  const trades = plan.legs.filter(({ purpose, netuid }) => purpose === 'trade' && netuid !== 0);
  const bought = trades.find(({ side }) => side === 'buy');
  const subject = bought ?? trades[0];
  if (subject === undefined) return { state: 'no-trade' };
  const { netuid } = subject;
  const isOff = facts.subnets.find((one) => one.netuid === netuid)?.isEmissionEnabled;
  if (isOff?.known === true && !isOff.value) return { state: 'switched-off', netuid };
  const vote: Reading<Vote> =
    check.known && check.value.agrees
      ? voteOf(facts, priceMoves(plan), PATH_BLOCKS)
      : { known: false, reason: 'unreadable' };
  if (!vote.known) {
    return { state: 'not-modelled', netuid, observedPpm: observedPpm(facts, netuid) };
  }
  const effect = vote.value.effects.find((one) => one.netuid === netuid);
  if (effect === undefined) return { state: 'takes-no-part', netuid };
  return {
    state: 'vote',
    isBuy: bought !== undefined,
    effect,
    vote: vote.value,
  };
}

/**
 * What the others' part is printed as: it is off by the cuts of the figures beside it alone, so that these add up to the total
 * that is printed. Where they are no parts of that total, it is printed as it is.
 */
export function printedRest(
  { total, named, rest }: { total: bigint; named: readonly bigint[]; rest: bigint },
  grain: bigint,
): bigint {
  const cut = (amount: bigint): bigint => amount - (amount % grain);
  const left = named.reduce((sum, one) => sum - cut(one), 0n - cut(total));
  const apart = left > rest ? left - rest : rest - left;
  return apart <= BigInt(named.length + 2) * grain ? left : cut(rest);
}

/** The subnet and validator whose alpha the move changes, and by how much. */
function changeOf(plan: Plan): { netuid: Netuid; hotkey: Ss58Address; delta: bigint } | null {
  const { move, receives, gives } = plan;
  if (move.kind === 'stake' || move.kind === 'change-subnet') {
    const expected = receives?.expected;
    if (expected?.unit !== 'alpha') return null;
    const hotkey = move.kind === 'stake' ? move.hotkey : move.toHotkey;
    return { netuid: expected.netuid, hotkey, delta: expected.amount };
  }
  if (move.kind !== 'unstake' && move.kind !== 'unstake-all') return null;
  return gives?.unit === 'alpha'
    ? { netuid: gives.netuid, hotkey: move.hotkey, delta: 0n - gives.amount }
    : null;
}

/** Change of the account's part of the subnet's alpha and of the validator's stake; null unless one subnet is concerned. */
export function ownPartChange(
  plan: Plan,
  facts: EmissionFacts,
  positions: readonly Position[],
  validators: readonly ValidatorFacts[] | null,
): OwnPartChange | null {
  const change = changeOf(plan);
  const subnet = facts.subnets.find(({ netuid }) => netuid === change?.netuid);
  if (change === null || subnet === undefined || subnet.netuid === 0) return null;
  const mine = positions.filter(
    ({ coldkey, netuid }) => coldkey === plan.move.coldkey && netuid === change.netuid,
  );
  const sum = (held: readonly Position[]) => held.reduce((total, { alpha }) => total + alpha, 0n);
  const validator = validators?.find(({ hotkey }) => hotkey === change.hotkey);
  return {
    coldkey: plan.move.coldkey,
    hotkey: change.hotkey,
    ofAlpha: partChange(sum(mine), subnet.alphaOut, change.delta),
    ofStake:
      validator === undefined
        ? null
        : partChange(
            sum(mine.filter(({ hotkey }) => hotkey === change.hotkey)),
            validator.alphaStake,
            change.delta,
          ),
  };
}
