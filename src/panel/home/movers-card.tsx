// What the prices of 24 hours did to each holding, most money first, as bars to either side of nothing.
import { drawnRatio } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { SumTao } from '../performance/figure.tsx';
import { cut } from '../words/adding-up.ts';
import { Tao } from '../words/amount.tsx';
import { Change } from '../words/change.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { largestGain, moversOf, sizeOf, type Mover } from './movers-model.ts';

const SHOWN = 6;

const sumOf = (movers: readonly Mover[], figure: (mover: Mover) => bigint): bigint =>
  movers.reduce((sum, mover) => sum + figure(mover), 0n);

function Signed({ rao }: { rao: bigint }) {
  return (
    <Tao
      rao={sizeOf({ gain: rao })}
      decimals={2}
      lead={rao < 0n ? '−' : rao > 0n ? '+' : undefined}
    />
  );
}

function Row({ mover, most }: { mover: Mover; most: bigint }) {
  const { router } = usePanel();
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
        <span class="mover-track" aria-hidden="true">
          <span
            class={gain < 0n ? 'mover-bar mover-loss' : 'mover-bar mover-gain'}
            style={{ inlineSize: `${drawnRatio(size, most) * 50}%` }}
          />
        </span>
        <span class={gain < 0n ? 'loss' : 'gain'}>
          <Signed rao={gain} />
        </span>
        <span class="small">
          <Change ppm={ppm} />
        </span>
      </button>
    </li>
  );
}

export function MoversCard() {
  const { portfolio } = usePanel();
  const value = portfolio.sums.value;
  const day = portfolio.changes.value[0];
  const earlier = day?.earlier ?? null;
  if (value === null || earlier === null || value.unread.length > 0) return null;
  const all = moversOf(value, earlier.priceThen);
  const movers = all.slice(0, SHOWN);
  if (movers.length === 0) return null;
  const rest = all.slice(SHOWN);
  const restGain = sumOf(rest, ({ gain }) => gain);
  // It stands nowhere else, so that the rows make up what the head of home says of all.
  const whole = day?.change ? day.change.now - day.change.before : sumOf(all, ({ gain }) => gain);
  const restShown = cut(whole) - sumOf(movers, ({ gain }) => cut(gain));
  const most = largestGain(movers);
  return (
    <section class="card stack-s overview-movers" aria-label={t('moversTitle')}>
      <h2>{t('moversTitle')}</h2>
      <ul>
        {movers.map((mover) => (
          <Row key={mover.netuid} mover={mover} most={most} />
        ))}
        {rest.length > 0 && (
          <li class="mover">
            <span class="mover-rest soft">{tCount('allocationOthers', rest.length)}</span>
            <SumTao rao={restGain} shown={restShown} isChange isToned />
          </li>
        )}
      </ul>
    </section>
  );
}
