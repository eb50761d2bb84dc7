// Reads what decides the payout of subnets' removal, on demand, and works out what my coldkeys would get.
import { signal, type ReadonlySignal } from '@preact/signals';
import { payoutRange, type PayoutRange, type Stakeholder } from '../../emission/removal-payout.ts';
import { toAppError, type AppError } from '../../errors.ts';
import type { Reading, Snapshot } from '../../model/facts.ts';
import type { PayoutFacts } from '../../model/payout-facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { endRun, newRun } from '../core/long-read.ts';
import type { Call } from '../core/panel-deps.ts';

type PayoutReading =
  | { state: 'idle' }
  | { state: 'reading' }
  | { state: 'failed'; error: AppError }
  | { state: 'done'; block: number; ranges: ReadonlyMap<Netuid, Reading<PayoutRange>> };

export type PayoutModel = {
  reading: ReadonlySignal<PayoutReading>;
  /** At the snapshot's block: my positions and the subnets are of one state. */
  read: (netuids: readonly Netuid[]) => Promise<void>;
  stop: () => void;
};

function holdersOf(
  { positions, accounts }: Snapshot,
  mine: readonly Ss58Address[],
  netuid: Netuid,
): Stakeholder[] {
  return mine.flatMap((coldkey) => {
    const account = accounts.find((one) => one.coldkey === coldkey);
    const alpha = positions
      .filter((one) => one.coldkey === coldkey && one.netuid === netuid)
      .map((one) => one.alpha);
    if (account === undefined || alpha.length === 0) return [];
    return [{ coldkey, alpha, hasAccount: account.free + account.reserved > 0n }];
  });
}

/** By subnet: what the coldkeys together would get. */
function payoutRanges(
  { refundSince, subnets }: PayoutFacts,
  snapshot: Snapshot,
  mine: readonly Ss58Address[],
): Map<Netuid, Reading<PayoutRange>> {
  const { existentialDeposit } = snapshot.rules;
  return new Map(
    subnets.map((facts) => [
      facts.netuid,
      payoutRange(facts, holdersOf(snapshot, mine, facts.netuid), {
        refundSince,
        existentialDeposit,
      }),
    ]),
  );
}

export function createPayoutModel(
  call: Call,
  now: () => { snapshot: Snapshot | null; mine: readonly Ss58Address[] },
): PayoutModel {
  const reading = signal<PayoutReading>({ state: 'idle' });
  let run: string | null = null;

  function stop(): void {
    if (run === null) return;
    endRun(call, run);
    run = null;
    reading.value = { state: 'idle' };
  }

  return {
    reading,
    stop,
    async read(netuids) {
      stop();
      const { snapshot, mine } = now();
      if (snapshot === null) return;
      const ours = newRun();
      run = ours;
      reading.value = { state: 'reading' };
      const wanted = new Set<Netuid>(netuids);
      const hotkeys = snapshot.positions
        .filter(({ coldkey, netuid }) => mine.includes(coldkey) && wanted.has(netuid))
        .map(({ hotkey }) => hotkey);
      const { block } = snapshot;
      let next: PayoutReading;
      try {
        const facts = await call('readPayoutFacts', {
          netuids: [...wanted],
          hotkeys: [...new Set(hotkeys)],
          block,
          run: ours,
        });
        next = {
          state: 'done',
          block: block.number,
          ranges: payoutRanges(facts, snapshot, mine),
        };
      } catch (error) {
        next = { state: 'failed', error: toAppError(error) };
      }
      // Stopped meanwhile.
      if (run !== ours) return;
      run = null;
      reading.value = next;
    },
  };
}
