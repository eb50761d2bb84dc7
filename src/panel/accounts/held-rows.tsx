// The rows of an account: each subnet with what it brings and its price over a day, and what can be sent of its free TAO.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { SubnetValue } from '../../portfolio/portfolio-value.ts';
import { ROOT_NETUID, type Rao } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha } from '../words/amount.tsx';
import { PlainChange } from '../words/change.tsx';
import { PriceSparkline } from '../words/price-sparkline.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { CutNote } from '../words/cut-note.tsx';
import { firstSubnets } from './first-subnets.ts';

/** Root is no subnet: it is named beside the count of the others. */
function countText(subnets: readonly SubnetValue[]): string {
  const others = subnets.filter(({ netuid }) => netuid !== ROOT_NETUID).length;
  if (others === subnets.length) return tCount('accountSubnetCount', others);
  return others === 0 ? t('accountRoot') : tCount('accountRootAndSubnets', others);
}

type Row = SubnetValue & {
  /** Its price now against a day ago; null: not known. */
  changePpm: bigint | null;
};

/** What of it is locked, at its spot value: why it is worth less sold now. */
function Locked({ rao, isWhole }: { rao: Rao; isWhole: boolean }) {
  return (
    <span class="account-locked">
      <Icon name="lock" small />
      <RichText text="lockedChip" with={{ amount: <ValuePart rao={rao} isWhole={isWhole} /> }} />
    </span>
  );
}

type HeldProps = {
  subnets: readonly Row[];
  /** What of the free TAO can be sent away: with it the rows are all of the exit value. */
  free: Rao;
  /** What the rows add up to. */
  whole: Rao;
  /** What can be done with them. */
  act: ComponentChildren;
  /** What stands beside them says already that amounts are cut. */
  isCutSaid: boolean;
};

export function Held({ subnets, free, whole, act, isCutSaid }: HeldProps) {
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
      <div class="account-head">
        <h2>{countText(sorted)}</h2>
        {act}
      </div>
      <p class="small soft account-columns">{t('exitAndDay')}</p>
      <ul class="account-subnets" aria-label={t('subnetsTitle')}>
        {shown.map(({ netuid, alpha, sellable, isSellableWhole, changePpm, gap }) => (
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
                  {gap.notSellable.locked > 0n && (
                    <Locked rao={gap.notSellable.locked} isWhole={gap.notSellable.unread === 0n} />
                  )}
                </span>
              </span>
              <span class="account-spark">
                <PriceSparkline netuid={netuid} days={1} changePpm={changePpm} />
              </span>
              <span class="row-end">
                <span class="strong">
                  <ValuePart rao={sellable} isWhole={isSellableWhole} />
                </span>
                <span class="minor">{changePpm !== null && <PlainChange ppm={changePpm} />}</span>
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
            <span class="free-badge">
              <Icon name="wallet" small />
            </span>
            <span class="row-name">{t('allocationFree')}</span>
            <span class="row-end strong">
              <ValuePart rao={free} isWhole />
            </span>
          </li>
        )}
      </ul>
      {!isCutSaid && <CutNote sums={[{ parts: rows, whole }]} />}
    </>
  );
}
