// What proving home costs over a simulated chain of 128 subnets: bytes of all answers, and time beside the waiting.
import 'fake-indexeddb/auto';
import { parseHex } from '../../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../../src/chain/scale/ss58.ts';
import { changeSettings } from '../../../src/service/change-settings.ts';
import { createProofs } from '../../../src/service/proofs.ts';
import { readProofRecord } from '../../../src/store/read-proof-record.ts';
import { startDevnet } from '../../devnet/devnet.ts';
import { createTestClient } from '../../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const PERIOD = 8;

export async function benchProofHome(): Promise<void> {
  const net = await startDevnet({
    subnets: 128,
    proofs: { authors: 20, voters: 20, justificationPeriod: PERIOD },
  });
  const client = createTestClient(net);
  try {
    await client.connect();
    const genesisHash = parseHex(net.genesisHash, 'genesis hash', 32);
    const network = {
      id: 'bench',
      name: 'Bench',
      genesisHash,
      endpoints: [net.url],
      operators: {},
      archive: null,
      isReal: false,
      explorer: null,
    };
    await changeSettings({ networks: [network], networkId: network.id });
    const produce = async (blocks: number): Promise<void> => {
      const { number } = net.produceBlocks(blocks);
      while ((client.status().head?.number ?? 0) < number) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    const look = async (): Promise<void> => {
      const got = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
      const unclaimed = { known: false, reason: 'unreadable' } as const;
      await proofs.snapshotRead(client, { ...got, unclaimed });
    };
    const proofs = createProofs({
      live: () => ({ withClient: async (use) => use(client) }),
      second: () => ({ with: async (use) => use(client) }),
      refreshNow: look,
      isWatched: () => true,
      announce: () => undefined,
      now: Date.now,
      period: PERIOD,
    });
    const start = { ...net.trustedStart(), madeAt: Date.now() };
    const text = JSON.stringify(start, (_name, part: unknown) =>
      typeof part === 'bigint' ? String(part) : part,
    );
    await proofs.chooseStart(text);
    await produce(2 * PERIOD);
    const report = async (what: string): Promise<void> => {
      await look();
      const record = await readProofRecord(genesisHash);
      const { home = null, bytes = 0, ms = 0 } = record ?? {};
      const parts = home?.parts.length ?? 0;
      console.log(
        `home, ${what}: ${home?.mark ?? 'nothing'}, ${parts} of ${home?.all ?? 0} figures, ${bytes} bytes, ${ms} ms`,
      );
    };
    await report('the first run, code cold');
    await proofs.checkAnswers();
    await report('a second run');
    for (let block = 0; block < 20; block += 1) {
      await produce(1);
      await look();
    }
    await report('with twenty blocks on top');
  } finally {
    client.close();
    await net.stop();
  }
}
