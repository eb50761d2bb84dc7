// What the ticket's account holds, by subnet and by validator: other lists count all accounts together.
import { useMemo } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import type { SubnetEntry } from '../subnets/subnet-entry.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { useTicket } from './ticket-context.ts';

/** Positions of the ticket's account; null: no account is chosen, or nothing was read yet. */
function useOwnPositions() {
  const { store } = usePanel();
  const { coldkey } = useTicket().choice.value;
  const positions = store.snapshot.value?.snapshot.positions;
  return useMemo(
    () => (coldkey === null ? null : (positions?.filter((one) => one.coldkey === coldkey) ?? null)),
    [positions, coldkey],
  );
}

/** All subnets, each with what the ticket's account holds there; before an account is chosen, what all of them hold. */
export function useSubnetsHere(): readonly SubnetEntry[] {
  const all = useSubnets().all.value;
  const own = useOwnPositions();
  return useMemo(() => {
    if (own === null) return all;
    const held = new Map<number, bigint>();
    for (const { netuid, alpha } of own) held.set(netuid, (held.get(netuid) ?? 0n) + alpha);
    return all.map((entry) => ({ ...entry, held: held.get(entry.netuid) ?? 0n }));
  }, [all, own]);
}

/** Alpha of the ticket's account with each validator of a subnet. */
export function useHeldWith(netuid: Netuid): ReadonlyMap<string, bigint> {
  const own = useOwnPositions();
  return useMemo(
    () =>
      new Map(
        own?.filter((one) => one.netuid === netuid).map(({ hotkey, alpha }) => [hotkey, alpha]),
      ),
    [own, netuid],
  );
}
