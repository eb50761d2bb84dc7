// The second source: a node of another operator than the one connected. Asked only where one node's word could cost
// money; its connection opens for that and closes soon after.
import type { ChainClient, MoveFactsQuery } from '../chain/chain-client.ts';
import type { WholeRuntime } from '../chain/runtime/runtime.ts';
import { AppError } from '../errors.ts';
import type { MoveFacts } from '../model/facts.ts';
import type { Network } from '../model/network.ts';
import { endpointsOfOthers, operatorOf } from '../model/operators.ts';
import { createLiveNetwork, type LiveNetwork } from './live-network.ts';
import { checksumOf, noteAgreement } from './metadata-cache.ts';

type SecondSourceParts = {
  network: () => Promise<Network>;
  createClient: (network: Network) => ChainClient;
  /** The first source: the connection that everything is read from. */
  first: Pick<LiveNetwork, 'withClient'>;
  /** How long after its last use the connection stays open. */
  lingerMs?: number;
  /** Between two looks for a block that the first node has and the second one has not. */
  blockWaitMs?: number;
};

export type SecondSource = {
  /**
   * With a client of another operator than the first's. Throws NO_SECOND_SOURCE where the settings name none,
   * SECOND_SOURCE_AWAY where none of them answers, and what `use` throws.
   */
  with<T>(use: (client: ChainClient) => Promise<T>): Promise<T>;
  /** The operators that gave the same metadata for the head's runtime, and that runtime. Throws NODES_DISAGREE too. */
  agreedRuntime(): Promise<{ runtime: WholeRuntime; client: ChainClient; operators: string[] }>;
  /**
   * The facts with `depth: 'two-sources'` where the second source reads the same pools, nonce and free balance at the same
   * block. The second one is of another operator than who told the facts, whoever is connected by now. Throws
   * NODES_DISAGREE where it reads others, NODE_UNREACHABLE where more than one told the facts.
   */
  confirmDepth(facts: MoveFacts, query: MoveFactsQuery): Promise<MoveFacts>;
};

/** A review and the signature right after it use one connection; nothing stays open for longer. */
const LINGER_MS = 5_000;

/** A new block reaches another node within a few seconds. */
const BLOCK_WAIT_MS = 1_000;
const LOOKS_FOR_BLOCK = 5;

const endpointOf = (client: ChainClient): string => {
  const { endpoint } = client.status();
  if (endpoint === null) throw new AppError('NODE_UNREACHABLE', { what: 'second endpoint' });
  return endpoint;
};

/** Bigints as text; fields in a fixed order. */
function spelled(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'bigint' ? `${part}n` : part,
  );
}

/** What the limit of a trade rests on. */
const poolsOf = ({ subnets }: MoveFacts): string =>
  spelled(subnets.map(({ netuid, curve, pool, injection }) => [netuid, curve, pool, injection]));

/** What decides which transaction comes next, and what there is to spend. */
const accountOf = ({ coldkey: { nonce, free } }: MoveFacts): string => spelled([nonce, free]);

export function createSecondSource(parts: SecondSourceParts): SecondSource {
  const { network, createClient, first, lingerMs = LINGER_MS } = parts;
  const { blockWaitMs = BLOCK_WAIT_MS } = parts;
  /** What each second client may connect to: calls that go on side by side may be second to different ones. */
  const within = new WeakMap<ChainClient, readonly string[]>();
  /** The network and the endpoint that the present second connection is second to. */
  let firstOne: { chosen: Network; endpoint: string } | null = null;

  async function others(): Promise<Network> {
    const { chosen, endpoint } = firstOne ?? { chosen: await network(), endpoint: '' };
    return { ...chosen, endpoints: endpointsOfOthers(chosen, endpoint), archive: null };
  }

  const live = createLiveNetwork({
    currentNetwork: others,
    createClient: (chosen) => {
      const client = createClient(chosen);
      within.set(client, chosen.endpoints);
      return client;
    },
    onHead: () => undefined,
    onStatus: () => undefined,
    lingerMs,
  });

  /** The endpoint of the first client. Throws NODE_UNREACHABLE where it is of another network: the user switched. */
  const firstEndpoint = ({ id }: Network): Promise<string> =>
    first.withClient(async (client) => {
      if (client.network.id !== id)
        throw new AppError('NODE_UNREACHABLE', { what: 'network switched' });
      return endpointOf(client);
    });

  async function requireOther(chosen: Network, before: string): Promise<void> {
    const after = await firstEndpoint(chosen);
    // The first connection moved meanwhile, perhaps to the very operator that was asked second.
    if (operatorOf(chosen, before) !== operatorOf(chosen, after)) {
      throw new AppError('NODE_UNREACHABLE', { endpoint: before });
    }
  }

  /** `from`: who told what the second one is asked about; missing: who is connected now, and stays so. */
  async function withSecond<T>(
    use: (client: ChainClient, chosen: Network) => Promise<T>,
    from?: string,
  ): Promise<T> {
    const chosen = await network();
    const connected = await firstEndpoint(chosen);
    const before = from ?? connected;
    // Told on a network that was switched, or by an endpoint that was taken off it: whose word it was is not known any more.
    if (!chosen.endpoints.includes(before))
      throw new AppError('NODE_UNREACHABLE', { endpoint: before });
    firstOne = { chosen, endpoint: before };
    if ((await others()).endpoints.length === 0) throw new AppError('NO_SECOND_SOURCE');
    await live.networkChanged();
    let hasConnected = false;
    const answered = await live
      .withClient((client) => {
        hasConnected = true;
        const isTeller = (one: string): boolean =>
          operatorOf(chosen, one) === operatorOf(chosen, before);
        if (within.get(client)?.some(isTeller) !== false)
          throw new AppError('NODE_UNREACHABLE', { what: 'second endpoint' });
        return use(client, chosen);
      })
      .catch((error: unknown) => {
        if (hasConnected) throw error;
        throw new AppError('SECOND_SOURCE_AWAY', {}, error);
      });
    if (from === undefined) await requireOther(chosen, before);
    return answered;
  }

  async function onceThere<T>(read: () => Promise<T>): Promise<T> {
    for (let look = 1; ; look += 1) {
      try {
        return await read();
      } catch (error) {
        const isAbsent = error instanceof AppError && error.code === 'BLOCK_PRUNED';
        if (!isAbsent || look >= LOOKS_FOR_BLOCK) throw error;
        await new Promise((resolve) => setTimeout(resolve, blockWaitMs));
      }
    }
  }

  return {
    with: withSecond,

    agreedRuntime: () =>
      first.withClient(async (client) => {
        const head = await client.head();
        const runtime = await client.runtimeAt(head.hash);
        const { genesisHash, specVersion } = runtime.ref;
        const endpoint = endpointOf(client);
        const [second, theirs, chosen] = await withSecond(
          async (other, of) => [endpointOf(other), await other.runtimeAt(head.hash), of] as const,
        );
        if (checksumOf(theirs.metadata) !== checksumOf(runtime.metadata)) {
          throw new AppError('NODES_DISAGREE', { what: 'metadata', endpoint, second });
        }
        const operators = [operatorOf(chosen, endpoint), operatorOf(chosen, second)];
        await noteAgreement({ genesisHash, specVersion, endpoint }, runtime.metadata, operators);
        return { runtime, client, operators };
      }),

    async confirmDepth(facts, query) {
      const { from } = facts;
      if (from === undefined) throw new AppError('NODE_UNREACHABLE', { what: 'one teller' });
      const [endpoint, theirs] = await withSecond(
        async (other) =>
          [
            endpointOf(other),
            await onceThere(() => other.readMoveFacts(query, facts.block)),
          ] as const,
        from,
      );
      if (poolsOf(theirs) !== poolsOf(facts)) {
        throw new AppError('NODES_DISAGREE', { what: 'pool', second: endpoint });
      }
      if (accountOf(theirs) !== accountOf(facts)) {
        throw new AppError('NODES_DISAGREE', { what: 'account', second: endpoint });
      }
      return { ...facts, depth: 'two-sources' };
    },
  };
}
