// What the prices of 24 hours did to each holding, most money first, as bars to either side of nothing.
import { drawnRatio } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import { CutNote } from '../words/cut-note.tsx';
import { usePanel } from '../core/panel-context.ts';
import { SumTao } from '../performance/figure.tsx';
import { cut } from '../words/adding-up.ts';
import { Tao } from '../words/amount.tsx';
import { Change } from '../words/change.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { useIsGrey } from '../core/use-is-grey.ts';
import { largestGain, moversOf, sizeOf, type Mover } from './movers-model.ts';

const SHOWN = 6;

/** One too small to be seen among hundredths keeps its digits. */
function Gain({ rao }: { rao: bigint }) {
  if (cut(rao) !== 0n) return <SumTao rao={rao} isChange isToned />;
  return (
    <span class={rao < 0n ? 'loss' : 'gain'}>
      <Tao rao={rao < 0n ? -rao : rao} decimals={2} lead={rao < 0n ? '−' : '+'} />
    </span>
  );
}

type RowProps = { mover: Mover; most: bigint };

function Row({ mover, most }: RowProps) {
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
        <Gain rao={gain} />
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
  const others = all.slice(SHOWN);
  const rest = others.reduce((sum, { gain }) => sum + gain, 0n);
  const most = largestGain(movers);
  return (
    <section
      class={`card stack-s overview-movers ${isGrey ? 'movers-doubted' : ''}`}
      aria-label={t('moversTitle')}
    >
      <h2>{t('moversTitle')}</h2>
      <ul>
        {movers.map((mover) => (
          <Row key={mover.netuid} mover={mover} most={most} />
        ))}
        {others.length > 0 && (
          <li class="mover">
            <span class="mover-rest soft">{tCount('allocationOthers', others.length)}</span>
            <Gain rao={rest} />
          </li>
        )}
      </ul>
      <CutNote
        sums={[
          {
            parts: [...movers.map(({ gain }) => gain), rest],
            whole: movers.reduce((sum, { gain }) => sum + gain, rest),
          },
        ]}
      />
    </section>
  );
}
