// The market that stands beside a request: its subnet, its validator there, and whether it can still be changed. Pure.
import type { Plan } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';

/** null: none, or the subnet of that number is another one now, or may be. `registeredAtOf`: of the one that is there. */
export function marketOf(
  { move, block }: Pick<Plan, 'move' | 'block'>,
  registeredAtOf: (netuid: Netuid) => number | null,
): { netuid: Netuid; own: Ss58Address | null } | null {
  const netuid = 'toNetuid' in move ? move.toNetuid : 'netuid' in move ? move.netuid : ROOT_NETUID;
  if (netuid === ROOT_NETUID) return null;
  const registeredAt = registeredAtOf(netuid);
  if (registeredAt === null || registeredAt > block.number) return null;
  const own = 'toHotkey' in move ? move.toHotkey : 'hotkey' in move ? move.hotkey : null;
  return { netuid, own };
}

type Stage = Pick<SigningRequest, 'receipt' | 'state'>;

/** What it leaves is still to come: of what has a block, or ended without one, the receipt and the account tell what is held. */
export const isAhead = ({ receipt, state }: Stage): boolean =>
  receipt === null && ['draft', 'waiting-for-wallet', 'signed', 'submitted'].includes(state);

/** Only then is it worth asking a node which validators there are. */
export const isUnsigned = ({ receipt, state }: Stage): boolean =>
  receipt === null && ['draft', 'waiting-for-wallet'].includes(state);
