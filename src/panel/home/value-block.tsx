// Value at spot beside value sold now, and why they differ.
import type { ComponentChildren } from 'preact';
import type { NotSellable, PortfolioValue } from '../../portfolio/portfolio-value.ts';
import { t, type SentenceTaking } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { ChangeLine } from './change-line.tsx';
import { FiatLine } from './fiat-line.tsx';
import { lazy } from '../ui/lazy.tsx';
import { ValuePair } from '../words/value-pair.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RootRewardsLine } from './root-rewards-line.tsx';

const GapBreakdown = lazy(() => import('./overview-pane.tsx').then((m) => m.GapBreakdown), null);

const reasons: readonly NotSellable[] = [
  'locked',
  'held',
  'halted',
  'dust',
  'pool-too-small',
  'no-local-model',
  'unread',
];

/** Messages for what is shown beside the exit value and is no part of it. */
export const reasonKeys: Readonly<Record<NotSellable, SentenceTaking<'amount'>>> = {
  locked: 'gapLocked',
  held: 'gapHeld',
  halted: 'gapHalted',
  dust: 'gapDust',
  'pool-too-small': 'gapPoolTooSmall',
  'no-local-model': 'gapNoModel',
  unread: 'gapUnread',
};

function gapParts({ gap }: PortfolioValue): ComponentChildren[] {
  const tradingCost = gap.impact + gap.poolFees;
  const parts = [
    { key: 'gapImpactAndFees', rao: tradingCost },
    ...reasons.map((reason) => ({ key: reasonKeys[reason], rao: gap.notSellable[reason] })),
    { key: 'gapReserved', rao: gap.reserved },
    { key: 'gapFrozen', rao: gap.frozen },
  ] as const;
  return parts
    .filter(({ rao }) => rao > 0n)
    .map(({ key, rao }) => (
      <span key={key}>
        {' '}
        · <RichText text={key} with={{ amount: <Tao rao={rao} decimals={2} /> }} />
      </span>
    ));
}

/** Unclaimed rao under the chain's threshold are shown from this total on. */
const CRUMBS = 10_000_000n;

type UnclaimedProps = { of: PortfolioValue['unclaimed']; hasCrumbs?: boolean };

export function Unclaimed({ of, hasCrumbs = false }: UnclaimedProps) {
  if (!of.known) return null;
  const { claimable, belowThreshold: small } = of.value;
  const belowThreshold = small < CRUMBS && !hasCrumbs ? 0n : small;
  const now = <Tao rao={claimable} decimals={2} />;
  const later = <Tao rao={belowThreshold} decimals={2} />;
  if (claimable === 0n && belowThreshold === 0n) return null;
  if (belowThreshold === 0n)
    return <RichText text="unclaimedNotCounted" with={{ claimable: now }} />;
  if (claimable === 0n) return <RichText text="unclaimedTooSmall" with={{ small: later }} />;
  return <RichText text="unclaimedAndTooSmall" with={{ claimable: now, small: later }} />;
}

/** Where the snapshot has no books of root dividends: those of the funds, or that they are not known. */
function UnclaimedElsewhere({ value }: { value: PortfolioValue }) {
  const { portfolio, store } = usePanel();
  const { unclaimed, root } = value;
  if (unclaimed.known) return null;
  const hasFunds = unclaimed.reason === 'not-on-this-runtime' && store.rootClaims.value !== null;
  if (hasFunds) return <RootRewardsLine coldkeys={portfolio.coldkeys.value} />;
  return root > 0n ? <>{t('unclaimedUnknown')}</> : null;
}

export function ValueBlock({ value }: { value: PortfolioValue }) {
  const gap = gapParts(value);
  return (
    <section class="value" aria-label={t('valueTitle')}>
      <ValuePair value={value} />
      <div class="value-notes">
        {gap.length > 0 && (
          <p>
            <RichText
              text="gapTotal"
              with={{ amount: <Tao rao={value.spot - value.sellable} decimals={2} /> }}
            />
            {gap} <GapBreakdown value={value} />
          </p>
        )}
        <p>
          <RichText
            text="ofItFreeAndRoot"
            with={{
              free: <Tao rao={value.free} decimals={2} />,
              root: <Tao rao={value.root} decimals={2} />,
            }}
          />{' '}
          <Unclaimed of={value.unclaimed} />
          <UnclaimedElsewhere value={value} />
        </p>
        <FiatLine value={value} />
        <ChangeLine />
      </div>
    </section>
  );
}

/** Shown while nothing is stored: the same block without figures, so that the layout stays when they arrive. */
export function ValuePlaceholder() {
  return (
    <section class="value" aria-busy="true" aria-label={t('valueTitle')}>
      <dl class="value-pair">
        {(['atSpot', 'sellableNow'] as const).map((key) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <span class="figure bone">{t('readingFirst')}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div class="value-notes">
        <p>{t('readingFirstNote')}</p>
      </div>
    </section>
  );
}
