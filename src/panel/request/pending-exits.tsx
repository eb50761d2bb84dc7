// Positions still to be unstaked one by one: a row on top of home, and a line on each one's ticket.
import { t, tCount } from '../core/text.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useExits } from './exits-context.ts';

/** On top of home while no request is open; an open request has its own button to the next one. */
export function PendingExits() {
  const { openRequest } = usePanel();
  const exits = useExits();
  const left = exits.queue.value.length;
  if (left === 0 || openRequest.value !== null) return null;
  return (
    <button type="button" class="pinned" onClick={exits.openNext}>
      <Icon name="out" />
      <span class="grow">
        <span class="strong">{t('exitsUnfinished')}</span>
        <br />
        <span class="soft">{tCount('exitsLeft', left)}</span>
      </span>
      <Icon name="caret" small />
    </button>
  );
}

export function PendingExitsLine({ onSkip }: { onSkip: () => void }) {
  const exits = useExits();
  return (
    <p class="small soft line line-wrap apart">
      <span>{tCount('exitsLeft', exits.queue.value.length)}</span>
      <span class="line">
        <LinkButton onPress={onSkip}>{t('skipExit')}</LinkButton>
        <LinkButton onPress={exits.stop}>{t('stopExits')}</LinkButton>
      </span>
    </p>
  );
}
