// Keeps the connection to the chosen network open exactly as long as somebody needs it: an open panel or
// a signing request under way. Knows nothing of what is read over it.
import type { ChainClient, ChainStatus } from '../chain/chain-client.ts';
import type { BlockRef } from '../facts.ts';
import type { Network } from '../store/schema.ts';

export type LiveNetworkOptions = {
  /** The network of the settings as they are now. */
  currentNetwork: () => Promise<Network>;
  createClient: (network: Network) => ChainClient;
  onHead: (client: ChainClient, head: BlockRef) => void;
  onStatus: (networkId: string, status: ChainStatus) => void;
};

export type LiveNetwork = {
  /** Says that somebody needs the node, until the returned function is called. Connecting starts at once. */
  hold(): () => void;
  /** Holds while `use` runs, with the connected client. Throws what connecting threw. */
  withClient<T>(use: (client: ChainClient) => Promise<T>): Promise<T>;
  /** The settings may have chosen another network or other endpoints. */
  networkChanged(): Promise<void>;
  isHeld(): boolean;
};

type Open = {
  network: Network;
  client: ChainClient;
  connected: Promise<void>;
  stop: AbortController;
};

const sameNetwork = (a: Network, b: Network): boolean => JSON.stringify(a) === JSON.stringify(b);

export function createLiveNetwork(options: LiveNetworkOptions): LiveNetwork {
  let holders = 0;
  let opening: Promise<Open> | null = null;

  async function open(): Promise<Open> {
    const network = await options.currentNetwork();
    const client = options.createClient(network);
    const stop = new AbortController();
    client.onStatus((status) => options.onStatus(network.id, status), stop.signal);
    client.onHead((head) => options.onHead(client, head), stop.signal);
    const connected = client.connect(stop.signal);
    // Whoever asks for the client hears of a failure; without anybody it is told by onStatus.
    connected.catch(() => undefined);
    return { network, client, connected, stop };
  }

  function ensureOpen(): Promise<Open> {
    opening ??= open();
    return opening;
  }

  async function shut(): Promise<void> {
    const closing = opening;
    opening = null;
    if (closing === null) return;
    const { client, stop } = await closing;
    stop.abort();
    client.close();
  }

  function hold(): () => void {
    holders += 1;
    void ensureOpen();
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      holders -= 1;
      if (holders === 0) void shut();
    };
  }

  return {
    hold,
    async withClient(use) {
      const release = hold();
      try {
        const { client, connected } = await ensureOpen();
        await connected;
        return await use(client);
      } finally {
        release();
      }
    },
    async networkChanged() {
      if (opening === null) return;
      const { network } = await opening;
      if (sameNetwork(network, await options.currentNetwork())) return;
      await shut();
      if (holders > 0) await ensureOpen();
    },
    isHeld: () => holders > 0,
  };
}
