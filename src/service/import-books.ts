// A file of the user's as it comes from the panel in parts. It is read when it is whole: where a line is wrong, nothing of it is
// taken in.
import { AppError } from '../errors.ts';
import type { Body, Reply } from '../messages.ts';
import type { BookStep } from '../store/books.ts';

/** The file's accounts, or the first line that is wrong, counted from 1. */
export type ReadBookFile = (
  text: string,
) => { ok: true; accounts: readonly BookStep[] } | { ok: false; line: number };

export function createImportBooks(
  readFile: ReadBookFile,
  takeIn: (accounts: readonly BookStep[]) => Promise<void>,
): (body: Body<'importBooks'>) => Promise<Reply<'importBooks'>> {
  let coming: { id: string; parts: string[] } | null = null;

  return async ({ id, part, text, isLast }) => {
    if (part === 0) coming = { id, parts: [] };
    // The worker was ended in between, or another file came.
    if (coming?.id !== id || coming.parts.length !== part) throw new AppError('IMPORT_LOST');
    coming.parts.push(text);
    if (!isLast) return null;
    const whole = coming.parts.join('');
    coming = null;
    const read = readFile(whole);
    if (!read.ok) throw new AppError('BOOKS_FILE', { line: read.line });
    await takeIn(read.accounts);
    const count = (of: 'entries' | 'points'): number =>
      read.accounts.reduce((sum, account) => sum + account[of].length, 0);
    return { entries: count('entries'), points: count('points') };
  };
}
