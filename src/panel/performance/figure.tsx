// Amounts of a result: signed, in colour where a gain and a loss are meant, and exact on hover.
import { formatAmount } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { keyPart, t } from '../core/text.ts';
import { exactAmountText, moneyText, TAO_SIGN } from '../words/format.ts';
import type { NotKnown } from '../../history/figures.ts';

const HIDDEN = '•••';
const GAP = '\u202f';

type Props = {
  rao: bigint;
  /** In place of the exact amount, where figures are fitted to their sum. */
  shown?: bigint;
  /** A change: with its sign. */
  isChange?: boolean;
  /** A gain or a loss, in their colours. */
  isToned?: boolean;
};

export function SumTao({ rao, shown = rao, isChange = false, isToned = false }: Props) {
  const isHidden = usePanel().store.settings.value.hidesAmounts;
  const size = shown < 0n ? -shown : shown;
  const sign = shown < 0n ? '−' : isChange && shown > 0n ? '+' : '';
  const digits = formatAmount(size, { decimals: 2, isFixed: true });
  const tone = !isToned || shown === 0n ? '' : shown > 0n ? 'gain' : 'loss';
  return (
    <span
      class={`amount ${tone}`}
      title={isHidden ? t('hiddenAmount') : exactAmountText(rao, TAO_SIGN)}
    >
      {sign}
      <bdi class="unit">{TAO_SIGN}</bdi>
      {GAP}
      {isHidden ? HIDDEN : digits}
    </span>
  );
}

/** A change in the user's currency, in millionths of it. */
export function Money({ micro, currency }: { micro: bigint; currency: string }) {
  const isHidden = usePanel().store.settings.value.hidesAmounts;
  const size = micro < 0n ? -micro : micro;
  return (
    <span class="amount">
      {micro < 0n ? '−' : micro > 0n ? '+' : ''}
      {isHidden ? HIDDEN : moneyText(size, currency)}
    </span>
  );
}

export const whyNot = (why: NotKnown): string => t(`whyNot_${keyPart(why)}`);
