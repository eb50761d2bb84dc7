// Reads who stands behind the stake of all subnets, a few subnets at a time, all at one block, so that progress shows
// and nobody waits for one huge answer. On demand only; what was read is kept as long as its screen.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { BlockRef, EmissionFacts, SayFacts, SayStake } from '../../facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import type { Call } from './panel-deps.ts';

export type SayReading =
  | { state: 'idle' }
  | { state: 'reading'; done: number; of: number }
  | { state: 'failed'; error: AppError }
  | { state: 'done'; block: BlockRef; stakes: readonly SayStake[] };

export type SayModel = {
  reading: ReadonlySignal<SayReading>;
  /** Reads these subnets; root among them gives the root stake. */
  read: (netuids: readonly Netuid[]) => Promise<void>;
  /** Leaves what is under way; nothing of it is kept. */
  stop: () => void;
};

/** Hotkeys by the value of the alpha behind them, the largest first; root's stake is none. */
export function hotkeysByValue(
  stakes: readonly SayStake[],
  facts: EmissionFacts,
): readonly Ss58Address[] {
  const prices = new Map<number, bigint>(
    facts.subnets.flatMap(({ netuid, nodePrice }) =>
      netuid !== 0 && nodePrice.known ? [[netuid, nodePrice.value] as const] : [],
    ),
  );
  const values = new Map<Ss58Address, bigint>();
  for (const { netuid, hotkey, alpha } of stakes) {
    const price = prices.get(netuid);
    if (price !== undefined) values.set(hotkey, (values.get(hotkey) ?? 0n) + alpha * price);
  }
  return [...values]
    .toSorted(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
    .map(([hotkey]) => hotkey);
}

const SUBNETS_A_QUESTION = 16;

export function createSayModel(call: Call): SayModel {
  const reading = signal<SayReading>({ state: 'idle' });
  let turn = 0;
  return {
    reading,
    async read(netuids) {
      turn += 1;
      const mine = turn;
      const stakes: SayStake[] = [];
      let block: BlockRef | null = null;
      try {
        for (let from = 0; from < netuids.length; from += SUBNETS_A_QUESTION) {
          reading.value = { state: 'reading', done: from, of: netuids.length };
          const some = netuids.slice(from, from + SUBNETS_A_QUESTION);
          const answer: SayFacts = await call('readSay', {
            netuids: some,
            block,
            isWhole: false,
          });
          if (mine !== turn) return;
          block = answer.block;
          stakes.push(...answer.stakes);
        }
        reading.value = block === null ? { state: 'idle' } : { state: 'done', block, stakes };
      } catch (error) {
        if (mine === turn) reading.value = { state: 'failed', error: toAppError(error) };
      }
    },
    stop() {
      turn += 1;
      if (reading.peek().state === 'reading') reading.value = { state: 'idle' };
    },
  };
}
