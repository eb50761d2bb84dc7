// Amounts as elements: unit beside the figure, exact value on hover, dots when amounts are hidden.
import type { Quantity } from '../../model/plan.ts';
import { decimalsFor, formatAmount } from '../../units.ts';
import { COLUMN_DECIMALS, exactAmountText, GAP, HIDDEN, OF_SUBNET, TAO_SIGN } from './format.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';

/** Longer figures do not fit beside another one in a popup at full size. */
const LONG_FIGURE = 10;

type Style = {
  decimals?: number | undefined;
  /** In a column: trailing zeros are shown, so that the decimal marks line up. */
  isColumn?: boolean | undefined;
  /** Reveals nothing about the user, so it is shown even when amounts are hidden. */
  isPublic?: boolean | undefined;
  /** In place of the exact amount, where figures are cut to add up. */
  shown?: bigint | undefined;
  /** Of a change: inside the figure, for right-to-left text would carry it to the other end. */
  lead?: '+' | '−' | undefined;
};

type Drawn = Style & { amount: bigint; sign: string; hides: boolean };

function drawn({
  amount,
  sign,
  shown = amount,
  decimals = decimalsFor(amount),
  isPublic = false,
  isColumn = decimals === COLUMN_DECIMALS,
  ...style
}: Drawn) {
  const { lead } = style;
  const isHidden = !isPublic && style.hides;
  const exact = `${lead ?? ''}${exactAmountText(amount, sign)}`;
  return (
    <span class="amount" title={isHidden ? t('hiddenAmount') : exact}>
      {lead}
      <bdi class="unit">{sign}</bdi>
      {GAP}
      {isHidden ? HIDDEN : formatAmount(shown, { decimals, isFixed: isColumn })}
    </span>
  );
}

export function Tao({ rao, ...style }: { rao: bigint } & Style) {
  const hides = usePanel().store.settings.value.hidesAmounts;
  return drawn({ amount: rao, sign: TAO_SIGN, hides, ...style });
}

/** Always with the subnet's symbol; where no subnet is named nearby, `Amount` names it. */
export function Alpha({ alpha, netuid, ...style }: { alpha: bigint; netuid: number } & Style) {
  const { names, store } = usePanel();
  const sign = netuid === 0 ? TAO_SIGN : names.symbol(netuid);
  return drawn({ amount: alpha, sign, hides: store.settings.value.hidesAmounts, ...style });
}

/** An amount with what it is an amount of: `α 120.5 · SN64`. */
export function Amount({ quantity, ...style }: { quantity: Quantity } & Style) {
  const { names, store } = usePanel();
  const hides = store.settings.value.hidesAmounts;
  const { amount } = quantity;
  // Elements, not components: a ticket draws a dozen with every key.
  if (quantity.unit === 'rao' || quantity.netuid === 0) {
    return drawn({ amount, sign: TAO_SIGN, hides, ...style });
  }
  const { netuid } = quantity;
  return (
    <>
      {drawn({ amount, sign: names.symbol(netuid), hides, ...style })}
      <span class="quiet">
        {OF_SUBNET}
        {names.number(netuid)}
      </span>
    </>
  );
}

/** The large figures of home, with a smaller fraction. */
export function BigTao({ rao }: { rao: bigint }) {
  const isHidden = usePanel().store.settings.value.hidesAmounts;
  const text = isHidden ? HIDDEN : formatAmount(rao, { decimals: COLUMN_DECIMALS, isFixed: true });
  // The decimal mark and two decimals: formatAmount always returns two here.
  const cut = isHidden ? text.length : text.length - COLUMN_DECIMALS - 1;
  return (
    <span
      class={`amount figure ${text.length > LONG_FIGURE ? 'figure-long' : ''}`}
      title={isHidden ? t('hiddenAmount') : exactAmountText(rao, TAO_SIGN)}
    >
      <bdi class="unit">{TAO_SIGN}</bdi>
      {text.slice(0, cut)}
      <span class="fraction">{text.slice(cut)}</span>
    </span>
  );
}
