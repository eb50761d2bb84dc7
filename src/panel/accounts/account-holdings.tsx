// The holdings of one account: what it is worth, the parts that add up to its value, and those not counted.
import type { ComponentChildren } from 'preact';
import type { Figures } from '../../history/figures.ts';
import type { PortfolioValue } from '../../portfolio/portfolio-value.ts';
import { priceChange, subnetPriceChange } from '../../portfolio/price-change.ts';
import type { EarlierPrices } from '../../portfolio/earlier-prices.ts';
import { ROOT_NETUID, toRao, type Ss58Address } from '../../units.ts';
import { t, type PlainSentence } from '../core/text.ts';
import { SumTao } from '../performance/figure.tsx';
import { shownSums, sumLines } from '../performance/sums.ts';
import { EarnedText } from '../performance/earned-text.tsx';
import { useEarned } from '../performance/use-earned.ts';
import { amountParts, cut } from '../words/adding-up.ts';
import { Tao } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
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
    <span class="value-chip">
      <span>
        <RichText text="accountDay" with={{ percent: <PlainChange ppm={ppm} />, amount }} />
      </span>
    </span>
  );
}

/** All that it came to, and the rewards in it. Printed as on Performance: fitted to the sums of which it is a part. */
function Result({ figures, rao, since }: { figures: Figures; rao: bigint; since: string | null }) {
  const { result } = shownSums(sumLines(figures));
  const parts = {
    result: <SumTao rao={figures.result} shown={result} isChange isToned />,
    rewards: <SumTao rao={rao} isChange />,
  };
  return since === null ? (
    <RichText text="accountResult" with={parts} />
  ) : (
    <RichText text="accountResultSince" with={{ ...parts, date: since }} />
  );
}

/** What it brought in 30 days, or since its history begins: leads to all about it. */
function Brought({ coldkey }: { coldkey: Ss58Address }) {
  const { portfolio, router } = usePanel();
  const earned = useEarned(coldkey);
  if (earned === null) return null;
  const { figures, ...rewards } = earned;
  const text =
    figures === null ? <EarnedText {...rewards} /> : <Result figures={figures} {...rewards} />;
  // Those figures are of whom home shows, which is no account that is hidden.
  if (!portfolio.shownAccounts.value.some((one) => one.coldkey === coldkey))
    return <span class="value-chip">{text}</span>;
  return (
    <button
      type="button"
      class="value-chip"
      onClick={() => {
        portfolio.choose(coldkey);
        router.go({ name: 'performance' });
      }}
    >
      <span>{text}</span>
      <Icon name="caret" small />
    </button>
  );
}

/** As in the list of accounts: of those that count, its part where all are sold together. */
function useExit(coldkey: Ss58Address) {
  const value = useAccountValue(coldkey);
  const part = usePartOfAll(coldkey);
  return (
    value && {
      value,
      part,
      sellable: part?.sellable ?? value.sellable,
      isSellableWhole: part?.isSellableWhole ?? value.isSellableWhole,
    }
  );
}

/** What it is worth, what that did in a day, and what came in. */
export function AccountValue({ coldkey }: { coldkey: Ss58Address }) {
  const { portfolio } = usePanel();
  const then = portfolio.changes.value[0]?.earlier ?? null;
  const exit = useExit(coldkey);
  if (exit === null) return <p class="small quiet">{t('accountNotRead')}</p>;
  const { value, part, sellable, isSellableWhole } = exit;
  const { spot } = value;
  const lacks = value.isSpotWhole && isSellableWhole ? null : t('accountLacks');
  return (
    <div class="stack-s">
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
      <div class="value-chips">
        <DayChange value={value} then={then} />
        <Brought coldkey={coldkey} />
      </div>
      {part?.isOfAll === false && <p class="small warn">{t('accountPartOfLoaded')}</p>}
      {lacks !== null && <p class="small warn">{lacks}</p>}
    </div>
  );
}

type Props = {
  coldkey: Ss58Address;
  /** What can be done with its stake, in the head of its rows; without any, nothing. */
  act: ComponentChildren;
  /** What stands beside it says already that amounts are cut. */
  isCutSaid: boolean;
};

/** Its rows, and the parts that add up to its value. */
export function AccountHoldings({ coldkey, act, isCutSaid }: Props) {
  const { store, portfolio } = usePanel();
  const then = portfolio.changes.value[0]?.earlier ?? null;
  const worth = useExit(coldkey);
  if (worth === null) return null;
  const { value, part, sellable } = worth;
  const { free, reserved, root, spot, gap, unclaimed } = value;
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
      <Held
        subnets={rows}
        free={toRao(free - gap.frozen)}
        whole={sellable}
        act={value.subnets.length > 0 && act}
        isCutSaid={isCutSaid}
      />
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
