// How much of the positions' value a mark beside the figures needs.
import type { HomeProof } from './proof.ts';

/** Of all positions' spot value: the rest are many and small. */
export const ENOUGH_BPS = 9_000;

/** Below it, or where it is unknown, the figures stay the node's word, whoever stands on their block. */
export const isEnoughProven = ({ valueBps }: Pick<HomeProof, 'valueBps'>): boolean =>
  valueBps !== null && valueBps >= ENOUGH_BPS;
