// What a row of the list of what happened took and brought.
import type { Quantity } from '../../model/plan.ts';
import { decimalsFor } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import { RECEIPT_DECIMALS } from './receipt-quantity.ts';
import { Icon } from '../ui/icon.tsx';
import { Amount } from '../words/amount.tsx';
import { hasColumns } from './activity-columns.ts';

const keyOf = (quantity: Quantity): string =>
  quantity.unit === 'rao' ? 'rao' : `alpha ${quantity.netuid}`;

/** More digits than are shown: then zeros at their end are told, so that amounts below each other have as many. */
export const isCut = ({ amount }: Quantity): boolean =>
  amount % 10n ** BigInt(RECEIPT_DECIMALS - decimalsFor(amount)) !== 0n;

/** In the columns of what went and of what came: neither did. */
function NothingMoved() {
  return (
    <>
      <span class="activity-out activity-nothing" aria-hidden="true">
        –
      </span>
      <span class="activity-in activity-nothing" aria-hidden="true">
        –
      </span>
    </>
  );
}

export function NoAmounts() {
  return (
    <span class="activity-amounts soft">
      <NothingMoved />
    </span>
  );
}

type AmountsProps = {
  given: Quantity | null;
  got: Quantity | null;
  isReal: boolean;
  more?: number;
  /** Nothing moved but the fee of what failed. */
  isFee?: boolean;
};

/** `−τ 12 → +ρ 194.03 · SN64`, the other way round from right to left; without signs where nothing moved, or not yet. */
export function ActivityAmounts({ given, got, isReal, more = 0, isFee = false }: AmountsProps) {
  if (given === null && got === null) return null;
  // As on its ticket and its receipt: with as many digits as the minimum.
  const isTraded = given !== null && got !== null && keyOf(given) !== keyOf(got);
  const rest = more > 0 && <span class="quiet"> {tCount('entryMore', more)}</span>;
  return (
    <span class={`activity-amounts ${isReal ? '' : 'soft'} ${isFee ? 'activity-of-fee' : ''}`}>
      {given !== null && (
        <bdi class="activity-out">
          <Amount
            quantity={given}
            lead={isReal ? '−' : undefined}
            isColumn={isFee || isCut(given) || undefined}
          />
          {got === null && rest}
        </bdi>
      )}
      {given !== null && got !== null && <Icon name="caret" small />}
      {got !== null && (
        <bdi class="activity-in">
          <Amount quantity={got} lead={isReal ? '+' : undefined} isColumn={isTraded || undefined} />
          {rest}
        </bdi>
      )}
      {isFee && <span class="quiet activity-fee-words">{t('entryOfFee')}</span>}
      {isFee && hasColumns.value && <NothingMoved />}
    </span>
  );
}
