// Tells the background which subnets' rows the user sees: those are followed with every block.
import { useEffect } from 'preact/hooks';
import { usePanel } from '../core/panel-context.ts';
import { toNetuid, type Netuid } from '../../units.ts';

/** Milliseconds of rest after which a scrolled list is looked at. */
const REST_MS = 400;

/** Rows are named by their netuid, and positions under them by it and more. */
function subnetsInSight(body: HTMLElement): Netuid[] {
  const { top, bottom } = body.getBoundingClientRect();
  const seen = [...body.querySelectorAll<HTMLElement>('li[data-key]')].filter((row) => {
    const place = row.getBoundingClientRect();
    return place.bottom > top && place.top < bottom;
  });
  const names = seen.map(({ dataset }) => /^\d+/.exec(dataset['key'] ?? '')?.[0]);
  const numbers = names.flatMap((name) => (name === undefined ? [] : [toNetuid(Number(name))]));
  return [...new Set(numbers)];
}

/** As long as the list of holdings is shown. `shown`: changes with what stands in which row. */
export function useWatchedRows(shown: string): void {
  const { deps, store } = usePanel();
  // A worker that was stopped has forgotten it: with each snapshot it is told again.
  const block = store.head.value?.block.number ?? 0;
  useEffect(() => {
    const body = document.querySelector<HTMLElement>('.holdings')?.closest<HTMLElement>('.body');
    if (!body) return undefined;
    let told = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (netuids: Netuid[]): void => {
      if (netuids.join() === told) return;
      told = netuids.join();
      // Untold rows are read with the others.
      void deps.call('watchRows', { window: deps.window, netuids }).catch(() => undefined);
    };
    const look = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => tell(subnetsInSight(body)), REST_MS);
    };
    // Hidden, it holds no port and nothing of it is followed: shown again, it tells anew.
    const lookAnew = (): void => {
      told = '';
      if (document.visibilityState === 'visible') look();
    };
    look();
    document.addEventListener('visibilitychange', lookAnew);
    body.addEventListener('scroll', look, { passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', lookAnew);
      body.removeEventListener('scroll', look);
    };
  }, [shown, block]);
  useEffect(
    () => () => {
      void deps.call('watchRows', { window: deps.window, netuids: [] }).catch(() => undefined);
    },
    [],
  );
}
