// What needs the user's attention, from the last snapshot, gravest first. Pure; knows no words but their keys.
import type { Snapshot } from '../../facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';

export type Need =
  | { kind: 'swap-announced'; coldkey: Ss58Address; atBlock: number; isDisputed: boolean }
  | { kind: 'about-to-be-pruned'; netuid: Netuid }
  | { kind: 'not-registered'; netuid: Netuid; hotkey: Ss58Address }
  | { kind: 'earned-nothing'; netuid: Netuid; hotkey: Ss58Address };

/** Unknown readings raise nothing here: they are no news, and the screens they concern name them. */
export function needsOf(snapshot: Snapshot, coldkeys: readonly Ss58Address[]): readonly Need[] {
  const mine = new Set<string>(coldkeys);
  const held = snapshot.positions.filter(({ coldkey, alpha }) => mine.has(coldkey) && alpha > 0n);
  const swaps = snapshot.accounts.flatMap(
    ({ coldkey, swapAnnouncedFor, isSwapDisputed }): Need[] =>
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
  const pruned: Need[] =
    next !== null && held.some(({ netuid }) => netuid === next)
      ? [{ kind: 'about-to-be-pruned', netuid: next }]
      : [];
  const seen = new Set<string>();
  const idle = held
    .toSorted((a, b) => (a.alpha === b.alpha ? 0 : a.alpha < b.alpha ? 1 : -1))
    .flatMap(({ netuid, hotkey, isRegistered, hotkeyDividends }): Need[] => {
      const key = `${netuid}:${hotkey}`;
      // Root is paid by the subnets: its validators' own dividends there say nothing.
      if (netuid === 0 || seen.has(key)) return [];
      seen.add(key);
      if (!isRegistered) return [{ kind: 'not-registered', netuid, hotkey }];
      return hotkeyDividends.known && hotkeyDividends.value === 0n
        ? [{ kind: 'earned-nothing', netuid, hotkey }]
        : [];
    });
  return [...swaps, ...pruned, ...idle];
}
