// What a result is made of, folded: out of the book, money in and out and the result by cause; without a book, the change of
// a holding by its price and by its alpha.
import type { Results } from '../../history/figures.ts';
import type { SplitChange } from '../../portfolio/split-change.ts';
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { SumTao } from '../performance/figure.tsx';
import { cellLabels, cellsOf } from '../performance/subnet-cells.tsx';
import { LinkButton } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { amountParts } from '../words/adding-up.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { dateText, timeText } from '../words/format.ts';

/** What came and went, of the cells; the others are the parts of the result. */
const FLOWS = cellLabels.indexOf('resultPrice');

/** Of one subnet, from the first day of the book to the last. */
export type BookResult = {
  subnet: Results['bySubnet'][number]['subnet'];
  figures: Extract<Results['bySubnet'][number]['figures'], { known: true }>['value'];
  span: { first: number; last: number };
  /** Of all accounts that are shown. */
  isWhole: boolean;
  /** Rao per whole alpha; null: not known, or on root, where it is what it is. */
  cost: bigint | null;
};

export function BookParts({ subnet, figures, span, isWhole, cost }: BookResult) {
  const { router, names } = usePanel();
  const cells = cellsOf(figures);
  return (
    <details class="quiet-details">
      <summary>{t('gapOpen')}</summary>
      {[cells.slice(0, FLOWS), cells.slice(FLOWS)].map((part, index) => (
        <div key={index} class="stack-s result-part">
          <h2 class="label">{t(index === 0 ? 'subnetResultFlows' : 'subnetResultParts')}</h2>
          <dl class="figures">
            {part.map(({ label, figure }) => [
              <dt key={label}>
                {label === 'cellValue' ? t('cellValueOn', { date: timeText(span.last) }) : t(label)}
              </dt>,
              <dd key={`${label} figure`}>{figure}</dd>,
            ])}
            {index === 0 && cost !== null && (
              <>
                <dt>{t('averageCost')}</dt>
                <dd>
                  <RichText
                    text="pricePerAlpha"
                    with={{ price: <Tao rao={cost} />, alpha: names.symbol(subnet.netuid) }}
                  />
                </dd>
              </>
            )}
          </dl>
        </div>
      ))}
      <p class="line apart result-part">
        <span class="small quiet">
          {t(isWhole ? 'subnetResultSince' : 'subnetResultSome', { date: dateText(span.first) })}{' '}
          {cost !== null && t('averageCostAbout')}
        </span>
        <LinkButton onPress={() => router.go({ name: 'performance', subnet })}>
          {t('performanceTitle')}
        </LinkButton>
      </p>
    </details>
  );
}

const leadOf = (change: bigint) => (change < 0n ? '−' : change > 0n ? '+' : undefined);
const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

type ChangeProps = {
  change: SplitChange;
  /** The day it is measured from. */
  since: string;
  /** The part of the price stands above: the whole is told in here. */
  isSaid: boolean;
  netuid: Netuid;
};

/** How the value changed in the days on record: no gain, for what was staked since is in it. */
export function ChangeParts({ change, since, isSaid, netuid }: ChangeProps) {
  const { byPrice, byAlpha, alpha } = change;
  // Printed so that they are seen to add up.
  const [price = byPrice, alphas = byAlpha] = amountParts([byPrice, byAlpha]);
  const whole = (
    <RichText
      text="holdingSince"
      with={{ date: since, change: <SumTao rao={byPrice + byAlpha} isChange /> }}
    />
  );
  return (
    <details class="quiet-details">
      <summary>
        <span>{isSaid ? t('gapOpen') : whole}</span>
      </summary>
      {isSaid && <p class="small result-part">{whole}</p>}
      <dl class="figures result-part">
        <dt>{t('holdingByPrice')}</dt>
        <dd>
          <SumTao rao={byPrice} shown={price} isChange />
        </dd>
        <dt>{t('holdingByAlpha')}</dt>
        <dd>
          {alpha === 0n ? (
            t('holdingSame')
          ) : (
            <RichText
              text="alphaNowWorth"
              with={{
                amount: <Alpha alpha={size(alpha)} netuid={netuid} lead={leadOf(alpha)} />,
                worth: <SumTao rao={size(byAlpha)} shown={size(alphas)} />,
              }}
            />
          )}
        </dd>
      </dl>
    </details>
  );
}
