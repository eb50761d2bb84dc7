// Reads the validators' stake of subnets, a few at a time at one block, so that progress shows; all, or as many as some
// bytes buy, and the rest on demand.
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

export type StakesFound = {
  block: BlockRef;
  stakes: readonly ValidatorStake[];
  cost: ReadCost;
  /** Not read: it would have taken more than was allowed. */
  left: readonly Netuid[];
  /** Subnets that were asked for, those left included. */
  of: number;
};

type ValidatorStakesReading =
  | { state: 'idle' }
  | { state: 'reading'; done: number; of: number; cost: ReadCost }
  | { state: 'failed'; error: AppError }
  | ({ state: 'done' } & StakesFound);

export type ValidatorStakesModel = {
  reading: ReadonlySignal<ValidatorStakesReading>;
  /** What was read last, also while more is read. */
  found: ReadonlySignal<StakesFound | null>;
  /** Reads these subnets anew, those first in the list first; netuid 0 adds the root stake. Ends before it takes more than `mostBytes`. */
  read: (netuids: readonly Netuid[], mostBytes?: number) => Promise<void>;
  /** Reads what was left, of the same block. */
  readRest: () => Promise<void>;
  /** Stops the reading under way; what it has read is kept, else what was found before it. */
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

export const SUBNETS_A_QUESTION = 16;

export function createValidatorStakesModel(call: Call): ValidatorStakesModel {
  const reading = signal<ValidatorStakesReading>({ state: 'idle' });
  const found = signal<StakesFound | null>(null);
  let run = newRun();
  /** What the reading under way has come to. */
  let sofar: StakesFound | null = null;

  function rest(): void {
    found.value = sofar ?? found.peek();
    const last = found.peek();
    reading.value = last === null ? { state: 'idle' } : { state: 'done', ...last };
  }

  /** After what was found `before` of the same block. */
  async function readOn(
    before: StakesFound | null,
    netuids: readonly Netuid[],
    mostBytes: number,
  ): Promise<void> {
    const mine = newRun();
    run = mine;
    sofar = null;
    const stakes = [...(before?.stakes ?? [])];
    let block = before?.block ?? null;
    let cost: ReadCost = before?.cost ?? { questions: 0, bytes: 0 };
    let [spent, steps, left] = [0, 0, netuids];
    const of = before?.of ?? netuids.length;
    try {
      while (left.length > 0 && (steps === 0 || spent + spent / steps <= mostBytes)) {
        reading.value = { state: 'reading', done: of - left.length, of, cost };
        const answer: ValidatorStakeFacts = await call('readValidatorStake', {
          netuids: left.slice(0, SUBNETS_A_QUESTION),
          block,
          isWhole: false,
          run: mine,
        });
        if (mine !== run) return;
        block = answer.block;
        cost = addedCost(cost, answer.cost);
        spent += answer.cost.bytes;
        steps += 1;
        left = left.slice(SUBNETS_A_QUESTION);
        stakes.push(...answer.stakes);
        sofar = { block, stakes: [...stakes], cost, left, of };
      }
      rest();
    } catch (error) {
      if (mine === run) reading.value = { state: 'failed', error: toAppError(error) };
    }
  }

  return {
    reading,
    found,
    read: (netuids, mostBytes = Infinity) => readOn(null, netuids, mostBytes),
    async readRest() {
      const before = found.peek();
      if (before !== null) await readOn(before, before.left, Infinity);
    },
    stop() {
      if (reading.peek().state !== 'reading') return;
      rest();
      endRun(call, run);
      run = newRun();
    },
  };
}
