// Reads who holds the alpha under some hotkeys, the largest first and a page at a time, so that small lists finish before
// the few very long ones. Ends when all is read, when the allowance is used, or when stopped.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { HoldersFrom, HoldersPart, Holding, ReadCost } from '../../model/emission-facts.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { addedCost, endRun, newRun } from '../core/long-read.ts';
import type { Call } from '../core/panel-deps.ts';

/** The most that one press of the button may read from the node. */
export const ALLOWANCE = { questions: 200, bytes: 8_000_000 } as const;
const HOTKEYS_A_STEP = 4;

export type HoldersCost = ReadCost & { listed: number };

export type HoldersReading =
  | { state: 'idle' }
  | { state: 'finding' }
  | { state: 'reading'; cost: HoldersCost; read: number; of: number }
  /** `isBegun`: what was read before is kept, and reading can continue. */
  | { state: 'failed'; error: AppError; isBegun: boolean }
  | {
      state: 'done';
      block: BlockRef;
      holdings: readonly Holding[];
      cost: HoldersCost;
      /** Hotkeys not read to the end. */
      left: number;
      of: number;
    };

export type HoldersModel = {
  reading: ReadonlySignal<HoldersReading>;
  /** `find` returns the block and the hotkeys in reading order; its queries carry the id of that run. */
  start: (
    find: (run: string) => Promise<{ block: BlockRef; hotkeys: readonly Ss58Address[] }>,
  ) => Promise<void>;
  /** Continues where the allowance ended, with a new allowance. */
  readOn: () => Promise<void>;
  /** Stops at once, at the node too; what was read is kept, and reading can continue. */
  stop: () => void;
};

type Work = {
  block: BlockRef;
  queue: HoldersFrom[];
  of: number;
  holdings: Holding[];
  cost: HoldersCost;
};

const added = (a: HoldersCost, b: HoldersPart): HoldersCost => ({
  ...addedCost(a, b),
  listed: a.listed + b.listed,
});

/** `netuid` null: all subnets but root. */
export function createHoldersModel(call: Call, netuid: Netuid | null): HoldersModel {
  const reading = signal<HoldersReading>({ state: 'idle' });
  let work: Work | null = null;
  let running = new AbortController();
  let run = newRun();

  function show(ended: AbortSignal): void {
    if (work === null) return;
    const { block, queue, of, holdings, cost } = work;
    const left = new Set(queue.map(({ hotkey }) => hotkey)).size;
    reading.value = ended.aborted
      ? { state: 'done', block, holdings: [...holdings], cost, left, of }
      : { state: 'reading', cost, read: of - left, of };
  }

  async function readPages(ended: AbortSignal): Promise<void> {
    const mine = work;
    if (mine === null) return;
    const limit = {
      questions: mine.cost.questions + ALLOWANCE.questions,
      bytes: mine.cost.bytes + ALLOWANCE.bytes,
    };
    const isAllowed = () => mine.cost.questions < limit.questions && mine.cost.bytes < limit.bytes;
    while (mine.queue.length > 0 && isAllowed()) {
      show(ended);
      const step = mine.queue.slice(0, HOTKEYS_A_STEP);
      const parts = await Promise.all(
        step.map((from) => call('readHolders', { from, netuid, block: mine.block, run })),
      );
      // Stopped meanwhile: the step is discarded, and continuing reads it again.
      if (ended.aborted) return;
      const rest = step.map(({ hotkey }, at) => ({ hotkey, after: parts[at]?.rest ?? null }));
      mine.queue = [
        ...mine.queue.slice(step.length),
        ...rest.filter(({ after }) => after !== null),
      ];
      mine.holdings.push(...parts.flatMap(({ holdings }) => holdings));
      mine.cost = parts.reduce(added, mine.cost);
    }
    const { block, holdings, cost, queue, of } = mine;
    reading.value = { state: 'done', block, holdings: [...holdings], cost, left: queue.length, of };
  }

  function leave(): void {
    running.abort();
    const { state } = reading.peek();
    if (state === 'reading' || state === 'finding') endRun(call, run);
    run = newRun();
  }

  /** One run at a time: a new one ends the one under way. */
  async function guarded(act: (ended: AbortSignal) => Promise<void>): Promise<void> {
    leave();
    running = new AbortController();
    const { signal: ended } = running;
    try {
      await act(ended);
    } catch (error) {
      if (!ended.aborted)
        reading.value = {
          state: 'failed',
          error: toAppError(error),
          isBegun: work !== null,
        };
    }
  }

  return {
    reading,
    start: (find) =>
      guarded(async (ended) => {
        work = null;
        reading.value = { state: 'finding' };
        const { block, hotkeys } = await find(run);
        if (ended.aborted) return;
        work = {
          block,
          queue: hotkeys.map((hotkey) => ({ hotkey, after: null })),
          of: hotkeys.length,
          holdings: [],
          cost: { questions: 0, bytes: 0, listed: 0 },
        };
        await readPages(ended);
      }),
    readOn: () => guarded(readPages),
    stop() {
      const { state } = reading.peek();
      leave();
      if (state === 'reading') show(running.signal);
      else if (state === 'finding') reading.value = { state: 'idle' };
    },
  };
}
