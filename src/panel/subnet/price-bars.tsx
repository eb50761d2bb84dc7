// Prices at the horizons as bars. Decoration: the table below says the same.
import { drawnRatio } from '../../units.ts';
import { t } from '../core/text.ts';
import { ColumnTao, horizonShort } from '../subnets/figure.tsx';
import type { HorizonRow } from '../subnets/horizons.ts';

type Props = { rows: readonly HorizonRow[]; now: bigint | null };

/** From zero, the oldest first: a young rise is seen at once. */
export function PriceBars({ rows, now }: Props) {
  if (now === null || rows.length < 2) return null;
  const bars = [
    ...rows
      .map(({ days, earlier }) => ({ text: horizonShort(days), rao: earlier.raoPerAlpha }))
      .toReversed(),
    { text: t('horizonNow'), rao: now },
  ];
  const most = bars.reduce((largest, { rao }) => (rao > largest ? rao : largest), 0n);
  return (
    <div class="horizon-bars" aria-hidden="true">
      {bars.map(({ text, rao }) => (
        <span key={text}>
          <span class="horizon-price">
            <ColumnTao rao={rao} column="price" />
          </span>
          <span class="horizon-bar" style={{ '--bar': drawnRatio(rao, most) }} />
          <span class="quiet">{text}</span>
        </span>
      ))}
    </div>
  );
}
