// Results of the accounts that home shows, worked out of their books when these or the question change.
import { useMemo } from 'preact/hooks';
import type { Question, Results } from '../../history/figures.ts';
import { resultsOf } from '../../history/results.ts';
import { useAccountBooks, type HowFar } from '../books/use-account-books.ts';
import { usePanel } from '../core/panel-context.ts';
import type { AppError } from '../../errors.ts';
import type { Ss58Address } from '../../units.ts';

type ResultsShown = {
  /** null: no account has a book, or it is not read from the store yet. */
  results: Results | null;
  error: AppError | null;
};

type Asked = Pick<Question, 'period' | 'scope' | 'bucket' | 'samples'> &
  Partial<Pick<Question, 'fiat'>>;

/** `key`: changes when the question does. `only`: of this account alone; null: of all that home shows. */
export function useResults(
  key: string,
  asked: Asked,
  howFar: HowFar = 'all',
  only: Ss58Address | null = null,
): ResultsShown {
  const { books: all, error } = useAccountBooks(howFar);
  const books = useMemo(
    () => all?.filter(({ book }) => only === null || book.coldkey === only) ?? null,
    [all, only],
  );
  const { lotMethod } = usePanel().store.settings.value;
  const results = useMemo(() => {
    if (books === null || books.length === 0) return null;
    return resultsOf({ fiat: null, ...asked, books, method: lotMethod, rootGrowth: null });
  }, [books, key, lotMethod, asked.fiat]);
  return { results, error };
}

const EVER = {
  period: { from: 0, to: Number.MAX_SAFE_INTEGER },
  scope: { of: 'accounts' },
  bucket: null,
  samples: 0,
} as const;

/** Of all that is known, each subnet. */
export const useResultsEver = (): ResultsShown => useResults('ever', EVER);

/** What came from outside and went there in a year; null: no account has a book. */
export const useFlows = (): Results['flows'] | null =>
  useResults('flows', EVER, 'year').results?.flows ?? null;
