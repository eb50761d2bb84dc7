// Prices at one block, with each subnet's TAO of that block and its pool's flows. For earlier blocks, of which no other
// fact is read.
import type { FlowBooks, PricesAt } from '../../model/emission-facts.ts';
import type { BlockRef } from '../../model/facts.ts';
import { toRao, type Netuid, type Rao } from '../../units.ts';
import { queryFlow } from './read-flow.ts';
import { readAllPrices, readNetuids, readPrices } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import { raoOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { absentAs, storageQuery, queryAll, combineQueries } from '../runtime/storage-query.ts';

type Books = { tao: Rao | null; flow: FlowBooks };

/** Each subnet's TAO of that block (into its pool and, where the runtime buys with the excess, for that), and its flows. */
async function readBooks(
  state: StateReader,
  netuids: readonly Netuid[],
): Promise<Map<Netuid, Books>> {
  const queries = netuids.map((netuid) => {
    const flow = queryFlow(state.runtime, netuid);
    const taoIn = storageQuery(state.runtime, [SUBTENSOR, 'SubnetTaoInEmission'], [netuid], raoOf);
    const excess = storageQuery(state.runtime, [SUBTENSOR, 'SubnetExcessTao'], [netuid], raoOf);
    return combineQueries([taoIn, excess, flow], (valueAt): [Netuid, Books] => {
      const got = taoIn.read(valueAt);
      const tao = got.known
        ? toRao(got.value + absentAs(excess.read(valueAt), 0n, 'excess TAO'))
        : null;
      return [netuid, { tao, flow: flow.read(valueAt) }];
    });
  });
  return new Map(await state.storage(queryAll(queries)));
}

/** Throws RangeError on runtimes without pools; unknown where the runtime has no prices. */
export async function readPricesAt(state: StateReader, block: BlockRef): Promise<PricesAt> {
  const netuids = await readNetuids(state);
  const priceOf = (await readAllPrices(state)) ?? (await readPrices(state, netuids));
  const books = await readBooks(state, netuids);
  const found = netuids.map((netuid) => ({ netuid, price: priceOf(netuid) }));
  if (found.length > 0 && found.every(({ price }) => !price.known)) {
    const first = found[0]?.price;
    return { known: false, reason: first && !first.known ? first.reason : 'unreadable' };
  }
  return {
    known: true,
    block,
    prices: found.flatMap(({ netuid, price }) => {
      const known = books.get(netuid);
      return price.known && known ? [{ netuid, raoPerAlpha: price.value, ...known }] : [];
    }),
  };
}
