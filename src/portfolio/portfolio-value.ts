// What a portfolio is worth, as value-portfolio.ts works it out, and its sums without the positions that they are of.
import type { BlockRef, Reading } from '../model/facts.ts';
import type { AlphaRao, Netuid, Price, Rao, Ss58Address } from '../units.ts';

/** Why alpha is in the total at spot but not in what can be sold now. */
export type NotSellable =
  | 'locked'
  | 'halted'
  | 'held'
  | 'dust'
  | 'pool-too-small'
  | 'no-local-model'
  /** What is available could not be read. */
  | 'unread';

/** All parts in rao at spot; they add up to spot − sellable exactly. */
export type Gap = {
  impact: Rao;
  poolFees: Rao;
  notSellable: Readonly<Record<NotSellable, Rao>>;
  /** Reserved TAO: mine, but not to be spent. */
  reserved: Rao;
  /** Part of the free TAO that may not leave. */
  frozen: Rao;
};

export type PositionValue = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  netuid: Netuid;
  alpha: AlphaRao;
  isRegistered: boolean;
  spot: Rao;
  /** Alpha of this position that the sale of everything includes. */
  sold: AlphaRao;
  /** TAO that this position brings within the sale of everything of this subnet. */
  sellable: Rao;
  poolFee: Rao;
  /** Alpha left out, with the reason; empty when all of it is sold. */
  leftOut: readonly { reason: NotSellable; alpha: AlphaRao; spot: Rao }[];
};

export type SubnetValue = {
  netuid: Netuid;
  registeredAt: number;
  /** null: nobody can tell; `spot` is 0 then and says nothing. */
  price: Price | null;
  /** Its price, and the amounts of every account that counts, are known; else the figure is the part that was read. */
  isSpotWhole: boolean;
  isSellableWhole: boolean;
  alpha: AlphaRao;
  spot: Rao;
  sellable: Rao;
  gap: Gap;
  hotkeyCount: number;
  positionCount: number;
  /** In the order in which they would be sold. */
  positions: readonly PositionValue[];
};

export type ColdkeyValue = {
  coldkey: Ss58Address;
  free: Rao;
  reserved: Rao;
  /** Part of `free` that may not leave. */
  frozen: Rao;
  spot: Rao;
  isSpotWhole: boolean;
  isSellableWhole: boolean;
  /** Its share when everything counted is sold together, and the free TAO that may leave. */
  sellable: Rao;
};

/** Seen and not counted: what a claim of root dividends would find, and what is too small for one as yet. */
type Unclaimed = { claimable: Rao; belowThreshold: Rao };

export type PortfolioValue = {
  block: BlockRef;
  /** Everything counted was read and has a price; else `spot` is the part that was read. */
  isSpotWhole: boolean;
  /** The same for `sellable`. */
  isSellableWhole: boolean;
  /** Free, reserved, root and alpha at spot. */
  spot: Rao;
  /** Free TAO that may leave, and what selling everything available brings, pool fees and impact off, network fees not. */
  sellable: Rao;
  gap: Gap;
  free: Rao;
  reserved: Rao;
  root: Rao;
  unclaimed: Reading<Unclaimed>;
  /** For one full exit call a position sold. */
  networkFees: Reading<Rao>;
  /** Held subnets and root, by descending sellable value. */
  subnets: readonly SubnetValue[];
  coldkeys: readonly ColdkeyValue[];
  /** Counted, and not in the snapshot: not read yet, or not readable. */
  unread: readonly Ss58Address[];
};

/** A subnet's sum where an account was not read: it may hold stake there too. */
export const asPart = (subnet: SubnetValue): SubnetValue => ({
  ...subnet,
  isSpotWhole: false,
  isSellableWhole: false,
});

export type SubnetSums = Omit<SubnetValue, 'positions'>;

/** All that is said of a portfolio without its positions: small however many they are. */
export type PortfolioSums = Omit<PortfolioValue, 'subnets'> & { subnets: readonly SubnetSums[] };

export const sumsOf = (value: PortfolioValue): PortfolioSums => ({
  ...value,
  subnets: value.subnets.map(({ positions: _all, ...sums }) => sums),
});

/** Every account that counts was read: else each sum is of those that were. */
export const isAllRead = ({ unread }: Pick<PortfolioSums, 'unread'>): boolean =>
  unread.length === 0;

/** No stake, and nothing reserved or frozen: both values are the free TAO. */
export const isFreeOnly = (
  value: Pick<PortfolioSums, 'unread' | 'subnets' | 'spot' | 'sellable'>,
): boolean => isAllRead(value) && value.subnets.length === 0 && value.spot === value.sellable;

/** Whether what the position would bring was read whole; else `sellable` is the part that was. */
export const isSaleKnown = ({ leftOut }: Pick<PositionValue, 'leftOut'>): boolean =>
  !leftOut.some(({ reason }) => reason === 'unread');
