// What the chain knows of a coldkey itself: balance, nonce, an announced swap, flags.
import type { AccountFacts, Reading } from '../../model/facts.ts';
import type { Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { bigintOf, fieldIf, fieldOf, listOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import { storageQuery, combineQueries, type StorageQuery } from '../runtime/storage-query.ts';

/** Bit of AccountFlags: locked alpha may be sent to this account. */
const ACCEPTS_LOCKED = 1n;

/** The first block of (block, hash): named or not, depending on the runtime. */
function firstBlock(value: ScaleValue): number | null {
  if (value === null) return null;
  const named = fieldIf(value, 'execution_block') ?? fieldIf(value, 'when');
  return numberOf(named ?? listOf(value)[0] ?? null);
}

/** Announced with a delay since 2026; before, scheduled for a block in another item. */
function querySwapAnnounced(
  runtime: Runtime,
  coldkey: Ss58Address,
): StorageQuery<Reading<number | null>> {
  const announced = storageQuery(
    runtime,
    [SUBTENSOR, 'ColdkeySwapAnnouncements'],
    [coldkey],
    firstBlock,
  );
  if (announced.keys.length > 0) return announced;
  const scheduled = runtime.storage(SUBTENSOR, 'ColdkeySwapScheduled');
  // Its first form kept no block: nothing to tell.
  if (scheduled === null || scheduled.valueType.type === 'void') return announced;
  // Nothing stored reads as a default of block 0 there.
  return storageQuery(runtime, [SUBTENSOR, 'ColdkeySwapScheduled'], [coldkey], (value) => {
    const block = firstBlock(value);
    return block === 0 ? null : block;
  });
}

/** Of an account that does not exist: all zero, as the chain itself sees it. */
export function queryAccount(runtime: Runtime, coldkey: Ss58Address): StorageQuery<AccountFacts> {
  const account = storageQuery(runtime, ['System', 'Account'], [coldkey], (value) => {
    const balance = fieldOf(value, 'data');
    return {
      nonce: numberOf(fieldOf(value, 'nonce')),
      free: raoOf(fieldOf(balance, 'free')),
      reserved: raoOf(fieldOf(balance, 'reserved')),
      frozen: raoOf(fieldOf(balance, 'frozen')),
    };
  });
  const announced = querySwapAnnounced(runtime, coldkey);
  const disputed = storageQuery(
    runtime,
    [SUBTENSOR, 'ColdkeySwapDisputes'],
    [coldkey],
    (value) => value !== null,
  );
  const flags = storageQuery(
    runtime,
    [SUBTENSOR, 'AccountFlags'],
    [coldkey],
    (value) => (bigintOf(value) & ACCEPTS_LOCKED) !== 0n,
  );
  return combineQueries([account, announced, disputed, flags], (valueAt) => {
    const found = account.read(valueAt);
    if (!found.known) throw new RangeError('no accounts on this runtime');
    return {
      coldkey,
      ...found.value,
      swapAnnouncedFor: announced.read(valueAt),
      isSwapDisputed: disputed.read(valueAt),
      acceptsLockedAlpha: flags.read(valueAt),
    };
  });
}
