// Reads the validators' stake of all subnets on demand, a few subnets at a time at one block, so that progress shows. The
// result is kept as long as its screen.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type {
  EmissionFacts,
  ReadCost,
  ValidatorStakeFacts,
  ValidatorStake,
} from '../../model/emission-facts.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { addedCost, endRun, newRun } from '../core/long-read.ts';
import type { Call } from '../core/panel-deps.ts';

type ValidatorStakesReading =
  | { state: 'idle' }
  | { state: 'reading'; done: number; of: number; cost: ReadCost }
  | { state: 'failed'; error: AppError }
  | { state: 'done'; block: BlockRef; stakes: readonly ValidatorStake[]; cost: ReadCost };

export type ValidatorStakesModel = {
  reading: ReadonlySignal<ValidatorStakesReading>;
  /** Reads these subnets; netuid 0 adds the root stake. */
  read: (netuids: readonly Netuid[]) => Promise<void>;
  /** Stops the reading under way and discards it. */
  stop: () => void;
};

/** Hotkeys by the value of the alpha staked to them, the largest first; root stake counts as zero. */
export function hotkeysByValue(
  stakes: readonly ValidatorStake[],
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

export function createValidatorStakesModel(call: Call): ValidatorStakesModel {
  const reading = signal<ValidatorStakesReading>({ state: 'idle' });
  let run = newRun();
  return {
    reading,
    async read(netuids) {
      const mine = newRun();
      run = mine;
      const stakes: ValidatorStake[] = [];
      let block: BlockRef | null = null;
      let cost: ReadCost = { questions: 0, bytes: 0 };
      try {
        for (let from = 0; from < netuids.length; from += SUBNETS_A_QUESTION) {
          reading.value = { state: 'reading', done: from, of: netuids.length, cost };
          const some = netuids.slice(from, from + SUBNETS_A_QUESTION);
          const answer: ValidatorStakeFacts = await call('readValidatorStake', {
            netuids: some,
            block,
            isWhole: false,
            run: mine,
          });
          if (mine !== run) return;
          block = answer.block;
          cost = addedCost(cost, answer.cost);
          stakes.push(...answer.stakes);
        }
        reading.value = block === null ? { state: 'idle' } : { state: 'done', block, stakes, cost };
      } catch (error) {
        if (mine === run) reading.value = { state: 'failed', error: toAppError(error) };
      }
    },
    stop() {
      if (reading.peek().state !== 'reading') return;
      reading.value = { state: 'idle' };
      endRun(call, run);
      run = newRun();
    },
  };
}
