// The exit value with the spot value beside it, what changed in a day, and why the two differ.
import { isUnconfirmed } from '../../model/account.ts';
import { isAllRead, isFreeOnly, type PortfolioSums } from '../../portfolio/portfolio-value.ts';
import { t } from '../core/text.ts';
import { AddressChip } from '../words/address-chip.tsx';
import { Tao } from '../words/amount.tsx';
import { CopyAddress } from '../words/copy-text.tsx';
import { Icon } from '../ui/icon.tsx';
import { FiatLine } from './fiat-line.tsx';
import { ValueHero } from '../words/value-pair.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { RootRewardsLine } from './root-rewards-line.tsx';
import { lazy } from '../ui/lazy.tsx';
import { useIsGrey } from '../core/use-is-grey.ts';
import { GapLink, LockedNote, ValueChips } from './value-chips.tsx';

const RefutedLine = lazy(() => import('./home-later.tsx').then((m) => m.RefutedLine), null);

/** Unclaimed rao under the chain's threshold are shown from this total on. */
const CRUMBS = 10_000_000n;

type UnclaimedProps = {
  of: PortfolioSums['unclaimed'];
  hasCrumbs?: boolean;
  /** Accounts are not loaded. */
  isPart?: boolean;
};

export function Unclaimed({ of, hasCrumbs = false, isPart = false }: UnclaimedProps) {
  if (!of.known) return null;
  const { claimable, belowThreshold: small } = of.value;
  const belowThreshold = small < CRUMBS && !hasCrumbs ? 0n : small;
  const now = <Tao rao={claimable} decimals={2} />;
  const later = <Tao rao={belowThreshold} decimals={2} />;
  if (claimable === 0n && belowThreshold === 0n) return null;
  if (isPart && claimable > 0n)
    return <RichText text="unclaimedLoaded" with={{ claimable: now }} />;
  if (belowThreshold === 0n)
    return <RichText text="unclaimedNotCounted" with={{ claimable: now }} />;
  if (claimable === 0n) return <RichText text="unclaimedTooSmall" with={{ small: later }} />;
  return <RichText text="unclaimedAndTooSmall" with={{ claimable: now, small: later }} />;
}

/** Where the snapshot has no books of root dividends: those of the funds, or that they are not known. */
function UnclaimedElsewhere({ value }: { value: PortfolioSums }) {
  const { portfolio, store } = usePanel();
  const { unclaimed, root } = value;
  if (unclaimed.known) return null;
  const hasFunds = unclaimed.reason === 'not-on-this-runtime' && store.rootClaims.value !== null;
  if (hasFunds) return <RootRewardsLine coldkeys={portfolio.coldkeys.value} />;
  return root > 0n ? <>{t('unclaimedUnknown')}</> : null;
}

/** What root dividends could be claimed: seen, and counted into no total. A line without words takes no room. */
function ClaimableLine({ value }: { value: PortfolioSums }) {
  return (
    <p>
      <Unclaimed of={value.unclaimed} isPart={!isAllRead(value)} />
      <UnclaimedElsewhere value={value} />
    </p>
  );
}

/** Whose it is, where it is one account's: an address to be compared, and copied where it may be sent to. */
function Whose() {
  const { portfolio } = usePanel();
  const only = portfolio.only.value;
  if (only === null) return null;
  const { coldkey, sources, isCounted } = only;
  return (
    <p class="line value-whose">
      {sources.length === 0 && !isCounted && (
        <>
          <Icon name="view" small />
          <span>{t('followedOne')}</span>
        </>
      )}
      <AddressChip address={coldkey} />
      {!isUnconfirmed(only) && <CopyAddress address={coldkey} />}
    </p>
  );
}

export function ValueBlock({ value }: { value: PortfolioSums }) {
  const { portfolio, store } = usePanel();
  const only = portfolio.only.value;
  // Money below both values would be read as that of what stands between.
  const hasMoney = store.settings.value.fiat !== null;
  const gap = <GapLink value={value} />;
  return (
    <section class={`value ${useIsGrey() ? 'value-doubted' : ''}`} aria-label={t('valueTitle')}>
      <Whose />
      <ValueHero value={value} {...(isFreeOnly(value) && { only: t('allocationFree') })}>
        {!hasMoney && gap}
      </ValueHero>
      <FiatLine value={value} />
      <RefutedLine accounts={only === null ? portfolio.counted.value : [only]} />
      <ValueChips value={value} />
      <div class="value-notes">
        {hasMoney && gap}
        <LockedNote value={value} />
        <ClaimableLine value={value} />
      </div>
    </section>
  );
}

/** Shown while nothing is stored: the same block without figures, so that the layout stays when they arrive. */
export function ValuePlaceholder() {
  return (
    <section class="value" aria-busy="true" aria-label={t('valueTitle')}>
      <dl class="value-hero">
        {(['sellableNow', 'atSpot'] as const).map((key) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <span class={`bone ${key === 'sellableNow' ? 'figure' : ''}`}>
                {t('readingFirst')}
              </span>
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
