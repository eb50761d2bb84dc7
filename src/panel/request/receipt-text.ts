// A receipt as text to copy or to send: amounts to the rao, the block, and what the quote was calculated from, so that
// others can calculate it again. It names no account.
import type { Plan, Quantity } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { SigningRequest } from '../../model/request.ts';
import type { NamesModel } from '../core/names-model.ts';
import { isolated, t } from '../core/text.ts';
import { blockText, exactAmountText, TAO_SIGN, timeText } from '../words/format.ts';
import { moveTitle } from '../words/move-title.ts';
import { receiptQuantity } from './receipt-quantity.ts';
import { wordsOf } from './request-words.ts';

function amountText(quantity: Quantity, names: NamesModel): string {
  if (quantity.unit === 'rao' || quantity.netuid === 0) {
    return exactAmountText(quantity.amount, TAO_SIGN);
  }
  const { amount, netuid } = quantity;
  return `${exactAmountText(amount, names.symbol(netuid))} · ${names.number(netuid)}`;
}

/** Whole numbers as text, as they are in the plan. */
function inputsOf({ legs, terms, limitPrice }: Plan): string {
  const trades = legs.map(({ netuid, purpose, before, order }) => ({
    netuid,
    purpose,
    pool: before,
    order,
  }));
  const inputs = { toleranceBps: terms.toleranceBps, limitPrice, trades };
  return JSON.stringify(inputs, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

export function receiptText(
  request: SigningRequest,
  receipt: Receipt,
  { names, network, link }: { names: NamesModel; network: string; link: string | null },
): string {
  const { plan, extrinsicHash } = request;
  const fee = receipt.networkFee;
  const lines = receipt.lines.map((line) => {
    const name = t(line.labelKey);
    const actual = amountText(receiptQuantity(line, line.actual), names);
    if (line.expected === null) return t('receiptLine', { name, actual });
    const quoted = amountText(receiptQuantity(line, line.expected), names);
    return t('receiptLineQuoted', { name, actual, quoted });
  });
  const text = [
    t('receiptHead', { move: moveTitle(plan.move, names), state: t(wordsOf(request).titleKey) }),
    ...lines,
    plan.receives === null
      ? null
      : t('receiptLine', {
          name: t('promised'),
          actual: amountText((request.queueEntry ?? plan.receives).minimum, names),
        }),
    fee === null
      ? null
      : t('receiptLine', {
          name: t('networkFee'),
          actual: amountText(
            fee.paidIn === 'tao'
              ? { unit: 'rao', amount: fee.fee }
              : { unit: 'alpha', netuid: fee.netuid, amount: fee.fee },
            names,
          ),
        }),
    t('receiptBlock', {
      block: blockText(receipt.block.number),
      hash: receipt.block.hash,
      index: String(receipt.extrinsicIndex),
      time: timeText(receipt.at),
    }),
    extrinsicHash === null ? null : t('receiptHash', { hash: extrinsicHash }),
    link,
    t('receiptQuotedAt', {
      block: blockText(plan.block.number),
      hash: plan.block.hash,
      network: isolated(network),
      runtime: String(plan.runtime.specVersion),
    }),
    t('receiptInputs', { inputs: inputsOf(plan) }),
  ];
  // Marks of direction would be letters to a program that finds the text again.
  return text
    .filter((line) => line !== null)
    .join('\n')
    .replaceAll(/[\u2066-\u2069]/g, '');
}
