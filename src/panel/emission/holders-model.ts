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
      /** When the hotkeys were read. */
      at: number;
      holdings: readonly Holding[];
      cost: HoldersCost;
      /** Hotkeys not read to the end. */
      left: number;
      of: number;
    };

/** The block, when it was read, and the hotkeys in reading order; its queries carry the id of that run. */
export type Find = (
  run: string,
) => Promise<{ block: BlockRef; at: number; hotkeys: readonly Ss58Address[] }>;

export type HoldersModel = {
  reading: ReadonlySignal<HoldersReading>;
  /** What was read of the same block before is kept, and not read again. */
  start: (find: Find) => Promise<void>;
  /** Continues where the allowance ended, with a new allowance. */
  readOn: () => Promise<void>;
  /** Stops at once, at the node too; what was read is kept, and reading can continue. */
  stop: () => void;
};

type Work = {
  block: BlockRef;
  at: number;
  queue: HoldersFrom[];
  /** All that are or were in the queue. */
  hotkeys: Set<Ss58Address>;
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

  function finish({ block, at, queue, hotkeys, holdings, cost }: Work): void {
    const [left, of] = [queue.length, hotkeys.size];
    reading.value = { state: 'done', block, at, holdings: [...holdings], cost, left, of };
  }

  function show({ queue, hotkeys, cost }: Work): void {
    const of = hotkeys.size;
    reading.value = { state: 'reading', cost, read: of - queue.length, of };
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
      show(mine);
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
    finish(mine);
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
          isBegun: work !== null && reading.peek().state !== 'finding',
        };
    }
  }

  return {
    reading,
    start: (find) =>
      guarded(async (ended) => {
        reading.value = { state: 'finding' };
        const { block, at, hotkeys } = await find(run);
        if (ended.aborted) return;
        if (work?.block.hash !== block.hash) {
          const cost = { questions: 0, bytes: 0, listed: 0 };
          work = { block, at, queue: [], hotkeys: new Set(), holdings: [], cost };
        }
        for (const hotkey of hotkeys) {
          if (!work.hotkeys.has(hotkey)) work.queue.push({ hotkey, after: null });
          work.hotkeys.add(hotkey);
        }
        await readPages(ended);
      }),
    readOn: () => guarded(readPages),
    stop() {
      const { state } = reading.peek();
      leave();
      if (state !== 'reading' && state !== 'finding') return;
      if (work === null) reading.value = { state: 'idle' };
      else finish(work);
    },
  };
}
