// What the panel orders of the books: the reading of the past, forgetting, files. The reader itself, and who reads and merges a
// file, are given.
import { AppError } from '../errors.ts';
import type { Handlers } from '../messages.ts';
import { currentNetwork } from '../model/built-in-networks.ts';
import type { BookRun } from '../model/book.ts';
import { parseFiatDays } from '../model/fiat-days.ts';
import { forgetBooks, leaveOutOfRuns, readBookRun, type BookStep } from '../store/books.ts';
import { writeFiatDays } from '../store/fiat-days.ts';
import { mergeBooks } from '../store/merge-books.ts';
import { readSettings } from '../store/settings.ts';
import type { Ss58Address } from '../units.ts';
import type { BookRunner } from './book-runner.ts';
import { createImportBooks, type ReadBookFile } from './import-books.ts';

type BooksParts = {
  runner: BookRunner;
  readFile: ReadBookFile;
  merge: (stored: BookStep, given: BookStep) => BookStep;
  announce: (change: 'books') => void;
  /** A run that begins or ends needs an alarm, or none. */
  reconsider: () => Promise<void>;
};

export type Books = Pick<
  Handlers,
  | 'startBooks'
  | 'pauseBooks'
  | 'resumeBooks'
  | 'cancelBooks'
  | 'setBooksPace'
  | 'forgetBooks'
  | 'importBooks'
  | 'importFiatDays'
> & {
  /** After the settings of networks changed. */
  networkChanged: () => Promise<void>;
  /** Its history stays, but no archive is asked about it any more. */
  accountRemoved: (coldkey: Ss58Address) => Promise<void>;
};

async function currentRun(): Promise<BookRun | null> {
  const { genesisHash } = currentNetwork(await readSettings());
  return genesisHash === null ? null : readBookRun(genesisHash);
}

export function createBooks({ runner, readFile, merge, announce, reconsider }: BooksParts): Books {
  const importBooks = createImportBooks(readFile, (accounts) => mergeBooks(accounts, merge));

  async function ordered(work: Promise<void>): Promise<void> {
    await work;
    announce('books');
    await reconsider();
  }

  return {
    startBooks: (wanted) => ordered(runner.start(wanted)),
    pauseBooks: () => ordered(runner.pause()),
    resumeBooks: () => ordered(runner.resume()),
    cancelBooks: () => ordered(runner.cancel()),
    setBooksPace: ({ pace }) => ordered(runner.setPace(pace)),
    async forgetBooks({ coldkey }) {
      const run = await currentRun();
      const isUnderWay = run?.state === 'running' || run?.state === 'paused';
      // What is forgotten is not written again by a reading under way.
      if (isUnderWay && (coldkey === null || run.coldkeys.includes(coldkey))) await runner.cancel();
      await ordered(forgetBooks(coldkey));
    },
    networkChanged: () => runner.networkChanged(),
    async accountRemoved(coldkey) {
      const run = await currentRun();
      const isRead = run?.state === 'running' && run.coldkeys.includes(coldkey);
      if (isRead) await runner.pause();
      await leaveOutOfRuns(coldkey);
      // The others of the run are read on.
      if (isRead) await ordered(runner.resume());
    },
    async importBooks(body) {
      const taken = await importBooks(body);
      if (taken !== null) announce('books');
      return taken;
    },
    async importFiatDays({ currency, text }) {
      const parsed = parseFiatDays(text, currency);
      if (!parsed.ok) throw new AppError('PRICES_FILE', { line: parsed.line });
      await writeFiatDays(parsed.days);
      announce('books');
      return { days: parsed.days.length };
    },
  };
}
