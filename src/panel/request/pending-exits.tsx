// Positions still to be unstaked one by one: a row on top of home, and a line on each one's ticket.
import { isolated, t, tCount } from '../core/text.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useExits } from './exits-context.ts';

/** On top of home while no request is open; an open request has its own button to the next one. */
export function PendingExits() {
  const { openRequest, names } = usePanel();
  const exits = useExits();
  const [next, ...later] = exits.queue.value;
  if (next === undefined || next.netuid === null || openRequest.value !== null) return null;
  return (
    <button type="button" class="pinned" onClick={exits.openNext}>
      <Icon name="list" />
      <span class="grow">
        <span class="strong">{t('exitsUnfinished')}</span>
        <span class="soft"> · {tCount('exitsLeft', later.length + 1)}</span>
        <br />
        <span class="soft">{t('exitsNext', { subnet: isolated(names.title(next.netuid)) })}</span>
      </span>
      <Icon name="caret" small />
    </button>
  );
}

export function PendingExitsLine({ onSkip }: { onSkip: () => void }) {
  const exits = useExits();
  const more = exits.queue.value.length - 1;
  return (
    <p class="small soft line line-wrap apart">
      <span>{more > 0 ? tCount('exitsAndMore', more) : t('exitsLast')}</span>
      <span class="line">
        <LinkButton onPress={onSkip}>{t('skipExit')}</LinkButton>
        <LinkButton onPress={exits.stop}>{t('stopExits')}</LinkButton>
      </span>
    </p>
  );
}
