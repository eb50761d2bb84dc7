// Which of the chain's rules are in force: what changed between the 425 source and spec 475, by the places that differ.
// Refuses to run any of them. Facts: chain.md §0.2, §4.8, §5.5, §7.6, §7.10.

export type LedgerRules = Readonly<{
  /** Root dividends become shares of a validator's fund (≥ 441) instead of claims to each subnet's alpha. */
  hasBaskets: boolean;
  /** A move of more than the position is refused and `u64::MAX` is all of it (≥ 469); otherwise it is cut in silence. */
  refusesExcess: boolean;
  /** `InitialMinTransfer`: gifts and moves inside a subnet, rao. */
  minTransfer: bigint;
  /** At most 256 hotkeys on the own list, 128 on a receiver's. */
  hasHotkeyCaps: boolean;
  /** What a pool does not take of a purchase, and the fee of work not done, comes back. */
  returnsUnspent: boolean;
  /** Positions that one `unstake_all` or `unstake_all_alpha` sells at most; the rest stays for the next. */
  mostLegs: number;
  /** TAO fees leave the issuance instead of going to the author. */
  recyclesFees: boolean;
}>;

const v425: LedgerRules = {
  hasBaskets: false,
  refusesExcess: false,
  minTransfer: 2_000_000n,
  hasHotkeyCaps: false,
  returnsUnspent: false,
  mostLegs: Number.POSITIVE_INFINITY,
  recyclesFees: false,
};

const v475: LedgerRules = {
  hasBaskets: true,
  refusesExcess: true,
  minTransfer: 100_000n,
  hasHotkeyCaps: true,
  returnsUnspent: true,
  mostLegs: 16,
  recyclesFees: true,
};

export const RULES = { v425, v475 } as const;
