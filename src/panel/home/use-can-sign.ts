// Whether a way to sign leads further than to a preview now.
import { isContradicted, nodeDiffers } from '../core/freshness.ts';
import { usePanel } from '../core/panel-context.ts';

/** The node's figures are not to be trusted: it quotes other ones than ours, or a proof contradicts it. */
export function useIsDoubted(): boolean {
  const { store } = usePanel();
  return nodeDiffers(store.head.value?.proof ?? null) || isContradicted(store.proofs.value);
}

/** A strip above says so: the figures do not stand there as if nothing were. */
export function useIsGrey(): boolean {
  const { freshness } = usePanel();
  return useIsDoubted() || freshness.value.state === 'offline';
}

export function useCanSign(): boolean {
  const { freshness, portfolio } = usePanel();
  return (
    !useIsDoubted() &&
    portfolio.sums.value !== null &&
    freshness.value.state !== 'offline' &&
    portfolio.shownAccounts.value.some(({ sources }) => sources.length > 0)
  );
}
