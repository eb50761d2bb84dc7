// What the prices of 24 hours did to each holding, most money first, as bars to either side of nothing.
import { drawnRatio } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Tao } from '../words/amount.tsx';
import { Change } from '../words/change.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { largestGain, moversOf, type Mover } from './movers-model.ts';

const SHOWN = 6;

function Row({ mover, most }: { mover: Mover; most: bigint }) {
  const { router } = usePanel();
  const { netuid, gain, ppm } = mover;
  const size = gain < 0n ? -gain : gain;
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
          <Tao rao={size} decimals={2} lead={gain < 0n ? '−' : '+'} />
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
  const earlier = portfolio.changes.value[0]?.earlier ?? null;
  if (value === null || earlier === null || value.unread.length > 0) return null;
  const movers = moversOf(value, earlier.priceThen).slice(0, SHOWN);
  if (movers.length === 0) return null;
  const most = largestGain(movers);
  return (
    <section class="card stack-s overview-movers" aria-label={t('moversTitle')}>
      <h2>{t('moversTitle')}</h2>
      <ul>
        {movers.map((mover) => (
          <Row key={mover.netuid} mover={mover} most={most} />
        ))}
      </ul>
    </section>
  );
}
