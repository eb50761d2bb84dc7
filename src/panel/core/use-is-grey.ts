// Whether the figures may be said to be of now: not where they are offline, old or in doubt.
import { isContradicted, isOfNow, nodeDiffers } from './freshness.ts';
import { usePanel } from './panel-context.ts';

/** The node's figures are not to be trusted: it quotes other ones than ours, or a proof contradicts it. */
export function useIsDoubted(): boolean {
  const { store } = usePanel();
  return nodeDiffers(store.head.value?.proof ?? null) || isContradicted(store.proofs.value);
}

/** A strip above says so: the figures do not stand there as if nothing were. */
export function useIsGrey(): boolean {
  const { freshness } = usePanel();
  return useIsDoubted() || !isOfNow(freshness.value);
}
