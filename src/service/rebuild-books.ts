// Reads the past of accounts out of an archive, and writes it to the store as it goes: one question at a time at the user's
// pace, newest first. Whatever ends it (a pause, a closed browser, an archive that refuses), it goes on from the store.
import type { Past } from '../chain/past.ts';
import { blocksOpen, opened, withStretch } from '../history/rebuild-book.ts';
import { createRebuild, type Rebuild } from '../history/rebuild.ts';
import { emptyBook, type BookEntry, type BookRun } from '../model/book.ts';
import type { Hex, Ss58Address } from '../units.ts';
import type { BookStep, BookStore } from './book-store.ts';
import { insist, Stopped, whyOf, whyStopped, type Wait } from './insist.ts';
import { answerAsk } from './answer-ask.ts';
import { pointOf } from '../history/rebuild-point.ts';

type Deps = {
  store: BookStore;
  /** null: the network has no archive. `turn` is awaited before each question. */
  openPast: (turn: (signal: AbortSignal | undefined) => Promise<void>) => Promise<Past | null>;
  /** The newest final block that the user's own node knows. */
  head: () => Promise<number>;
  wait: Wait;
  /** Milliseconds of a clock that is never set. */
  clock: () => number;
  /** Epoch milliseconds. */
  now: () => number;
  /** The run or the books changed. */
  announce: () => void;
  /** What nobody thought of: seen by whoever looks for faults. */
  report: (error: unknown) => void;
};

export type RebuildBooks = {
  /** Ends a run that goes on. `from`: the first block wanted; `pace`: milliseconds between two questions. */
  start: (wanted: Pick<BookRun, 'genesisHash' | 'coldkeys' | 'from' | 'pace'>) => Promise<void>;
  /** Goes on with a run that was paused or stopped or, after the browser was closed, that the store says goes on. */
  resume: (genesisHash: Hex, isOwnWill: boolean) => Promise<void>;
  pause: () => Promise<void>;
  /** At once; what was read stays. */
  cancel: () => Promise<void>;
  setPace: (ms: number) => void;
  /** Resolves when nothing runs. */
  settled: () => Promise<void>;
};

/** An archive behind by more is said to lag. */
const LAG_BLOCKS = 10;
/** Answers after which what was learnt is written, although nothing was found. */
const ANSWERS_A_SAVE = 8;
/** Between two writings of the progress. */
const RUN_GAP_MS = 2_000;

export function createRebuildBooks(deps: Deps): RebuildBooks {
  const { store, wait, now, clock, announce } = deps;
  let run: BookRun | null = null;
  let ending: AbortController | null = null;
  let running: Promise<void> = Promise.resolve();
  let next = 0;
  let writeNextAt = 0;

  /** One question a gap, counted from the last one. */
  async function turn(signal: AbortSignal | undefined): Promise<void> {
    const gap = run?.pace ?? 0;
    const ms = next - clock();
    next = Math.max(clock(), next) + gap;
    if (ms > 0) await wait(ms, signal);
  }

  async function writeRun(changed: Partial<BookRun>, isSoon = false): Promise<void> {
    if (run === null) return;
    run = { ...run, ...changed, updatedAt: now() };
    if (isSoon && clock() < writeNextAt) return;
    writeNextAt = clock() + RUN_GAP_MS;
    await store.writeRun(run);
    announce();
  }

  function stepOf(
    rebuild: Rebuild,
    genesisHash: Hex,
    coldkey: Ss58Address,
    entries: readonly BookEntry[],
  ): BookStep {
    const points = rebuild
      .takePoints(coldkey)
      .flatMap((mark) => pointOf(genesisHash, coldkey, mark) ?? []);
    return { book: rebuild.book(coldkey), entries, points };
  }

  async function readAll(past: Past, signal: AbortSignal): Promise<void> {
    if (run === null) return;
    const { genesisHash, coldkeys, from } = run;
    const found = await insist(signal, wait, () => past.connect(signal));
    if (found !== genesisHash) throw new Stopped('wrong-network');
    const [final, wanted] = await Promise.all([
      insist(signal, wait, () => past.finalized(signal)),
      insist(signal, wait, deps.head),
    ]);
    const head = Math.min(final.number, wanted);
    const books = await Promise.all(
      coldkeys.map(async (coldkey) => {
        const kept = await store.readBook(genesisHash, coldkey);
        const book = opened(
          kept ?? emptyBook({ genesisHash, coldkey }),
          Math.min(from, head),
          head,
        );
        if (wanted - head <= LAG_BLOCKS) return book;
        const late = { state: 'unread', why: 'lagging', at: now() } as const;
        return withStretch(book, head, wanted, late);
      }),
    );
    const rebuild = createRebuild(books, head);
    for (const { coldkey, place } of await insist(signal, wait, () =>
      past.positions(final, coldkeys, signal),
    )) {
      rebuild.addPlaces(coldkey, [place]);
    }
    await go(past, rebuild, signal);
  }

  async function go(past: Past, rebuild: Rebuild, signal: AbortSignal): Promise<void> {
    if (run === null) return;
    const { genesisHash, coldkeys } = run;
    const before = { questions: run.questions, bytes: run.bytes };
    let answers = 0;
    const left = (): number =>
      coldkeys.reduce((sum, coldkey) => sum + blocksOpen(rebuild.book(coldkey), rebuild.head), 0);
    const atFirst = left();
    let unsaved: BookStep[] = [];

    /** The books in memory are ahead of the store until it took them in, with all that belongs to them. */
    async function save(entries: ReadonlyMap<Ss58Address, BookEntry[]>): Promise<void> {
      unsaved = coldkeys.map((coldkey) => {
        const earlier = unsaved.find(({ book }) => book.coldkey === coldkey);
        const step = stepOf(rebuild, genesisHash, coldkey, entries.get(coldkey) ?? []);
        return {
          ...step,
          entries: [...(earlier?.entries ?? []), ...step.entries],
          points: [...(earlier?.points ?? []), ...step.points],
        };
      });
      await store.saveSteps(unsaved);
      unsaved = [];
      answers = 0;
    }

    async function tell(added: number): Promise<void> {
      const { questions, bytes } = past.cost();
      const blocksLeft = left();
      const done = atFirst - blocksLeft;
      const each = done > 0 ? questions / done : null;
      await writeRun(
        {
          questions: before.questions + questions,
          bytes: before.bytes + bytes,
          entriesFound: (run?.entriesFound ?? 0) + added,
          blocksLeft,
          msLeft: each === null ? null : Math.round(each * blocksLeft * (run?.pace ?? 0)),
        },
        true,
      );
    }

    try {
      for (let ask = rebuild.next(); ask !== null && !signal.aborted; ask = rebuild.next()) {
        const asked = ask;
        let entries = new Map<Ss58Address, BookEntry[]>();
        try {
          entries = await insist(signal, wait, () =>
            answerAsk(past, rebuild, asked, now(), signal),
          );
        } catch (error) {
          if (signal.aborted || error instanceof Stopped) throw error;
          const why = whyOf(error);
          if (why === null) throw new Stopped('refused');
          rebuild.fail(asked, why, now());
        }
        answers += 1;
        const count = [...entries.values()].reduce((sum, list) => sum + list.length, 0);
        if (count > 0 || answers >= ANSWERS_A_SAVE) await save(entries);
        await tell(count);
      }
    } finally {
      await save(new Map());
    }
  }

  async function work(signal: AbortSignal): Promise<void> {
    let past: Past | null = null;
    try {
      past = await deps.openPast(turn);
      if (past === null) throw new Stopped('no-archive');
      await readAll(past, signal);
      if (!signal.aborted) await writeRun({ state: 'done', why: null, msLeft: 0 });
    } catch (error) {
      if (signal.aborted) return;
      const why = whyStopped(error);
      if (why === 'fault') deps.report(error);
      await writeRun({ state: 'stopped', why });
    } finally {
      past?.close();
    }
  }

  async function end(): Promise<void> {
    ending?.abort();
    ending = null;
    // How the run before went wrong does not keep anybody from ending it, or from another one.
    await running.catch(() => undefined);
  }

  function begin(): void {
    const controller = new AbortController();
    ending = controller;
    running = work(controller.signal);
  }

  return {
    async start(wanted) {
      await end();
      const at = now();
      const counts = { questions: 0, bytes: 0, entriesFound: 0, blocksLeft: 0, msLeft: null };
      run = { ...wanted, ...counts, state: 'running', why: null, startedAt: at, updatedAt: at };
      await writeRun({});
      begin();
    },
    async resume(genesisHash, isOwnWill) {
      await end();
      const kept = await store.readRun(genesisHash);
      if (kept === null || kept.state === 'done') return;
      if (!isOwnWill && kept.state !== 'running') return;
      run = { ...kept, state: 'running', why: null };
      await writeRun({});
      begin();
    },
    async pause() {
      await end();
      if (run?.state === 'running') await writeRun({ state: 'paused', msLeft: null });
    },
    async cancel() {
      await end();
      if (run?.state === 'running') await writeRun({ state: 'stopped', msLeft: null });
    },
    setPace(ms) {
      if (run !== null) run = { ...run, pace: ms };
    },
    settled: () => running,
  };
}
