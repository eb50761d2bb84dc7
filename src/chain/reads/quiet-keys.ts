// Keys of what seldom changes of all that a snapshot shows.
import type { Position } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { queryAccount } from './read-accounts.ts';
import { queryRules } from './read-chain-rules.ts';
import { shareKinds } from './read-holders.ts';
import type { ReadSnapshot } from './read-snapshot.ts';
import { fastKeys, querySubnet } from './read-subnets.ts';

/** Own shares whose change is noticed at once; others by the next whole reading. */
const MOST_SHARES = 64;

function sharesOf(runtime: Runtime, positions: readonly Position[]): Hex[] {
  return positions.slice(0, MOST_SHARES).flatMap(({ hotkey, coldkey, netuid }) =>
    shareKinds.flatMap(({ positions: name }) => {
      const item = runtime.storage(SUBTENSOR, name);
      return item === null ? [] : [item.key(hotkey, coldkey, netuid)];
    }),
  );
}

/** What seldom changes of all that the snapshot shows, and what tells that a new position was made. */
export function quietKeys(runtime: Runtime, { accounts, subnets, positions }: ReadSnapshot): Hex[] {
  const fast = new Set(subnets.flatMap(({ netuid }) => fastKeys(runtime, netuid)));
  const hotkeys = runtime.storage(SUBTENSOR, 'StakingHotkeys');
  const upgrade = runtime.storage('System', 'LastRuntimeUpgrade');
  const keys = [
    ...accounts.flatMap(({ coldkey }) => [
      ...queryAccount(runtime, coldkey).keys,
      ...(hotkeys === null ? [] : [hotkeys.key(coldkey)]),
    ]),
    ...subnets.flatMap(({ netuid }) => querySubnet(runtime, netuid).keys),
    ...queryRules(runtime).keys,
    ...sharesOf(runtime, positions),
    ...(upgrade === null ? [] : [upgrade.key()]),
  ];
  return [...new Set(keys)].filter((key) => !fast.has(key));
}
