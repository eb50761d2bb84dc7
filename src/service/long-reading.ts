// Readings that may take long, each for a run of the panel. Ending the run ends its readings at once, on the wire too.
import type { ChainClient } from '../chain/chain-client.ts';
import type { Handlers } from '../messages.ts';
import { reportBackgroundError } from './report-background-error.ts';
import type { LiveNetwork } from './live-network.ts';
import { keepLocks, keepValidatorStake } from './record-survey.ts';

type LongMethod =
  | 'readSubnetLocks'
  | 'readValidatorStake'
  | 'readHolders'
  | 'readPayoutFacts'
  | 'readRootBeforeDtao'
  | 'stopReading';

export function createLongReading(live: LiveNetwork): Pick<Handlers, LongMethod> {
  const running = new Map<AbortController, string>();

  async function stoppable<T>(
    run: string,
    read: (client: ChainClient, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const ending = new AbortController();
    running.set(ending, run);
    try {
      return await live.withClient((client) => read(client, ending.signal));
    } finally {
      running.delete(ending);
    }
  }

  // A figure that cannot be stored is still answered; only lists keep showing it as unknown.
  return {
    readSubnetLocks: ({ netuid, run }) =>
      stoppable(run, async (client, signal) => {
        const facts = await client.readSubnetLocks(netuid, signal);
        await keepLocks(client, facts).catch(reportBackgroundError);
        return facts;
      }),
    readValidatorStake: ({ block, run, ...query }) =>
      stoppable(run, async (client, signal) => {
        const facts = await client.readValidatorStake(query, block ?? undefined, signal);
        if (!query.isWhole) await keepValidatorStake(client, facts).catch(reportBackgroundError);
        return facts;
      }),
    readHolders: ({ block, run, ...query }) =>
      stoppable(run, (client, signal) => client.readHolders(query, block, signal)),
    readPayoutFacts: ({ block, run, ...query }) =>
      stoppable(run, (client, signal) =>
        client.readPayoutFacts({ ...query, isSmall: !client.network.isReal }, block, signal),
      ),
    readRootBeforeDtao: ({ run }) =>
      stoppable(run, (client, signal) => client.readRootBeforeDtao(signal)),
    async stopReading({ run }) {
      for (const [ending, of] of running) if (of === run) ending.abort();
    },
  };
}
