// The user's settings. Types only.
import type { MoveKind } from './move.ts';
import type { Network } from './network.ts';
import type { Netuid, Rao } from '../units.ts';

export type Settings = {
  networkId: string;
  /** Networks that the user added or changed. */
  networks: Network[];
  theme: 'system' | 'dark' | 'light';
  hidesAmounts: boolean;
  /** Rows with a smaller exit value are folded. */
  smallUnderRao: Rao;
  impactLimitBps: number;
  toleranceBps: Partial<Record<MoveKind, number>>;
  badge: 'none' | 'sellable' | 'change';
  /** null: no fiat, no price request. */
  fiat: { currency: string; source: string } | null;
  favourites: Netuid[];
  sort: string;
  /** How the lots are chosen that are given away first, for what stake cost. */
  lotMethod: 'fifo' | 'average';
};
