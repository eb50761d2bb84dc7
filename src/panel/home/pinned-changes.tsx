// On top of home: what vanished without a request of the user's, until they put it away.
import type { HoldingChange } from '../../model/change.ts';
import { t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { changeTitle } from '../words/change-title.ts';
import { HeldLine } from '../words/held-line.tsx';
import { ageText } from '../words/format.ts';
import { PayoutLine } from '../words/payout-line.tsx';

const SHOWN = 2;

function PinnedChange({ change }: { change: HoldingChange }) {
  const { deps, names, router, clock, saving } = usePanel();
  const { genesisHash, id, coldkey, event, after } = change;
  const [only, ...more] = event.kind === 'positions-gone' ? event.positions : [];
  return (
    <Banner tone="warning" title={changeTitle(change, names)}>
      {only !== undefined && more.length === 0 && <HeldLine position={only} />}
      {event.kind === 'subnet-dissolved' && (
        <p>
          <PayoutLine payout={event.payout} />
        </p>
      )}
      <div class="line line-wrap">
        <Button isSmall onPress={() => router.go({ name: 'change', id })}>
          {t('changeOpen')}
        </Button>
        <Button
          isSmall
          look="quiet"
          onPress={() => void saving.run(() => deps.call('dismissChange', { genesisHash, id }))}
        >
          {t('noticeDismiss')}
        </Button>
        <span class="small soft change-when">
          <bdi>{names.coldkey(coldkey)}</bdi> · {ageText(clock.now.value - after.at)}
        </span>
      </div>
    </Banner>
  );
}

export function PinnedChanges() {
  const { store, router } = usePanel();
  const open = store.changes.value.filter(({ dismissedAt }) => dismissedAt === null);
  if (open.length === 0) return null;
  return (
    <div class="pinned-notice pinned-changes">
      {open.slice(0, SHOWN).map((change) => (
        <PinnedChange key={change.id} change={change} />
      ))}
      {open.length > SHOWN && (
        <Button isSmall look="quiet" onPress={() => router.go({ name: 'activity' })}>
          {tCount('changeMore', open.length - SHOWN)}
        </Button>
      )}
    </div>
  );
}
