// Measures how soon the first fresh figures are there on a slow line: 400 ms there and back, 50 KB a second, metadata in
// the store, with and without a limit of requests. Waiting is what is measured here, so it is time of the clock.
import { startDevnet } from '../../devnet/devnet.ts';
import { credit } from '../../devnet/ledger/state/share-pool.ts';
import { developmentColdkeys } from '../../devnet/ledger/genesis/development-accounts.ts';
import { createEndpointMemory } from '../../../src/chain/rpc/endpoint-list.ts';
import { DEFAULT_TIMING } from '../../../src/chain/rpc/link-timing.ts';
import { parseSs58 } from '../../../src/chain/scale/ss58.ts';
import type { Snapshot } from '../../../src/model/facts.ts';
import { createMemoryCache, createTestClient } from '../../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const HELD = 25;

type Limit = { name: string; burst: number | null; isKnown: boolean };
const LIMITS: readonly Limit[] = [
  { name: 'no limit of requests', burst: null, isKnown: false },
  { name: 'one a second after the first 20', burst: 20, isKnown: false },
  { name: 'one a second, and it is known', burst: 2, isKnown: true },
];

export async function benchSlowLine(): Promise<void> {
  const net = await startDevnet();
  const { alice } = developmentColdkeys();
  const hotkey = net.ledger.state.stakingHotkeys.get(alice)?.[0] ?? '';
  for (let netuid = 1; netuid <= HELD; netuid += 1)
    credit(net.ledger.state, hotkey, alice, netuid, 5_000_000_000n);
  net.produceBlock();
  const metadataCache = createMemoryCache();
  const warm = createTestClient(net, { metadataCache });
  await warm.connect();
  const read = await warm.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  // As after an earlier use: the stored picture's subnets are asked for at once.
  const lookedAt = read.subnets.map(({ netuid }) => netuid);
  const before: Snapshot = { ...read, unclaimed: { known: false, reason: 'unreadable' } };
  warm.close();
  try {
    for (const { name, burst, isKnown } of LIMITS) {
      net.faults.reset();
      net.faults.slowLine({ roundTripMs: 400, bytesPerSecond: 50_000 });
      if (burst !== null) net.faults.limitRate({ burst });
      const memory = createEndpointMemory();
      if (isKnown) memory.paceOf(net.url).recall(DEFAULT_TIMING.gapMs, DEFAULT_TIMING.gapMs);
      const genesisHash = read.genesisHash;
      const client = createTestClient(net, { metadataCache, memory, genesisHash });
      const wanted = { coldkeys: [ALICE], lookedAt, before };
      client.expectSnapshot(async () => wanted);
      const { messagesIn } = net.traffic;
      const start = performance.now();
      await client.connect();
      const connected = performance.now() - start;
      const sofar = (): string =>
        `${((performance.now() - start) / 1_000).toFixed(1)} s (${net.traffic.messagesIn - messagesIn} requests)`;
      // As the worker does: what comes first is shown ahead of the rest where requests are limited.
      const first: string[] = [];
      const onFirst = isKnown ? { onFirst: () => void first.push(sofar()) } : {};
      await client.readSnapshot({ ...wanted, ...onFirst });
      const whole = sofar();
      client.close();
      console.log(
        `${name.padEnd(34)} connected ${(connected / 1_000).toFixed(1)} s, ` +
          `fresh figures ${first[0] ?? whole}, all of home ${whole}`,
      );
    }
  } finally {
    net.faults.reset();
    await net.stop();
  }
}
