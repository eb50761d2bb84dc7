// What the funds of root validators owe to some coldkeys together. Pure; seen and never counted into a value.
import type { RootClaim, RootClaims } from '../model/root-claims.ts';
import { toRao, type Rao, type Ss58Address } from '../units.ts';

type RootRewards = {
  /** Rao of claims that pay out now, with what of it would be forfeited. */
  claimable: Rao;
  /** Rao of that which a claim loses for good. */
  forfeited: Rao;
  /** Rao that a claim does not pay out yet. */
  tooSmall: Rao;
  /** Rao of which it is not known what a claim would pay. */
  untold: Rao;
  /** Validators whose figures are not believed. */
  doubted: number;
  /** Coldkeys of which nothing could be read. */
  unread: number;
};

/** Whether a claim would pay out at the block of the reading; null: not known. */
export function paysOut(
  { payment, doubt }: RootClaim,
  { threshold }: Pick<RootClaims, 'threshold'>,
): boolean | null {
  if (doubt !== null || !payment.known || !threshold.known) return null;
  const { redeemable } = payment.value;
  return redeemable > 0n && redeemable >= threshold.value;
}

export function rootRewards(claims: RootClaims, coldkeys: readonly Ss58Address[]): RootRewards {
  const sums = { claimable: 0n, forfeited: 0n, tooSmall: 0n, untold: 0n };
  let [doubted, unread] = [0, 0];
  for (const coldkey of coldkeys) {
    const own = claims.of.find((one) => one.coldkey === coldkey)?.claims;
    if (own === undefined || !own.known) {
      unread += 1;
      continue;
    }
    for (const claim of own.value) {
      const { payment, accrued } = claim;
      const pays = paysOut(claim, claims);
      if (claim.doubt !== null) doubted += 1;
      else if (pays === null || !payment.known) sums.untold += accrued;
      else if (pays) {
        sums.claimable += payment.value.redeemable + payment.value.forfeited;
        sums.forfeited += payment.value.forfeited;
      } else sums.tooSmall += accrued;
    }
  }
  return {
    claimable: toRao(sums.claimable),
    forfeited: toRao(sums.forfeited),
    tooSmall: toRao(sums.tooSmall),
    untold: toRao(sums.untold),
    doubted,
    unread,
  };
}
