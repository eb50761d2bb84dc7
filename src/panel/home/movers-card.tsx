// What the prices of 24 hours did to each holding, most money first, as bars to either side of nothing.
import { drawnRatio } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { SumTao } from '../performance/figure.tsx';
import { CENT } from '../words/adding-up.ts';
import { Tao } from '../words/amount.tsx';
import { Change } from '../words/change.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { useIsGrey } from './use-can-sign.ts';
import { largestGain, moversOf, shownGains, sizeOf, type Mover } from './movers-model.ts';

const SHOWN = 6;

/** One too small to be seen among hundredths keeps its digits. */
function Gain({ rao, shown }: { rao: bigint; shown: bigint }) {
  if (shown % CENT === 0n) return <SumTao rao={rao} shown={shown} isChange isToned />;
  return (
    <span class={shown < 0n ? 'loss' : 'gain'}>
      <Tao rao={shown < 0n ? -shown : shown} decimals={2} lead={shown < 0n ? '−' : '+'} />
    </span>
  );
}

type RowProps = { mover: Mover; most: bigint; shown: bigint };

function Row({ mover, most, shown }: RowProps) {
  const { router, store } = usePanel();
  // Bars would tell in what proportion amounts are that are hidden.
  const hides = store.settings.value.hidesAmounts;
  const { netuid, gain, ppm } = mover;
  const size = sizeOf(mover);
  return (
    <li>
      <button
        type="button"
        class="mover"
        onClick={() => {
          router.home();
          router.go({ name: 'subnet', netuid });
        }}
      >
        <SubnetBadge netuid={netuid} />
        <span class="row-name">
          <SubnetName netuid={netuid} />
        </span>
        <span class={hides ? undefined : 'mover-track'} aria-hidden="true">
          {!hides && (
            <span
              class={gain < 0n ? 'mover-bar mover-loss' : 'mover-bar mover-gain'}
              style={{ inlineSize: `${drawnRatio(size, most) * 50}%` }}
            />
          )}
        </span>
        <Gain rao={gain} shown={shown} />
        <span class="small">
          <Change ppm={ppm} />
        </span>
      </button>
    </li>
  );
}

export function MoversCard() {
  const { portfolio } = usePanel();
  const isGrey = useIsGrey();
  const value = portfolio.sums.value;
  const day = portfolio.changes.value[0];
  const earlier = day?.earlier ?? null;
  if (value === null || earlier === null || value.unread.length > 0) return null;
  const all = moversOf(value, earlier.priceThen);
  const movers = all.slice(0, SHOWN);
  if (movers.length === 0) return null;
  const others = all.length - movers.length;
  const { change } = day ?? {};
  const { rest, shown, restShown } = shownGains(
    all,
    SHOWN,
    change ? change.now - change.before : all.reduce((sum, { gain }) => sum + gain, 0n),
  );
  const most = largestGain(movers);
  return (
    <section
      class={`card stack-s overview-movers ${isGrey ? 'movers-doubted' : ''}`}
      aria-label={t('moversTitle')}
    >
      <h2>{t('moversTitle')}</h2>
      <ul>
        {movers.map((mover, index) => (
          <Row key={mover.netuid} mover={mover} most={most} shown={shown[index] ?? mover.gain} />
        ))}
        {others > 0 && (
          <li class="mover">
            <span class="mover-rest soft">{tCount('allocationOthers', others)}</span>
            <Gain rao={rest} shown={restShown} />
          </li>
        )}
      </ul>
    </section>
  );
}
