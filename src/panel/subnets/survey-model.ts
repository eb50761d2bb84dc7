// Reads on-demand figures for all subnets, with progress and a way to stop. The background stores the result with its block.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { ReadCost } from '../../model/emission-facts.ts';
import type { Netuid } from '../../units.ts';
import { createValidatorStakesModel } from './validator-stakes-model.ts';
import type { SurveyKind } from './survey.ts';
import { endRun, newRun } from '../core/long-read.ts';
import type { Call } from '../core/panel-deps.ts';

type SurveyReading =
  | { state: 'idle' }
  /** `of` 0: everything comes in one answer. */
  | { state: 'reading'; done: number; of: number; cost: ReadCost | null }
  | { state: 'failed'; error: AppError }
  | { state: 'not-here' }
  | { state: 'done'; cost: ReadCost };

export type SurveyModel = {
  reading: ReadonlySignal<SurveyReading>;
  read: (netuids: readonly Netuid[]) => Promise<void>;
  /** Stops at once; subnets already read are kept. */
  stop: () => void;
};

function createLocksModel(call: Call): SurveyModel {
  const reading = signal<SurveyReading>({ state: 'idle' });
  let run = newRun();
  return {
    reading,
    async read() {
      const mine = newRun();
      run = mine;
      reading.value = { state: 'reading', done: 0, of: 0, cost: null };
      try {
        const facts = await call('readSubnetLocks', { netuid: null, run });
        if (mine !== run) return;
        reading.value = facts.known
          ? { state: 'done', cost: facts.value.cost }
          : { state: 'not-here' };
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

export function createSurveyModel(call: Call, kind: SurveyKind, now: () => number): SurveyModel {
  if (kind === 'locks') return createLocksModel(call);
  const { reading, read, stop } = createValidatorStakesModel(call, now);
  return { reading, read: (netuids) => read(netuids), stop };
}
