// Why the exit value is less than the value at spot: each cause as a step down, in a sheet.
import type { PortfolioSums } from '../../portfolio/portfolio-value.ts';
import { drawnRatio } from '../../units.ts';
import { t } from '../core/text.ts';
import { SumTao } from '../performance/figure.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { gapSteps } from './gap-model.ts';

type RowProps = {
  name: string;
  about?: string;
  rao: bigint;
  /** A step as it is printed. */
  shown?: bigint;
  /** What is left after it. */
  left: bigint;
  spot: bigint;
  isTotal?: boolean;
  isWhole?: boolean;
};

function Row({ name, about, rao, shown, left, spot, isTotal = false, isWhole = true }: RowProps) {
  const percent = (part: bigint): string => `${drawnRatio(part, spot) * 100}%`;
  return (
    <li class="waterfall-row">
      <span class="line apart">
        <span class={isTotal ? 'strong' : ''}>{name}</span>
        <span class={isTotal ? 'strong' : ''}>
          {shown === undefined ? (
            <ValuePart rao={rao} isWhole={isWhole} />
          ) : (
            <SumTao rao={-rao} shown={-shown} isChange />
          )}
        </span>
      </span>
      <span class="waterfall-track" aria-hidden="true">
        <span
          class={isTotal ? 'waterfall-total' : 'waterfall-step'}
          style={{ marginInlineStart: percent(isTotal ? 0n : left), inlineSize: percent(rao) }}
        />
      </span>
      {about !== undefined && <span class="small soft">{about}</span>}
    </li>
  );
}

type Gapped = Pick<PortfolioSums, 'spot' | 'sellable' | 'gap' | 'isSpotWhole' | 'isSellableWhole'>;

export function Waterfall({ value }: { value: Gapped }) {
  const { spot, sellable, isSpotWhole, isSellableWhole } = value;
  return (
    <ol class="waterfall">
      <Row name={t('atSpot')} rao={spot} left={spot} spot={spot} isTotal isWhole={isSpotWhole} />
      {gapSteps(value).map(({ key, rao, shown, left }) => (
        <Row
          key={key}
          name={t(`gapStep_${key}`)}
          about={t(`gapStepAbout_${key}`)}
          rao={rao}
          shown={shown}
          left={left}
          spot={spot}
        />
      ))}
      <Row
        name={t('sellableNow')}
        rao={sellable}
        left={sellable}
        spot={spot}
        isTotal
        isWhole={isSellableWhole}
      />
    </ol>
  );
}

export function GapSheet({ value, onClose }: { value: PortfolioSums; onClose: () => void }) {
  return (
    <Sheet title={t('gapTitle')} onClose={onClose}>
      <div class="body padded">
        <Waterfall value={value} />
      </div>
    </Sheet>
  );
}
