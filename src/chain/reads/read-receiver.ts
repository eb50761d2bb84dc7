// Who may hold the address that stake is given to: a hotkey, a contract, the chain itself. Only for a transfer.
import type { ReceiverFacts } from '../../model/facts.ts';
import type { Ss58Address } from '../../units.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { combineQueries, storageQuery, type StorageQuery } from '../runtime/storage-query.ts';
import { publicKeyOf } from '../scale/ss58.ts';
import { queryOwner } from './read-hotkeys.ts';

/** First bytes of every account that belongs to a pallet, and with that of every subnet's account and of the baskets' escrow. */
const PALLET_START = new TextEncoder().encode('modl');

/** Whether no key opens this account, by its address alone: an account of the chain itself, or the all-zero account. */
function isKeyless(address: Ss58Address): boolean {
  const id = publicKeyOf(address);
  return PALLET_START.every((byte, i) => id[i] === byte) || id.every((byte) => byte === 0);
}

/** What the chain tells about the receiver of a transfer, beyond its balances. */
export function queryReceiver(runtime: Runtime, address: Ss58Address): StorageQuery<ReceiverFacts> {
  const owner = queryOwner(runtime, address);
  const contract = storageQuery(
    runtime,
    ['Contracts', 'ContractInfoOf'],
    [address],
    (value) => value !== null,
  );
  return combineQueries([owner, contract], (valueAt) => ({
    hotkeyOwner: owner.read(valueAt),
    isContract: contract.read(valueAt),
    isKeyless: isKeyless(address),
  }));
}
