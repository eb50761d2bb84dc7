// A value at spot beside the same holding sold now: as the large figure of a screen, and at the end of a row.
import type { ComponentChildren } from 'preact';
import { t } from '../core/text.ts';
import { BigTao, Tao } from './amount.tsx';

type Value = { spot: bigint; sellable: bigint; isSpotWhole: boolean; isSellableWhole: boolean };
type Props = { value: Value };

/** Marks an amount of which only a part was read. */
export function AtLeast({ isWhole, children }: { isWhole: boolean; children: ComponentChildren }) {
  if (isWhole) return <>{children}</>;
  // Right-to-left text would turn the mark around.
  return (
    <bdi dir="ltr">
      <span class="at-least" aria-hidden="true" title={t('atLeast')}>
        ≥
      </span>
      <span class="hidden-text">{t('atLeast')}</span> {children}
    </bdi>
  );
}

/** What was read of it; where that is nothing, in words instead of a zero. */
export function ValuePart({
  rao,
  isWhole,
  isBig,
  decimals = 2,
}: {
  rao: bigint;
  isWhole: boolean;
  isBig?: true;
  decimals?: number;
}) {
  if (!isWhole && rao === 0n) {
    return isBig ? (
      <span class="figure bone">{t('notRead')}</span>
    ) : (
      <span class="quiet">{t('notRead')}</span>
    );
  }
  const amount = isBig ? <BigTao rao={rao} /> : <Tao rao={rao} decimals={decimals} isColumn />;
  return <AtLeast isWhole={isWhole}>{amount}</AtLeast>;
}

type HeroProps = Props & { only?: string; children?: ComponentChildren };

/**
 * The exit value large, and the spot value beside it. `only`: what it is called where both are the same by nature. `children`:
 * below the spot value.
 */
export function ValueHero({ value, only, children }: HeroProps) {
  const { spot, sellable, isSpotWhole, isSellableWhole } = value;
  return (
    <dl class="value-hero">
      <div>
        <dt>{only ?? t('sellableNow')}</dt>
        <dd>
          <ValuePart isBig rao={sellable} isWhole={isSellableWhole} />
        </dd>
      </div>
      {only === undefined && (
        <div>
          <dt>{t('atSpot')}</dt>
          <dd>
            <ValuePart rao={spot} isWhole={isSpotWhole} />
          </dd>
          {Boolean(children) && <dd class="value-below">{children}</dd>}
        </div>
      )}
    </dl>
  );
}

/** What can be had now above what it counts for. */
export function ValueRowEnd({ value, decimals = 2 }: Props & { decimals?: number }) {
  const { spot, sellable, isSpotWhole, isSellableWhole } = value;
  return (
    <span class="row-end">
      <span>
        <ValuePart rao={sellable} isWhole={isSellableWhole} decimals={decimals} />{' '}
        <span class="small quiet">{t('exitShort')}</span>
      </span>
      <span class="minor">
        <ValuePart rao={spot} isWhole={isSpotWhole} decimals={decimals} />{' '}
        <span class="quiet">{t('spotShort')}</span>
      </span>
    </span>
  );
}
