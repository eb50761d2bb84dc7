// Where an account has or had stake, as far as the events of a block say so.
import type { PastMark, Place } from '../../model/past.ts';
import { toNetuid, type Ss58Address } from '../../units.ts';
import { actorOf, groupsOf, nameOf, netuidOf } from './book-groups.ts';
import { accountIn, stepsOf, subnetOf } from './book-trades.ts';
import type { BookBlock } from './read-book-block.ts';

/** Where the account has or had stake, by the events of a block. */
export function placesInBlock(
  { events, extrinsics }: BookBlock,
  coldkey: Ss58Address,
  { hotkeys }: PastMark,
  known: readonly Place[],
): Place[] {
  const places: Place[] = [];
  for (const group of groupsOf(events)) {
    const index = group[0]?.extrinsicIndex ?? null;
    const extrinsic = index === null ? null : (extrinsics[index] ?? null);
    for (const step of stepsOf(group, actorOf(extrinsic, group))) {
      const trades = step.kind === 'trade' ? [step.trade] : [step.sale, step.purchase];
      for (const trade of trades) {
        if (trade?.coldkey !== coldkey) continue;
        const netuid = netuidOf({ events: group, extrinsic }, trade);
        places.push({ hotkey: trade.hotkey, netuid });
      }
    }
    for (const event of group) {
      if (event.name === 'BasketClaimed' && event.fields['coldkey'] === coldkey) {
        places.push({ hotkey: accountIn(event, 'hotkey'), netuid: toNetuid(0) });
      }
      if (event.name === 'HotkeySwapped' || event.name === 'HotkeySwappedOnSubnet') {
        const [old, now] = [accountIn(event, 'old_hotkey'), accountIn(event, 'new_hotkey')];
        for (const { hotkey, netuid } of known) {
          if (hotkey === now || hotkey === old) {
            places.push({ hotkey: old, netuid }, { hotkey: now, netuid });
          }
        }
      }
      // A removed subnet's alpha goes without an event: any hotkey of the account may have had some.
      if (nameOf(event) !== 'Balances.Transfer' || event.isUnread) continue;
      const netuid = subnetOf(accountIn(event, 'from'));
      if (netuid === null || accountIn(event, 'to') !== coldkey || index !== null) continue;
      places.push(...hotkeys.map((hotkey) => ({ hotkey, netuid })));
    }
  }
  return places;
}

/** Whether the account's stake changed its owner: what it had before is in no event. */
export const isColdkeySwap = ({ events }: BookBlock, coldkey: Ss58Address): boolean =>
  events.some(
    ({ name, fields }) => name === 'ColdkeySwapped' && Object.values(fields).includes(coldkey),
  );
