// What an archive said of an account at a block, as a point of its book, and what a subnet's alpha cost then. Pure.
import type { BookEntry, BookPoint, PriceThen } from '../model/book.ts';
import type { PastMark, SubnetThen } from '../model/past.ts';
import { raoPerAlpha } from '../pool/spot-price.ts';
import {
  RAO_PER_TAO,
  ROOT_NETUID,
  U64_MAX,
  type Hex,
  type Netuid,
  type Ss58Address,
} from '../units.ts';

/** null: it is not known, or is more than there can be of TAO. */
function priceOf(subnet: SubnetThen): bigint | null {
  const price = toldPrice(subnet);
  return price === null || price > U64_MAX ? null : price;
}

function toldPrice({ pool, sqrtPrice }: SubnetThen): bigint | null {
  if (sqrtPrice !== null) return (sqrtPrice * sqrtPrice * RAO_PER_TAO) >> 128n;
  if (pool === null) return null;
  try {
    return raoPerAlpha(pool);
  } catch (error) {
    // A pool that the chain could not hold has no price.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** At that block, of these subnets, where they are known. */
function pricesAt({ full }: PastMark, netuids: readonly Netuid[]): PriceThen[] {
  return [...new Set(netuids)].flatMap((netuid): PriceThen[] => {
    const subnet = full?.subnets.find((one) => one.netuid === netuid);
    const price = subnet === undefined ? null : priceOf(subnet);
    if (subnet === undefined || subnet.registeredAt === null || price === null) return [];
    return [{ netuid, registeredAt: subnet.registeredAt, raoPerAlpha: price }];
  });
}

/** The entry with the prices at the block before it. */
export function priced(entry: BookEntry, before: PastMark): BookEntry {
  const legs = entry.fee === null ? entry.legs : [...entry.legs, entry.fee];
  const netuids = legs.flatMap((leg) => (leg.of === 'alpha' ? [leg.netuid] : []));
  return { ...entry, prices: pricesAt(before, netuids) };
}

/** null: only its digest is known. */
export function pointOf(genesisHash: Hex, coldkey: Ss58Address, mark: PastMark): BookPoint | null {
  const { block, nonce, free, full } = mark;
  if (full === null) return null;
  const holdings = full.held.flatMap(({ hotkey, netuid, alpha }) => {
    const registeredAt =
      netuid === ROOT_NETUID
        ? 0
        : (full.subnets.find((one) => one.netuid === netuid)?.registeredAt ?? null);
    return alpha === 0n || registeredAt === null ? [] : [{ hotkey, netuid, registeredAt, alpha }];
  });
  const prices = pricesAt(
    mark,
    holdings.map(({ netuid }) => netuid),
  );
  return {
    genesisHash,
    coldkey,
    block,
    at: full.at,
    nonce,
    free,
    holdings,
    prices,
    source: 'archive',
  };
}
