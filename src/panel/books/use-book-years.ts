// The years that the list of what happened reaches back to.
import { useEffect, useState } from 'preact/hooks';
import type { SigningRequest } from '../../model/request.ts';
import { readBookSpans } from '../../store/book-reader.ts';
import { useBooks } from './use-books.ts';
import { usePanel } from '../core/panel-context.ts';

/** The newest first. */
export function useBookYears(
  requests: readonly Pick<SigningRequest, 'createdAt'>[],
): readonly number[] {
  const { store, deps } = usePanel();
  const { changes } = useBooks();
  const [first, setFirst] = useState<number | null>(null);
  const { genesisHash } = store.network.value;
  const coldkeys = store.accounts.value.map(({ coldkey }) => coldkey);
  useEffect(() => {
    if (genesisHash === null) return;
    // Without the spans the filter offers the years of requests alone.
    void readBookSpans(genesisHash, coldkeys).then(
      (spans) => {
        const known = spans.flatMap(({ firstAt }) => (firstAt === null ? [] : [firstAt]));
        setFirst(known.length === 0 ? null : Math.min(...known));
      },
      () => undefined,
    );
  }, [genesisHash, coldkeys.join(), changes.value]);
  const now = new Date(deps.now()).getFullYear();
  const starts = [first, requests.at(-1)?.createdAt ?? null].filter((at) => at !== null);
  const from = Math.min(now, ...starts.map((at) => new Date(at).getFullYear()));
  return Array.from({ length: now - from + 1 }, (_one, index) => now - index);
}
