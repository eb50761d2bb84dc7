// Reads the validators' stake of subnets, a few at a time at one block, so that progress shows; all, or as many as some
// bytes buy, and the rest later. Whatever ends a reading, what it has read is kept.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type {
  EmissionFacts,
  ReadCost,
  ValidatorStakeFacts,
  ValidatorStake,
} from '../../model/emission-facts.ts';
import type { BlockRef } from '../../model/facts.ts';
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';
import { addedCost, endRun, newRun } from '../core/long-read.ts';
import type { Call } from '../core/panel-deps.ts';

export type StakesFound = {
  block: BlockRef;
  /** When the first of it was read. */
  at: number;
  stakes: readonly ValidatorStake[];
  cost: ReadCost;
  /** Every subnet that was asked for. */
  asked: readonly Netuid[];
  /** Of them those not read yet. */
  left: readonly Netuid[];
};

type ValidatorStakesReading =
  | { state: 'idle' }
  | { state: 'reading'; done: number; of: number; cost: ReadCost }
  | { state: 'failed'; error: AppError }
  | { state: 'done'; cost: ReadCost };

/** Counts what is read without being asked. */
export type Budget = {
  /** Bytes. */
  left: () => number;
  /** Before a question of about so many bytes; what is returned is told how many it took. */
  count: (bytes: number) => (took: number) => void;
};

/** What one reading may take; its first question is asked in any case. */
type Allowance = { mostBytes: number; budget: Budget | null };

const UNLIMITED: Allowance = { mostBytes: Infinity, budget: null };

export type ValidatorStakesModel = {
  reading: ReadonlySignal<ValidatorStakesReading>;
  /** What was read last; of an older block until as many subnets are read of a newer one. */
  found: ReadonlySignal<StakesFound | null>;
  /** Reads these subnets anew, those first in the list first; netuid 0 adds the root stake, in a question of its own. */
  read: (netuids: readonly Netuid[], allowed?: Allowance) => Promise<void>;
  /** Reads what was left, of the same block. */
  readRest: (allowed?: Allowance) => Promise<void>;
  /** What failed, from where it failed; all of it where its block is gone. */
  again: () => Promise<void>;
  /** Stops the reading under way. */
  stop: () => void;
  /** Forgets what was found. */
  drop: () => void;
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
/** About what a question takes on a network of 129 subnets: root alone, and as many as one question has. */
export const ROOT_BYTES = 50_000;
export const QUESTION_BYTES = 200_000;

const doneOf = ({ asked, left }: StakesFound): number => asked.length - left.length;

/** Root alone: it is shown before the others are there. */
const nextOf = (left: readonly Netuid[]): Netuid[] =>
  left[0] === ROOT_NETUID ? [ROOT_NETUID] : left.slice(0, SUBNETS_A_QUESTION);

/** `sofar`: of its block, before the question that failed. */
type Failed = { asked: readonly Netuid[]; sofar: StakesFound | null; allowed: Allowance };

export function createValidatorStakesModel(call: Call, now: () => number): ValidatorStakesModel {
  const reading = signal<ValidatorStakesReading>({ state: 'idle' });
  const found = signal<StakesFound | null>(null);
  let run = newRun();
  let failed: Failed | null = null;

  function show(): void {
    const last = found.peek();
    reading.value = last === null ? { state: 'idle' } : { state: 'done', cost: last.cost };
  }

  function stop(): void {
    if (reading.peek().state !== 'reading') return;
    endRun(call, run);
    run = newRun();
    show();
  }

  /** What is more complete is not given up for what is newer. */
  function keep(sofar: StakesFound): void {
    const last = found.peek();
    if (last === null || doneOf(sofar) >= doneOf(last)) found.value = sofar;
  }

  async function readOn(
    asked: readonly Netuid[],
    before: StakesFound | null,
    { mostBytes, budget }: Allowance,
  ): Promise<void> {
    stop();
    const mine = newRun();
    run = mine;
    failed = null;
    let sofar = before;
    let left: readonly Netuid[] = before?.left ?? asked;
    let [spent, largest, isFirst] = [0, QUESTION_BYTES, true];
    const mayAsk = (bytes: number): boolean =>
      isFirst || (spent + bytes <= mostBytes && (budget === null || bytes <= budget.left()));
    try {
      while (left.length > 0) {
        const netuids = nextOf(left);
        const about = netuids[0] === ROOT_NETUID ? ROOT_BYTES : largest;
        if (!mayAsk(about)) break;
        const cost = sofar?.cost ?? { questions: 0, bytes: 0 };
        reading.value = {
          state: 'reading',
          done: asked.length - left.length,
          of: asked.length,
          cost,
        };
        failed = { asked, sofar, allowed: { mostBytes: mostBytes - spent, budget } };
        const took = budget?.count(about);
        const answer: ValidatorStakeFacts = await call('readValidatorStake', {
          netuids,
          block: sofar?.block ?? null,
          isWhole: false,
          run: mine,
        });
        took?.(answer.cost.bytes);
        if (mine !== run) return;
        spent += answer.cost.bytes;
        largest = Math.max(largest, answer.cost.bytes);
        isFirst = false;
        left = left.slice(netuids.length);
        sofar = {
          block: answer.block,
          at: sofar?.at ?? now(),
          stakes: [...(sofar?.stakes ?? []), ...answer.stakes],
          cost: addedCost(cost, answer.cost),
          asked,
          left,
        };
        keep(sofar);
      }
      show();
    } catch (error) {
      if (mine === run) reading.value = { state: 'failed', error: toAppError(error) };
    }
  }

  return {
    reading,
    found,
    read: (netuids, allowed = UNLIMITED) => readOn(netuids, null, allowed),
    async readRest(allowed = UNLIMITED) {
      const before = found.peek();
      if (before !== null) await readOn(before.asked, before, allowed);
    },
    async again() {
      const ended = reading.peek();
      if (ended.state !== 'failed' || failed === null) return;
      const { asked, sofar, allowed } = failed;
      await readOn(asked, ended.error.code === 'BLOCK_PRUNED' ? null : sofar, allowed);
    },
    stop,
    drop() {
      stop();
      found.value = null;
      show();
    },
  };
}
