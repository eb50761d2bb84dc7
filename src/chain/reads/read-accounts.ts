// A coldkey's account: balance, nonce, an announced swap, flags.
import type { AccountFacts, Reading } from '../../model/facts.ts';
import type { Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { bigintOf, fieldIf, fieldOf, listOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import {
  combineQueries,
  known,
  NOT_HERE,
  storageQuery,
  type StorageQuery,
} from '../runtime/storage-query.ts';

/** Bit of AccountFlags: locked alpha may be sent to this account. */
const ACCEPTS_LOCKED = 1n;

/** The block of a (block, hash) pair, whose fields are named or not, depending on the runtime. */
function firstBlock(value: ScaleValue): number | null {
  if (value === null) return null;
  const named = fieldIf(value, 'execution_block') ?? fieldIf(value, 'when');
  return numberOf(named ?? listOf(value)[0] ?? null);
}

/** Since 2026 swaps are announced with a delay; earlier runtimes scheduled them for a block, in another item. */
export function querySwapAnnounced(
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
  // The item's first form stored no block: the block is unknown.
  if (scheduled === null || scheduled.valueType.type === 'void') return announced;
  // Where nothing is stored, that item reads as its default, block 0.
  return storageQuery(runtime, [SUBTENSOR, 'ColdkeySwapScheduled'], [coldkey], (value) => {
    const block = firstBlock(value);
    return block === 0 ? null : block;
  });
}

/**
 * The chain turns away every signer without either (CheckNonce, error Payment; in polkadot-sdk since v1.3, of 2023).
 * Unknown where the runtime's accounts do not say it, or where no such extension looks at it.
 */
function referencesOf(runtime: Runtime, value: ScaleValue): AccountFacts['references'] {
  const [providers, sufficients] = [fieldIf(value, 'providers'), fieldIf(value, 'sufficients')];
  const isAsked = runtime.extensions.some(({ name }) => name === 'CheckNonce');
  if (!isAsked || providers === undefined || sufficients === undefined) return NOT_HERE;
  return known({ providers: numberOf(providers), sufficients: numberOf(sufficients) });
}

/** An account that does not exist reads as all zero, as on the chain. */
export function queryAccount(runtime: Runtime, coldkey: Ss58Address): StorageQuery<AccountFacts> {
  const account = storageQuery(runtime, ['System', 'Account'], [coldkey], (value) => {
    const balance = fieldOf(value, 'data');
    return {
      nonce: numberOf(fieldOf(value, 'nonce')),
      free: raoOf(fieldOf(balance, 'free')),
      reserved: raoOf(fieldOf(balance, 'reserved')),
      frozen: raoOf(fieldOf(balance, 'frozen')),
      references: referencesOf(runtime, value),
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
