// Which subnets a move is about.
import type { Netuid } from '../units.ts';
import type { Move } from './move.ts';

/** Subnets that a move is about, in its order. */
export function subnetsOf(move: Move): readonly Netuid[] {
  switch (move.kind) {
    case 'exit-several':
      return move.items.map(({ netuid }) => netuid);
    case 'claim':
    case 'accept-locked':
      return [];
    case 'change-subnet':
      return [move.netuid, move.toNetuid];
    default:
      return [move.netuid];
  }
}
