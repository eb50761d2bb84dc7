// The holdings of one account: what it is worth, the parts that add up to its value, and those not counted.
import type { ComponentChildren } from 'preact';
import type { PortfolioValue } from '../../portfolio/portfolio-value.ts';
import { priceChange, subnetPriceChange } from '../../portfolio/price-change.ts';
import type { EarlierPrices } from '../../portfolio/earlier-prices.ts';
import { ROOT_NETUID, toRao, type Ss58Address } from '../../units.ts';
import { t, type PlainSentence } from '../core/text.ts';
import { EarnedText } from '../performance/earned-text.tsx';
import { SumTao } from '../performance/figure.tsx';
import { useEarned } from '../performance/use-earned.ts';
import { amountParts, cut } from '../words/adding-up.ts';
import { Tao } from '../words/amount.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { PlainChange } from '../words/change.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Held } from './held-rows.tsx';
import { useAccountValue, usePartOfAll } from '../core/use-account-value.ts';
import { RootRewardsLine } from '../home/root-rewards-line.tsx';
import { Unclaimed } from '../home/value-block.tsx';

const notCounted: readonly PlainSentence[] = [
  'notCountedCrowdloans',
  'notCountedHotkeys',
  'notCountedProxies',
];

type DayProps = { value: PortfolioValue; then: EarlierPrices | null };

/** Of all that it holds, by prices alone; nothing where a price of a day ago is not known. */
function DayChange({ value, then }: DayProps) {
  if (then === null || value.unread.length > 0) return null;
  const { now, before, ppm, missing } = priceChange(value, then.priceThen);
  const hasAlpha = value.subnets.some(({ netuid }) => netuid !== ROOT_NETUID);
  if (ppm === null || missing.length > 0 || !hasAlpha) return null;
  const gain = now - before;
  const amount = (
    <Tao
      rao={gain < 0n ? -gain : gain}
      decimals={2}
      lead={gain < 0n ? '−' : gain > 0n ? '+' : undefined}
    />
  );
  return (
    <p class="small soft">
      <RichText text="accountDay" with={{ percent: <PlainChange ppm={ppm} />, amount }} />
    </p>
  );
}

function Rewards({ coldkey }: { coldkey: Ss58Address }) {
  const earned = useEarned(coldkey);
  if (earned === null) return null;
  return (
    <p class="small soft">
      <EarnedText {...earned} />
    </p>
  );
}

type Props = {
  coldkey: Ss58Address;
  /** What can be done with its stake, below; without any, nothing. */
  children: ComponentChildren;
};

export function AccountHoldings({ coldkey, children }: Props) {
  const { store, portfolio } = usePanel();
  const then = portfolio.changes.value[0]?.earlier ?? null;
  const value = useAccountValue(coldkey);
  const part = usePartOfAll(coldkey);
  if (value === null) return <p class="small quiet">{t('accountNotRead')}</p>;
  const { free, reserved, root, spot, gap, unclaimed } = value;
  // As in the list of accounts: of those that count, its part where all are sold together.
  const sellable = part?.sellable ?? value.sellable;
  const isSellableWhole = part?.isSellableWhole ?? value.isSellableWhole;
  const rows = value.subnets.map((subnet) => {
    const exit = part?.exits.get(subnet.netuid);
    return {
      ...subnet,
      ...(exit !== undefined && {
        sellable: toRao(exit.sellable),
        // Sold with accounts that were not loaded it may bring less: “at least” is said only of what lacks something of its own.
        isSellableWhole: part?.isOfAll === true ? exit.isWhole : subnet.isSellableWhole,
      }),
      changePpm: then === null ? null : subnetPriceChange(subnet, then.priceThen),
    };
  });
  const isElsewhere = !unclaimed.known && unclaimed.reason === 'not-on-this-runtime';
  const hasFunds = isElsewhere && store.rootClaims.value !== null;
  const lacks = value.isSpotWhole && isSellableWhole ? null : t('accountLacks');
  const subnets = spot - free - reserved - root;
  // Only the stake of all subnets stands nowhere else.
  const shown =
    amountParts([free, reserved, root, subnets], undefined, new Set([0, 1, 2])).at(-1) ?? subnets;
  const lines = [
    { words: 'accountFree', rao: free },
    // Within what is free: no part of the sum.
    { words: 'accountFrozen', rao: gap.frozen },
    { words: 'accountReserved', rao: reserved },
    { words: 'accountRoot', rao: root },
    { words: 'accountSubnets', rao: subnets, shown },
  ] as const;
  return (
    <section class="stack-s" aria-label={t('accountHolds')}>
      <dl class="value-hero">
        <div>
          <dt>{t('sellableNow')}</dt>
          <dd>
            <ValuePart isBig rao={sellable} isWhole={isSellableWhole} />
          </dd>
        </div>
        <div class="value-side">
          <dt>{t('atSpot')}</dt>
          <dd class="strong">
            <ValuePart rao={spot} isWhole={value.isSpotWhole} />
          </dd>
        </div>
      </dl>
      <div class="line-wrap account-since">
        <DayChange value={value} then={then} />
        <Rewards coldkey={coldkey} />
      </div>
      {part !== null && value.isSellableWhole && cut(part.sellable) !== cut(value.sellable) && (
        <details class="small soft">
          <summary>
            <RichText
              text="accountAloneShort"
              with={{ amount: <ValuePart rao={value.sellable} isWhole /> }}
            />
          </summary>
          <p>{t(part.isOfAll ? 'accountAlone' : 'accountAloneLoaded')}</p>
        </details>
      )}
      {part?.isOfAll === false && <p class="small warn">{t('accountPartOfLoaded')}</p>}
      {lacks !== null && <p class="small warn">{lacks}</p>}
      <Held subnets={rows} free={toRao(free - gap.frozen)} whole={sellable} />
      {value.subnets.length > 0 && children}
      <h2>{t('accountHolds')}</h2>
      <dl class="figures">
        {lines
          .filter(({ words, rao }) => words === 'accountFree' || rao > 0n)
          .map(({ words, rao, ...fitted }) => [
            <dt key={words}>{t(words)}</dt>,
            <dd key={`${words} figure`}>
              <SumTao rao={rao} {...fitted} />
            </dd>,
          ])}
        <dt class="strong">{t('atSpot')}</dt>
        <dd class="strong">
          <Tao rao={spot} decimals={2} />
        </dd>
      </dl>
      <p class="small quiet">
        {unclaimed.known ? (
          <Unclaimed of={unclaimed} hasCrumbs />
        ) : hasFunds ? (
          <RootRewardsLine coldkeys={[coldkey]} hasCrumbs />
        ) : (
          t('accountUnclaimedUnread')
        )}
      </p>
      <div class="small quiet">
        <p>{t('accountNotCounted')}</p>
        <ul class="account-lacks">
          {notCounted.map((words) => (
            <li key={words}>{t(words)}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}
