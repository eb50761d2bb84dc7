// Keeps the connection to the chosen network open exactly as long as an open panel or a signing request holds it.
import type { ChainClient, ChainStatus } from '../chain/chain-client.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Network } from '../model/network.ts';

type LiveNetworkOptions = {
  /** The network of the settings as they are now. */
  currentNetwork: () => Promise<Network>;
  createClient: (network: Network) => ChainClient;
  onHead: (client: ChainClient, head: BlockRef) => void;
  onStatus: (networkId: string, status: ChainStatus) => void;
  /** How long after the last holder the connection stays open. */
  lingerMs?: number;
  /** What the last holder wanted is still being read; missing: never. */
  isReading?: () => boolean;
};

export type LiveNetwork = {
  /** Holds the connection until the returned function is called. Connecting starts at once. */
  hold(): () => void;
  /** Holds while `use` runs, with the connected client. Throws what connecting threw. */
  withClient<T>(use: (client: ChainClient) => Promise<T>): Promise<T>;
  /** The settings may have chosen another network or other endpoints. */
  networkChanged(): Promise<void>;
  /** Holds while `work` runs, connected or not. */
  during<T>(work: () => Promise<T>): Promise<T>;
  isHeld(): boolean;
};

/** A panel that moves from popup to side panel releases for a moment: what is under way then must not be cut off. */
const LINGER_MS = 5_000;
/**
 * And so much longer while a reading is under way: at a node that limits requests a popup is closed before all of its first
 * picture is read, and the next one would open on the half.
 */
const READING_MS = 15_000;
const LOOK_EVERY_MS = 500;

type Open = {
  network: Network;
  client: ChainClient;
  connected: Promise<void>;
  stop: AbortController;
};

const sameNetwork = (a: Network, b: Network): boolean => JSON.stringify(a) === JSON.stringify(b);

export function createLiveNetwork(options: LiveNetworkOptions): LiveNetwork {
  const { lingerMs = LINGER_MS, isReading = () => false } = options;
  let holders = 0;
  let opening: Promise<Open> | null = null;

  async function open(): Promise<Open> {
    const network = await options.currentNetwork();
    const client = options.createClient(network);
    const stop = new AbortController();
    client.onStatus((status) => options.onStatus(network.id, status), stop.signal);
    client.onHead((head) => options.onHead(client, head), stop.signal);
    const connected = client.connect(stop.signal);
    // A failure reaches the callers of withClient; where there is none, onStatus reports it.
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
    // That it is closed is the last thing heard of it.
    client.close();
    stop.abort();
  }

  function shutIfUnheld(leftMs: number): void {
    if (holders > 0) return;
    if (!isReading() || leftMs <= 0) void shut();
    else setTimeout(() => shutIfUnheld(leftMs - LOOK_EVERY_MS), LOOK_EVERY_MS);
  }

  function hold(): () => void {
    holders += 1;
    void ensureOpen();
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      holders -= 1;
      if (holders === 0) setTimeout(() => shutIfUnheld(READING_MS), lingerMs);
    };
  }

  async function during<T>(work: () => Promise<T>): Promise<T> {
    const release = hold();
    try {
      return await work();
    } finally {
      release();
    }
  }

  return {
    hold,
    during,
    withClient: (use) =>
      during(async () => {
        const { client, connected, stop } = await ensureOpen();
        await connected.catch((error: unknown) => {
          // The first attempts failed; the client goes on trying, and later ones may have succeeded.
          if (stop.signal.aborted) throw error;
          return client.connect(stop.signal);
        });
        return use(client);
      }),
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
