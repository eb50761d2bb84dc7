// What needs the user's attention, as home says it; attention.ts finds it.
import { toRao, type Netuid, type Rao, type Ss58Address } from '../units.ts';

export type AttentionItem =
  | { kind: 'swap-announced'; coldkey: Ss58Address; atBlock: number; isDisputed: boolean }
  | { kind: 'about-to-be-pruned'; netuid: Netuid }
  | { kind: 'near-removal'; netuid: Netuid; place: number }
  | { kind: 'immunity-ending'; netuid: Netuid; blocks: number }
  | { kind: 'lock-ending'; coldkey: Ss58Address; netuid: Netuid; days: number }
  | ({ kind: 'not-registered' | 'earned-nothing' } & IdleStake);

/** `worth`: what of the user's stake earns nothing there, at spot; null: it has no price. */
type IdleStake = { netuid: Netuid; hotkey: Ss58Address; worth: Rao | null };

export function isIdle(item: AttentionItem): item is Extract<AttentionItem, IdleStake> {
  return item.kind === 'not-registered' || item.kind === 'earned-nothing';
}

export type OtherItem = Exclude<AttentionItem, IdleStake>;

/** As home shows it: stake that earns nothing is one line, however many validators it lies with. */
export type Attention = {
  idle: {
    count: number;
    worth: Rao;
    /** All of it has a price. */
    isWhole: boolean;
  };
  others: readonly OtherItem[];
};

export function summed(items: readonly AttentionItem[]): Attention {
  const idle = items.filter(isIdle);
  let worth = 0n;
  for (const item of idle) worth += item.worth ?? 0n;
  return {
    idle: {
      count: idle.length,
      worth: toRao(worth),
      isWhole: idle.every((item) => item.worth !== null),
    },
    others: items.filter((item): item is OtherItem => !isIdle(item)),
  };
}
