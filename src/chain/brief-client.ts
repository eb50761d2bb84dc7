// A connection for one question: what alert rules watch. It follows no head, so that a quarter of an hour costs a few
// kilobytes.
import { ageOf } from '../model/age.ts';
import type { AlertQuery, WatchedAnswer, WatchedFacts } from '../model/watched.ts';
import { AppError } from '../errors.ts';
import { sharedOptions, type ChainClientOptions } from './chain-client.ts';
import { DEFAULT_TIMING } from './rpc/link-timing.ts';
import { readWatched } from './reads/read-watched.ts';
import { createNodeAccess } from './runtime/node-access.ts';
import { createStateReader } from './runtime/state-reader.ts';
import { parseHex } from './scale/hex.ts';

/** `query` is asked once the network is known. Throws what connecting and reading throw; leaves no socket and no timer. */
export async function readBriefly(
  options: ChainClientOptions,
  query: AlertQuery,
  signal: AbortSignal,
): Promise<WatchedAnswer> {
  const { link, ask, source } = createNodeAccess({
    ...sharedOptions(options),
    endpoints: options.network.endpoints,
    isBrief: true,
  });
  const { oldMs } = { ...DEFAULT_TIMING, ...options.timing };
  const now = options.now ?? Date.now;

  async function read(): Promise<WatchedAnswer> {
    await link.connect(signal);
    const teller = link.teller();
    const [runtime, best] = await Promise.all([
      source.expected(),
      ask('chain_getBlockHash', [], signal),
    ]);
    const hash = parseHex(best, 'block hash', 32);
    if (runtime === null) throw new AppError('NODE_REFUSED', { text: 'runtime', kind: 'runtime' });
    const facts = await source.reading(runtime, [hash], (by) =>
      readWatched(createStateReader(ask, by, hash, signal), hash, query),
    );
    // One that told something and hung up is not to pass for the one that told the rest.
    return { ...facts, endpoint: link.teller() === teller ? (teller?.endpoint ?? null) : null };
  }

  /** No head is followed that would show it: a node that stands still would keep every alert back. True: another is asked. */
  function isLeftAsOld({ blockTime }: WatchedFacts): boolean {
    const { endpoint } = link.state();
    const isOld = (ageOf(blockTime, now()) ?? 0) > oldMs;
    return (
      isOld && link.leave(new AppError('NODE_BEHIND', { endpoint: endpoint ?? '', what: 'old' }))
    );
  }

  try {
    const first = await read();
    if (!isLeftAsOld(first)) return first;
    // Where that one is no better, or fails, the newer answer counts.
    const second = await read().catch(() => first);
    return second.blockTime > first.blockTime ? second : first;
  } catch (error) {
    if (error instanceof RangeError)
      throw new AppError('NOT_ON_THIS_RUNTIME', { what: error.message }, error);
    throw error;
  } finally {
    link.close();
  }
}
