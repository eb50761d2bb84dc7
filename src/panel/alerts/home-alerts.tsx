// What home says of alerts: a coldkey swap, loud; and how many fired since the user last looked.
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { useAnnouncedSwaps } from './announced-swaps.ts';
import { swapText } from './swap-advice.tsx';
import { useAlerts } from './use-alerts.ts';

/** How many fired since the user last looked; a swap is said loudly already. */
function useUnseen(): number {
  const log = useAlerts()?.log ?? [];
  return log.filter(({ seenAt, kind }) => seenAt === null && kind !== 'coldkey-swap').length;
}

/** Beside the way to the alerts. */
export function AlertCount() {
  const unseen = useUnseen();
  if (unseen === 0) return null;
  return (
    <span class="badge badge-notice">
      <span aria-hidden="true">{unseen}</span>
      <span class="hidden-text">{tCount('alertsUnseen', unseen)}</span>
    </span>
  );
}

export function SwapStrips() {
  const { router } = usePanel();
  const swaps = useAnnouncedSwaps();
  return (
    <>
      {swaps.map((swap) => (
        <div key={swap.coldkey} class="strip strip-red swap-strip" role="alert">
          <Icon name="stop" small />
          <span class="grow">{swapText(swap)}</span>
          <button type="button" class="strong" onClick={() => router.go({ name: 'swap-advice' })}>
            {t('swapWhatToDo')}
          </button>
        </div>
      ))}
    </>
  );
}

/** `hasOverview`: swaps are said there, as wide as what else needs attention. */
export function HomeAlerts({ hasOverview }: { hasOverview: boolean }) {
  const { router } = usePanel();
  const unseen = useUnseen();
  return (
    <>
      {!hasOverview && <SwapStrips />}
      {unseen > 0 && (
        <button type="button" class="pinned" onClick={() => router.go({ name: 'alerts' })}>
          <Icon name="bell" small />
          <span class="grow">{tCount('alertsUnseen', unseen)}</span>
          <Icon name="caret" small />
        </button>
      )}
    </>
  );
}
