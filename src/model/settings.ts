// The user's settings.
import type { MoveKind } from './move.ts';
import type { Network } from './network.ts';
import type { Netuid, Rao, Ss58Address } from '../units.ts';

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
  /** New stake is filled in with it where it passes the rule; null: the account’s own, else one by the rule. */
  validator: Ss58Address | null;
  /** `alerts`: how many the user has not seen. */
  badge: 'none' | 'sellable' | 'change' | 'alerts';
  /** How often alerts are looked after while no panel is open: 5 to 60. */
  alertMinutes: number;
  /** null: no fiat, no price request. */
  fiat: { currency: string; source: string } | null;
  /** Figures are held against proofs, beside what is read anyway. */
  checksAnswers: boolean;
  favourites: Netuid[];
  sort: string;
  /** How the lots are chosen that are given away first, for what stake cost. */
  lotMethod: 'fifo' | 'average';
};

/** The badge's figure is as old as the last reading from the node. */
export const badgeNeedsNode = ({ badge }: Pick<Settings, 'badge'>): boolean =>
  badge === 'sellable' || badge === 'change';
