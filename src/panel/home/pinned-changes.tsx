// On top of home: what vanished without a request of the user's, until they put it away.
import type { HoldingChange } from '../../model/change.ts';
import { t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { changeTitle } from '../words/change-title.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';
import { ageText } from '../words/format.ts';
import { PayoutLine } from '../words/payout-line.tsx';
import { isGrave, worthOf } from './gone-worth.ts';

const SHOWN = 2;

const graveFirst = (changes: readonly HoldingChange[]): HoldingChange[] =>
  changes.toSorted((one, other) => Number(isGrave(other.event)) - Number(isGrave(one.event)));

function PinnedChange({ change }: { change: HoldingChange }) {
  const { deps, names, router, clock, saving } = usePanel();
  const { genesisHash, id, coldkey, event, after } = change;
  const isGone = event.kind === 'positions-gone';
  const isSwapDue = isGone && event.isSwapDue;
  const exit = isGone
    ? worthOf(event.positions, 'exit')
    : event.kind === 'subnet-dissolved'
      ? worthOf(event.held, 'exit')
      : null;
  const spot = isGone ? worthOf(event.positions, 'spot') : null;
  const loss = exit !== null && event.kind === 'subnet-dissolved' ? exit - event.payout.paid : 0n;
  return (
    <Banner tone={isGrave(event) ? 'red' : 'warning'} title={changeTitle(change, names)}>
      {isGone && (
        <p>
          {isSwapDue ? (
            t('changeSwapDue')
          ) : exit === null ? (
            t('changeGoneNoWorth')
          ) : spot === null ? (
            <RichText text="changeGoneWorth" with={{ amount: <Tao rao={exit} decimals={2} /> }} />
          ) : isGrave(event) ? (
            <RichText
              text="changeGoneWorths"
              with={{
                spot: <Tao rao={spot} decimals={2} />,
                exit: <Tao rao={exit} decimals={2} />,
              }}
            />
          ) : (
            t('changeGoneText')
          )}
        </p>
      )}
      {event.kind === 'subnet-dissolved' && (
        <p>
          {exit !== null && event.payout.state === 'read' && loss > 0n ? (
            <RichText
              text="changePaidOf"
              with={{
                paid: <Tao rao={event.payout.paid} />,
                exit: <Tao rao={exit} decimals={2} />,
                loss: <Tao rao={loss} decimals={2} />,
              }}
            />
          ) : (
            <PayoutLine payout={event.payout} />
          )}
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
  const open = graveFirst(store.changes.value.filter(({ dismissedAt }) => dismissedAt === null));
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
