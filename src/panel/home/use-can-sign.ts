// Whether a way to sign is the next thing to do: not before figures that are offline, old or in doubt.
import { isAged, isContradicted, nodeDiffers } from '../core/freshness.ts';
import { usePanel } from '../core/panel-context.ts';

/** The node's figures are not to be trusted: it quotes other ones than ours, or a proof contradicts it. */
export function useIsDoubted(): boolean {
  const { store } = usePanel();
  return nodeDiffers(store.head.value?.proof ?? null) || isContradicted(store.proofs.value);
}

/** A strip above says so: the figures do not stand there as if nothing were. */
export function useIsGrey(): boolean {
  const { freshness } = usePanel();
  const { value } = freshness;
  return useIsDoubted() || (value.state !== 'nothing' && isAged(value));
}

export function useCanSign(): boolean {
  const { portfolio } = usePanel();
  return (
    !useIsGrey() &&
    portfolio.sums.value !== null &&
    portfolio.shownAccounts.value.some(({ sources }) => sources.length > 0)
  );
}
