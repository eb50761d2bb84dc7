// Whether a way to sign is the next thing to do: not before figures that are offline, old or in doubt.
import { usePanel } from '../core/panel-context.ts';
import { useIsGrey } from '../core/use-is-grey.ts';

export function useCanSign(): boolean {
  const { portfolio } = usePanel();
  return (
    !useIsGrey() &&
    portfolio.sums.value !== null &&
    portfolio.shownAccounts.value.some(({ sources }) => sources.length > 0)
  );
}
