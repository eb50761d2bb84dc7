// The counted accounts' parts of one subnet: of its alpha, of its validators' stake, and of its vote. Pure; null is "not
// known".
import type { ModelCheck } from '../../emission/compare-recorded.ts';
import { ppmOf, votePpm } from '../../emission/own-vote.ts';
import { voteOf } from '../../emission/vote.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import type { Reading, SubnetFacts, ValidatorFacts } from '../../model/facts.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import type { Ss58Address } from '../../units.ts';

export type OwnVote =
  /** `perDay`: rao a day that the subnet would no longer draw, of the `heading` that today's prices lead to. */
  | { state: 'vote'; ppm: bigint; perDay: bigint; heading: bigint }
  /** The subnet gets no emission. */
  | { state: 'none' }
  /** We cannot reproduce the emission rule, or nothing here can be sold along a known curve. */
  | { state: 'unknown' };

type OwnPart = {
  alphaPpm: bigint | null;
  stakePpm: bigint | null;
  /** My part of each validator that holds my stake, the largest first. */
  validators: readonly { hotkey: Ss58Address; ppm: bigint }[];
  vote: OwnVote;
};

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

/** The stake compared with none: all that can be sold is sold in one order along the pool's curve. */
function ownVote(
  value: SubnetValue,
  facts: EmissionFacts,
  check: Reading<ModelCheck>,
  subnet: SubnetFacts | null,
): OwnVote {
  const amount = sum(value.positions.map(({ sold }) => sold));
  const { netuid } = value;
  const isOff = facts.subnets.find((one) => one.netuid === netuid)?.isEmissionEnabled;
  if (isOff?.known === true && !isOff.value) return { state: 'none' };
  const pool = subnet?.pool ?? null;
  if (!check.known || !check.value.agrees || pool === null || amount === 0n) {
    return { state: 'unknown' };
  }
  const fill = quoteSwap(pool, { side: 'sell', amount });
  if (!fill.ok) return { state: 'unknown' };
  const vote = voteOf(facts, [{ netuid, before: fill.priceBefore, after: fill.priceAfter }], []);
  if (!vote.known) return { state: 'unknown' };
  const effect = vote.value.effects.find((one) => one.netuid === netuid);
  const ppm = effect === undefined ? null : votePpm(effect);
  return effect === undefined || ppm === null
    ? { state: 'none' }
    : {
        state: 'vote',
        ppm,
        perDay: effect.raoPerDay < 0n ? -effect.raoPerDay : 0n,
        heading: effect.perDayWithout,
      };
}

export function ownPart(
  value: SubnetValue,
  facts: EmissionFacts,
  check: Reading<ModelCheck>,
  subnet: SubnetFacts | null,
  validators: readonly ValidatorFacts[] | null,
): OwnPart {
  const alphaOut = facts.subnets.find(({ netuid }) => netuid === value.netuid)?.alphaOut ?? 0n;
  const stakes = new Map((validators ?? []).map((one) => [one.hotkey, BigInt(one.alphaStake)]));
  const mine = new Map<Ss58Address, bigint>();
  for (const { hotkey, alpha } of value.positions) {
    if (stakes.has(hotkey)) mine.set(hotkey, (mine.get(hotkey) ?? 0n) + alpha);
  }
  const all = sum([...stakes.values()]);
  return {
    alphaPpm: alphaOut === 0n ? null : ppmOf(value.alpha, alphaOut),
    stakePpm: all === 0n ? null : ppmOf(sum([...mine.values()]), all),
    validators: [...mine]
      .map(([hotkey, alpha]) => ({ hotkey, ppm: ppmOf(alpha, stakes.get(hotkey) ?? 0n) }))
      .toSorted((a, b) => (a.ppm < b.ppm ? 1 : a.ppm > b.ppm ? -1 : 0)),
    vote: ownVote(value, facts, check, subnet),
  };
}
