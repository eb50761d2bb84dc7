// A subnet that the chain removed: which generation of it a state has, and what a block paid out to its stakers.
// Facts: chain.md §7.10; pallets/subtensor/src/staking/remove_stake.rs, pallets/subtensor/src/coinbase/tao.rs.
import { AppError } from '../../errors.ts';
import { toRao, type Netuid, type Rao, type Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { combineQueries, must, storageQuery } from '../runtime/storage-query.ts';
import { booleanOf, numberOf } from '../scale/scale-fields.ts';
import { readEvents, type ChainEvent } from './read-events.ts';
import { subnetAccountOf } from './subnet-account.ts';

export type PaidOut = {
  /** Rao from the subnet's account to the coldkey in this block. */
  paid: Rao;
  /** The chain said that it paid out everything. */
  isOver: boolean;
};

/** Block of registration of the subnet with that number; null: there is none. Throws NOT_ON_THIS_RUNTIME. */
export function readGeneration(state: StateReader, netuid: Netuid): Promise<number | null> {
  const exists = storageQuery(state.runtime, [SUBTENSOR, 'NetworksAdded'], [netuid], booleanOf);
  const at = storageQuery(state.runtime, [SUBTENSOR, 'NetworkRegisteredAt'], [netuid], numberOf);
  return state.storage(
    combineQueries([exists, at], (valueAt) =>
      must(exists.read(valueAt), 'subnets') ? must(at.read(valueAt), 'subnets') : null,
    ),
  );
}

/** Rao of a transfer. Throws NODE_MALFORMED where the event has no amount. */
function amountOf({ fields }: ChainEvent): bigint {
  const { amount } = fields;
  if (typeof amount === 'bigint') return amount;
  throw new AppError('NODE_MALFORMED', { what: 'Transfer.amount' });
}

/** What the state's block paid out for the subnet. Throws NOT_ON_THIS_RUNTIME, NODE_MALFORMED. */
export async function readPaidOut(
  state: StateReader,
  { netuid, coldkey }: { netuid: Netuid; coldkey: Ss58Address },
): Promise<PaidOut> {
  const events = await readEvents(state);
  const unread = events.find(({ isUnread, name }) => isUnread && name === 'Transfer');
  if (unread !== undefined) throw new AppError('NODE_MALFORMED', { what: unread.name });
  const from = subnetAccountOf(netuid);
  const payouts = events.filter(
    ({ pallet, name, fields }) =>
      pallet === 'Balances' &&
      name === 'Transfer' &&
      fields['from'] === from &&
      fields['to'] === coldkey,
  );
  const isOver = events.some(
    ({ pallet, name, fields }) =>
      pallet === SUBTENSOR &&
      name === 'NetworkDissolveCleanupCompleted' &&
      (fields['netuid'] ?? fields['0']) === netuid,
  );
  return { paid: toRao(payouts.reduce((sum, event) => sum + amountOf(event), 0n)), isOver };
}
