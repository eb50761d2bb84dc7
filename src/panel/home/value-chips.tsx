// Below the totals: the change of a day, what was earned, what is locked; and what opens why exit and spot value differ.
import { useState } from 'preact/hooks';
import { isAllRead, type PortfolioSums } from '../../portfolio/portfolio-value.ts';
import { t } from '../core/text.ts';
import { SumTao } from '../performance/figure.tsx';
import { PPM } from '../../units.ts';
import { cut } from '../words/adding-up.ts';
import { Tao } from '../words/amount.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { gapText } from './gap-text.ts';
import { RichText } from '../ui/rich-text.tsx';
import { columnPercentText, directionOf, PlainChange } from '../words/change.tsx';
import { percentText } from '../words/format.ts';
import { ValuePart } from '../words/value-pair.tsx';

const ChangeSheet = lazy(() => import('./home-later.tsx').then((m) => m.ChangeSheet), null);
const EarnedChip = lazy(() => import('./home-later.tsx').then((m) => m.EarnedChip), null);
const GapSheet = lazy(() => import('./home-later.tsx').then((m) => m.GapSheet), null);

function DayChange() {
  const { portfolio } = usePanel();
  const day = portfolio.changes.value[0]?.change ?? null;
  if (day === null || day.ppm === null) return <>{t('dayUnknown')}</>;
  const gain = day.now - day.before;
  const amount = (
    <Tao
      rao={gain < 0n ? -gain : gain}
      decimals={2}
      lead={gain < 0n ? '−' : gain > 0n ? '+' : undefined}
    />
  );
  return <RichText text="dayChange" with={{ percent: <PlainChange ppm={day.ppm} />, amount }} />;
}

export function ValueChips({ value }: { value: PortfolioSums }) {
  const [isOpen, setOpen] = useState(false);
  const hasAlpha = value.subnets.some(({ netuid }) => netuid !== 0);
  return (
    <div class="value-chips">
      {hasAlpha && (
        <button type="button" class="value-chip" onClick={() => setOpen(true)}>
          <span>
            <DayChange />
          </span>
          <Icon name="caret" small />
        </button>
      )}
      <EarnedChip />
      {isOpen && <ChangeSheet onClose={() => setOpen(false)} />}
    </div>
  );
}

/** It is part of why the two values differ. */
export function LockedNote({ value }: { value: PortfolioSums }) {
  const { locked, unread } = value.gap.notSellable;
  if (locked === 0n) return null;
  const isWhole = isAllRead(value) && unread === 0n;
  const amount = <ValuePart rao={locked} isWhole={isWhole} />;
  return (
    <p class="value-locked">
      <Icon name="lock" small /> <RichText text="lockedChip" with={{ amount }} />
    </p>
  );
}

/** Two decimals always, and more where those would be zeros. */
const shareText = (ppm: bigint): string =>
  directionOf(ppm) === 'flat' ? percentText(ppm) : columnPercentText(ppm);

/** Nothing where both values are the same. */
export function GapLink({ value }: { value: PortfolioSums }) {
  const [isOpen, setOpen] = useState(false);
  const gap = value.spot - value.sellable;
  if (gap <= 0n) return null;
  // Of both values as they are printed above it; one too small to be seen in them keeps its digits.
  const printed = cut(value.spot) - cut(value.sellable);
  const amount = <SumTao rao={gap} shown={printed === 0n ? gap : printed} />;
  return (
    <>
      <button type="button" class="value-gap" title={t('gapTitle')} onClick={() => setOpen(true)}>
        <span>
          <RichText
            text={gapText(value)}
            with={{ amount, share: shareText((gap * PPM) / value.spot) }}
          />
        </span>
      </button>
      {isOpen && <GapSheet value={value} onClose={() => setOpen(false)} />}
    </>
  );
}
