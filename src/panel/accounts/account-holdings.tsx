// The holdings of one account: what it is worth, its subnets, the parts that add up to its value, and those not counted.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import { ROOT_NETUID, toRao, type Rao, type Ss58Address } from '../../units.ts';
import { t, tCount, type PlainSentence } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { SumTao } from '../performance/figure.tsx';
import { amountParts, cut } from '../words/adding-up.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { CutNote } from '../words/cut-note.tsx';
import { firstSubnets } from './first-subnets.ts';
import { usePanel } from '../core/panel-context.ts';
import { useAccountValue, usePartOfAll } from '../core/use-account-value.ts';
import { RootRewardsLine } from '../home/root-rewards-line.tsx';
import { Unclaimed } from '../home/value-block.tsx';

const notCounted: readonly PlainSentence[] = [
  'notCountedCrowdloans',
  'notCountedHotkeys',
  'notCountedProxies',
];

/** Root is no subnet: it is named beside the count of the others. */
function countText(subnets: readonly SubnetValue[]): string {
  const others = subnets.filter(({ netuid }) => netuid !== ROOT_NETUID).length;
  if (others === subnets.length) return tCount('accountSubnetCount', others);
  return others === 0 ? t('accountRoot') : tCount('accountRootAndSubnets', others);
}

type HeldProps = {
  subnets: readonly SubnetValue[];
  /** What of the free TAO can be sent away: with it the rows are all of the exit value. */
  free: Rao;
  /** What the rows add up to. */
  whole: Rao;
};

function Held({ subnets, free, whole }: HeldProps) {
  const { router } = usePanel();
  const [isUnfolded, setUnfolded] = useState(false);
  const { sorted, first, rest } = firstSubnets(subnets);
  if (sorted.length === 0) return null;
  const shown = isUnfolded ? sorted : first;
  const rows = [
    ...shown.map(({ sellable }) => sellable),
    ...(rest !== null && !isUnfolded ? [rest.sellable] : []),
    free,
  ];
  return (
    <>
      <p class="account-head small soft">
        <span>{countText(sorted)}</span>
        <span>{t('sellableNow')}</span>
      </p>
      <ul class="account-subnets" aria-label={t('subnetsTitle')}>
        {shown.map(({ netuid, alpha, sellable, isSellableWhole }) => (
          <li key={netuid}>
            <button
              type="button"
              class="row account-subnet"
              onClick={() => router.go({ name: 'subnet', netuid })}
            >
              <SubnetBadge netuid={netuid} />
              <span>
                <span class="row-name">
                  <SubnetName netuid={netuid} />
                </span>
                <span class="row-sub">
                  <Alpha alpha={alpha} netuid={netuid} decimals={2} />
                </span>
              </span>
              <span class="row-end strong">
                <ValuePart rao={sellable} isWhole={isSellableWhole} />
              </span>
            </button>
          </li>
        ))}
        {rest !== null && (
          <li>
            <button
              type="button"
              class="row account-subnet account-more"
              aria-expanded={isUnfolded}
              onClick={() => setUnfolded(!isUnfolded)}
            >
              <span class="account-more-mark">
                <Icon name={isUnfolded ? 'up' : 'down'} small />
              </span>
              <span class="row-name">
                {isUnfolded ? t('accountFewer') : tCount('accountMore', rest.count)}
              </span>
              <span class="row-end strong">
                {!isUnfolded && <ValuePart rao={rest.sellable} isWhole={rest.isWhole} />}
              </span>
            </button>
          </li>
        )}
        {free > 0n && (
          <li class="row account-subnet">
            <SubnetBadge netuid={ROOT_NETUID} />
            <span class="row-name">{t('allocationFree')}</span>
            <span class="row-end strong">
              <ValuePart rao={free} isWhole />
            </span>
          </li>
        )}
      </ul>
      <CutNote sums={[{ parts: rows, whole }]} />
    </>
  );
}

type Props = {
  coldkey: Ss58Address;
  /** What can be done with its stake, below; without any, nothing. */
  children: ComponentChildren;
};

export function AccountHoldings({ coldkey, children }: Props) {
  const { store } = usePanel();
  const value = useAccountValue(coldkey);
  const part = usePartOfAll(coldkey);
  if (value === null) return <p class="small quiet">{t('accountNotRead')}</p>;
  const { free, reserved, root, spot, sellable, gap, unclaimed } = value;
  const isElsewhere = !unclaimed.known && unclaimed.reason === 'not-on-this-runtime';
  const hasFunds = isElsewhere && store.rootClaims.value !== null;
  const lacks = value.isSpotWhole && value.isSellableWhole ? null : t('accountLacks');
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
          <dt>{t('sellableAlone')}</dt>
          <dd>
            <ValuePart isBig rao={sellable} isWhole={value.isSellableWhole} />
          </dd>
        </div>
        <div class="value-side">
          <dt>{t('atSpot')}</dt>
          <dd class="strong">
            <ValuePart rao={spot} isWhole={value.isSpotWhole} />
          </dd>
        </div>
      </dl>
      {part !== null && part.isSellableWhole && cut(part.sellable) !== cut(sellable) && (
        <p class="small soft">
          <RichText
            text="accountTogether"
            with={{ amount: <ValuePart rao={part.sellable} isWhole={part.isSellableWhole} /> }}
          />
        </p>
      )}
      {lacks !== null && <p class="small warn">{lacks}</p>}
      <Held subnets={value.subnets} free={toRao(free - gap.frozen)} whole={sellable} />
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
      {value.subnets.length > 0 && children}
    </section>
  );
}
