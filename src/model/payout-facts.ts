// What was read to estimate the payout of a subnet's removal, at one block. Types only.
import type { BlockRef, Reading } from './facts.ts';
import type { ReadCost } from './emission-facts.ts';
import type { Pool } from '../pool/pool.ts';
import type { AlphaRao, Netuid, Rao, Ss58Address } from '../units.ts';

/** One position of the subnet as the chain's removal counts it. */
export type WholePosition = {
  hotkey: Ss58Address;
  coldkey: Ss58Address;
  /** Its value in the hotkey's share pool, rounded down. */
  alpha: AlphaRao;
  /** Its share number in whole units, rounded down: counts in place of a value of 0. */
  rawShare: bigint;
  /** Of a validator's basket: sold before anything is paid out. */
  isBasket: boolean;
};

export type SubnetPayoutFacts = {
  netuid: Netuid;
  registeredAt: number;
  /** null: no local model of the pool. */
  pool: Pool | null;
  /** Liquidity that waits beside the pool, returned to it before the payout; zeros where the runtime has no such place. */
  reservoir: Reading<{ tao: Rao; alpha: AlphaRao }>;
  alphaOut: AlphaRao;
  /** The part of `alphaOut` that the chain bought itself. */
  protocolAlpha: Reading<AlphaRao>;
  /** What validators' baskets hold here, one amount a basket, and what waits to enter them. */
  baskets: Reading<{ holdings: readonly AlphaRao[]; waiting: AlphaRao }>;
  /** Alpha under all hotkeys that were read: baskets and own positions are part of it. */
  listed: AlphaRao;
  /** Every position of the subnet; null: there are too many to list. */
  whole: readonly WholePosition[] | null;
};

export type PayoutFacts = {
  block: BlockRef;
  /** Subnets registered after this block pay a part to the pool's own alpha too. */
  refundSince: Reading<number>;
  subnets: readonly SubnetPayoutFacts[];
  cost: ReadCost;
};
