// What needs the user's attention, from the last snapshot, most serious first. Pure.
import type { Snapshot } from '../../model/facts.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import type { Netuid, Rao, Ss58Address } from '../../units.ts';
import { daysUntilNegligible } from '../words/lock-course.ts';

export type AttentionItem =
  | { kind: 'swap-announced'; coldkey: Ss58Address; atBlock: number; isDisputed: boolean }
  | { kind: 'about-to-be-pruned'; netuid: Netuid }
  | { kind: 'lock-ending'; coldkey: Ss58Address; netuid: Netuid; days: number }
  | { kind: 'not-registered'; netuid: Netuid; hotkey: Ss58Address }
  | { kind: 'earned-nothing'; netuid: Netuid; hotkey: Ss58Address };

/** Locks that will soon be negligible: then almost all of the stake can be moved. */
function endingLocks(
  { locks, availability, subnets }: Snapshot,
  isMine: (coldkey: Ss58Address) => boolean,
  smallUnder: Rao,
): AttentionItem[] {
  if (!availability.known || !locks.known) return [];
  return locks.value.flatMap((lock): AttentionItem[] => {
    const { coldkey, netuid } = lock;
    if (!isMine(coldkey)) return [];
    const stake = availability.value.find(
      (one) => one.coldkey === coldkey && one.netuid === netuid,
    );
    const subnet = subnets.find((one) => one.netuid === netuid);
    if (stake === undefined) return [];
    const price = subnet === undefined ? null : valuationPrice(subnet);
    const days = daysUntilNegligible(lock, stake.total, price, smallUnder);
    return days === null ? [] : [{ kind: 'lock-ending', coldkey, netuid, days }];
  });
}

/** Unknown readings raise no item here: the screens they concern show them. */
export function attentionOf(
  snapshot: Snapshot,
  coldkeys: readonly Ss58Address[],
  smallUnder: Rao,
): readonly AttentionItem[] {
  const mine = new Set<string>(coldkeys);
  const held = snapshot.positions.filter(({ coldkey, alpha }) => mine.has(coldkey) && alpha > 0n);
  const swaps = snapshot.accounts.flatMap(
    ({ coldkey, swapAnnouncedFor, isSwapDisputed }): AttentionItem[] =>
      mine.has(coldkey) && swapAnnouncedFor.known && swapAnnouncedFor.value !== null
        ? [
            {
              kind: 'swap-announced',
              coldkey,
              atBlock: swapAnnouncedFor.value,
              isDisputed: isSwapDisputed.known && isSwapDisputed.value,
            },
          ]
        : [],
  );
  const { subnetToPrune } = snapshot.rules;
  const next = subnetToPrune.known ? subnetToPrune.value : null;
  const pruned: AttentionItem[] =
    next !== null && held.some(({ netuid }) => netuid === next)
      ? [{ kind: 'about-to-be-pruned', netuid: next }]
      : [];
  const seen = new Set<string>();
  const idle = held
    .toSorted((a, b) => (a.alpha === b.alpha ? 0 : a.alpha < b.alpha ? 1 : -1))
    .flatMap(({ netuid, hotkey, isRegistered, hotkeyDividends }): AttentionItem[] => {
      const key = `${netuid}:${hotkey}`;
      // Root is paid by the subnets: a validator's own dividends there mean nothing.
      if (netuid === 0 || seen.has(key)) return [];
      seen.add(key);
      if (!isRegistered) return [{ kind: 'not-registered', netuid, hotkey }];
      return hotkeyDividends.known && hotkeyDividends.value === 0n
        ? [{ kind: 'earned-nothing', netuid, hotkey }]
        : [];
    });
  const ending = endingLocks(snapshot, (coldkey) => mine.has(coldkey), smallUnder);
  return [...swaps, ...pruned, ...idle, ...ending];
}
