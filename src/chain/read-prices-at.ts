// Prices at an earlier block from an endpoint that keeps all states. It is dialled when asked and left at once;
// without one, or when it fails, that is an answer and never an error.
import { AppError } from '../errors.ts';
import type { FlowBooks, PricesAt } from '../facts.ts';
import { toRao, type Hex, type Netuid, type Rao } from '../units.ts';
import { createNodeAccess, type NodeAccess, type NodeAccessOptions } from './node-access.ts';
import { wantFlow } from './read-flow.ts';
import { readAllPrices, readNetuids, readPrices } from './read-subnets.ts';
import { raoOf } from './scale-fields.ts';
import type { StateReader } from './state-reader.ts';
import { valueOr, want, wantAll, wantTogether } from './wanted.ts';

export type Archive = {
  readPricesAt: (blockNumber: number, signal?: AbortSignal) => Promise<PricesAt>;
  close: () => void;
};

const PALLET = 'SubtensorModule';

type Books = { tao: Rao | null; flow: FlowBooks };

/** What each subnet got in that block, into its pool and where the runtime buys with the rest to buy with, and its flows. */
async function readBooks(
  state: StateReader,
  netuids: readonly Netuid[],
): Promise<Map<Netuid, Books>> {
  const wishes = netuids.map((netuid) => {
    const flow = wantFlow(state.runtime, netuid);
    const taoIn = want(state.runtime, [PALLET, 'SubnetTaoInEmission'], [netuid], raoOf);
    const excess = want(state.runtime, [PALLET, 'SubnetExcessTao'], [netuid], raoOf);
    return wantTogether([taoIn, excess, flow], (valueAt): [Netuid, Books] => {
      const got = taoIn.read(valueAt);
      const tao = got.known ? toRao(got.value + valueOr(excess.read(valueAt), 0n)) : null;
      return [netuid, { tao, flow: flow.read(valueAt) }];
    });
  });
  return new Map(await state.storage(wantAll(wishes)));
}

async function pricesOf(state: StateReader, hash: Hex, number: number): Promise<PricesAt> {
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
    block: { hash, number },
    prices: found.flatMap(({ netuid, price }) => {
      const known = books.get(netuid);
      return price.known && known ? [{ netuid, raoPerAlpha: price.value, ...known }] : [];
    }),
  };
}

export function createArchive(
  endpoint: string | null,
  options: () => Omit<NodeAccessOptions, 'endpoints'>,
): Archive {
  let access: NodeAccess | null = null;
  let users = 0;

  function leave(): void {
    users -= 1;
    if (users > 0) return;
    access?.link.close();
    access = null;
  }

  return {
    readPricesAt: async (blockNumber, signal) => {
      if (endpoint === null) return { known: false, reason: 'no-archive' };
      access ??= createNodeAccess({ ...options(), endpoints: [endpoint] });
      const open = access;
      users += 1;
      try {
        await open.link.connect(signal);
        const hash = await open.blockHashAt(blockNumber, signal);
        if (hash === null) return { known: false, reason: 'unreadable' };
        const block = { hash, number: blockNumber };
        return await open.read(block, signal, (state) => pricesOf(state, hash, blockNumber));
      } catch (error) {
        const isOlder = error instanceof AppError && error.code === 'NOT_ON_THIS_RUNTIME';
        return { known: false, reason: isOlder ? 'not-on-this-runtime' : 'unreadable' };
      } finally {
        leave();
      }
    },
    close: () => access?.link.close(),
  };
}
