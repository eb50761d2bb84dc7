// The amounts of a receipt with their unit, shown to the last rao.
import type { Quantity } from '../../model/plan.ts';
import type { ReceiptLine } from '../../model/receipt.ts';
import { toAlphaRao, toRao } from '../../units.ts';

export const RECEIPT_DECIMALS = 9;

export function receiptQuantity(
  { unit, netuid }: Pick<ReceiptLine, 'unit' | 'netuid'>,
  amount: bigint,
): Quantity {
  return unit === 'rao'
    ? { unit, amount: toRao(amount) }
    : { unit, netuid, amount: toAlphaRao(amount) };
}
