// What an account has in a picture of the chain, as a point of its book. Pure.
import type { BookPoint, PriceThen } from '../model/book.ts';
import type { AccountFacts, Snapshot, SubnetFacts } from '../model/facts.ts';
import { valuationPrice } from '../portfolio/value-portfolio.ts';
import { mulDivDown, RAO_PER_TAO, ROOT_NETUID, toRao, type Netuid } from '../units.ts';

function priceThen(subnet: SubnetFacts): PriceThen[] {
  const price = valuationPrice(subnet);
  if (price === null) return [];
  const { netuid, registeredAt } = subnet;
  const raoPerAlpha = mulDivDown(RAO_PER_TAO, price.rao, price.perAlphaRao);
  return [{ netuid, registeredAt, raoPerAlpha }];
}

/** `also`: subnets whose prices are wanted though nothing is held there. null: it was not read whole, or was never used. */
export function pointOf(
  snapshot: Snapshot,
  account: AccountFacts,
  also: readonly Netuid[] = [],
): BookPoint | null {
  const { genesisHash, block, blockTime: at, positions, subnets, unread } = snapshot;
  const { coldkey, nonce, free, reserved } = account;
  const held = positions.filter((one) => one.coldkey === coldkey && one.alpha > 0n);
  const isUnused = nonce === 0 && free + reserved === 0n && held.length === 0;
  if (isUnused || unread.includes(coldkey)) return null;
  const generations = new Map(subnets.map((subnet) => [subnet.netuid, subnet.registeredAt]));
  const holdings = held.flatMap(({ netuid, hotkey, alpha }) => {
    const registeredAt = netuid === ROOT_NETUID ? 0 : generations.get(netuid);
    return registeredAt === undefined ? [] : [{ netuid, registeredAt, hotkey, alpha }];
  });
  // Of which generation it is decides what it is: without that nothing is recorded.
  if (holdings.length < held.length) return null;
  const wanted = new Set<Netuid>([...holdings.map(({ netuid }) => netuid), ...also]);
  wanted.delete(ROOT_NETUID);
  return {
    genesisHash,
    coldkey,
    block,
    at,
    nonce,
    free: toRao(free + reserved),
    holdings,
    prices: subnets.filter(({ netuid }) => wanted.has(netuid)).flatMap(priceThen),
    source: 'own',
  };
}
