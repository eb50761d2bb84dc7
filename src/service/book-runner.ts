// Between the panel's orders, the browser that may end the worker at any time, and the reader of the past: whatever the worker was
// doing when it was ended, the run in the store says what is to go on.
import { AppError } from '../errors.ts';
import type { BookRun } from '../model/book.ts';
import type { Network } from '../model/network.ts';
import { readBookRun, writeBookRun } from '../store/books.ts';
import type { Hex, Ss58Address } from '../units.ts';

/** The reader of the past. `settled` resolves when it reads no more. */
export type Rebuild = {
  start: (wanted: Pick<BookRun, 'genesisHash' | 'coldkeys' | 'from' | 'pace'>) => Promise<void>;
  resume: (genesisHash: Hex, isOwnWill: boolean) => Promise<void>;
  pause: () => Promise<void>;
  cancel: () => Promise<void>;
  setPace: (pace: number) => void;
  settled: () => Promise<void>;
};

/** The reading of the past on the chosen network: one run at a time. What it does is in the store when these resolve. */
export type BookRunner = {
  start(wanted: { coldkeys: readonly Ss58Address[]; from: number; pace: number }): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  cancel(): Promise<void>;
  setPace(pace: number): Promise<void>;
  /** A run on another network than the chosen one, or with an archive that the user left, is paused: nothing would show it. */
  networkChanged(): Promise<void>;
  /** Whether the user started a run that has neither ended nor been paused: the one thing that goes on with every panel closed. */
  isRunning(): Promise<boolean>;
  /** Goes on where the store says that a run is running and none is: the worker was ended in between. */
  goOn(): Promise<void>;
};

type RunnerParts = {
  /** Loads the reader with the first run there is. */
  rebuild: () => Promise<Rebuild>;
  /** The chosen one. `genesisHash` null: it was never reached. */
  network: () => Promise<Pick<Network, 'genesisHash' | 'archive'>>;
  /** The worker is not to be ended for idleness until the returned function is called. */
  stayAwake: () => () => void;
  /** A run ended by itself. */
  ended: () => void;
};

export function createBookRunner({ rebuild, network, stayAwake, ended }: RunnerParts): BookRunner {
  /** The run of this life of the worker. */
  let active: Pick<Network, 'genesisHash' | 'archive'> | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const stored = async (): Promise<BookRun | null> => {
    const { genesisHash } = await network();
    return genesisHash === null ? null : readBookRun(genesisHash);
  };

  /** One order after another: two that overlap would each end what the other began. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work, work);
    queue = done.catch(() => undefined);
    return done;
  }

  async function follow(begin: (reader: Rebuild) => Promise<void>): Promise<void> {
    const reader = await rebuild();
    const { genesisHash, archive } = await network();
    await begin(reader);
    const run = { genesisHash, archive };
    active = run;
    const sleepAgain = stayAwake();
    const over = (): void => {
      sleepAgain();
      // A run that took its place goes on.
      if (active !== run) return;
      active = null;
      ended();
    };
    reader.settled().then(over, over);
  }

  /** What the reader says of the run, or where this life of the worker has none, what the store says. */
  async function end(how: 'pause' | 'cancel'): Promise<void> {
    if (active !== null) await (await rebuild())[how]();
    const run = await stored();
    const isOver = run === null || run.state === 'done' || run.state === 'stopped';
    const state = how === 'pause' ? 'paused' : 'stopped';
    if (!isOver && run.state !== state) await writeBookRun({ ...run, state, msLeft: null });
  }

  return {
    start: (wanted) =>
      inTurn(async () => {
        const { genesisHash } = await network();
        if (genesisHash === null) throw new AppError('NODE_UNREACHABLE', { what: 'archive' });
        await follow((reader) => reader.start({ ...wanted, genesisHash }));
      }),
    pause: () => inTurn(() => end('pause')),
    cancel: () => inTurn(() => end('cancel')),
    resume: () =>
      inTurn(async () => {
        const run = await stored();
        if (run === null || active !== null) return;
        await follow((reader) => reader.resume(run.genesisHash, true));
      }),
    setPace: (pace) =>
      inTurn(async () => {
        if (active !== null) {
          // It writes its run itself: two writers would undo each other's words.
          (await rebuild()).setPace(pace);
          return;
        }
        const run = await stored();
        if (run !== null) await writeBookRun({ ...run, pace });
      }),
    networkChanged: () =>
      inTurn(async () => {
        const { genesisHash, archive } = await network();
        const isSame = active?.genesisHash === genesisHash && active.archive === archive;
        if (active !== null && !isSame) await (await rebuild()).pause();
      }),
    isRunning: async () => (await stored())?.state === 'running',
    goOn: () =>
      inTurn(async () => {
        const run = await stored();
        if (run?.state !== 'running' || active !== null) return;
        await follow((reader) => reader.resume(run.genesisHash, false));
      }),
  };
}
