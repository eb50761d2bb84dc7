// On top of home: what vanished without a request of the user's, until they put it away.
import type { GonePosition, HoldingChange } from '../../model/change.ts';
import { RAO_PER_TAO, toRao, type Rao } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { changeTitle } from '../words/change-title.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';
import { ageText } from '../words/format.ts';
import { PayoutLine } from '../words/payout-line.tsx';

const SHOWN = 2;

/** null: of one of them it is not known. */
function exitOf(positions: readonly GonePosition[]): Rao | null {
  let sum = 0n;
  for (const { exit } of positions) {
    if (exit === null) return null;
    sum += exit;
  }
  return toRao(sum);
}

/** The network itself sells a remainder below a fraction of this. */
const SMALL = RAO_PER_TAO / 10n;

/** What may be a theft. */
function isGrave({ event }: HoldingChange): boolean {
  if (event.kind !== 'positions-gone') return false;
  const exit = exitOf(event.positions);
  return event.isSwapDue || exit === null || exit >= SMALL;
}

const graveFirst = (changes: readonly HoldingChange[]): HoldingChange[] =>
  changes.toSorted((one, other) => Number(isGrave(other)) - Number(isGrave(one)));

function PinnedChange({ change }: { change: HoldingChange }) {
  const { deps, names, router, clock, saving } = usePanel();
  const { genesisHash, id, coldkey, event, after } = change;
  const isGone = event.kind === 'positions-gone';
  const isSwapDue = isGone && event.isSwapDue;
  const exit = isGone
    ? exitOf(event.positions)
    : event.kind === 'subnet-dissolved'
      ? exitOf(event.held)
      : null;
  const loss = exit !== null && event.kind === 'subnet-dissolved' ? exit - event.payout.paid : 0n;
  return (
    <Banner tone={isGrave(change) ? 'red' : 'warning'} title={changeTitle(change, names)}>
      {isGone && (
        <p>
          {isSwapDue ? (
            t('changeSwapDue')
          ) : exit === null ? (
            t('changeGoneNoWorth')
          ) : exit < SMALL ? (
            t('changeGoneText')
          ) : (
            <RichText text="changeGoneWorth" with={{ amount: <Tao rao={exit} decimals={2} /> }} />
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
