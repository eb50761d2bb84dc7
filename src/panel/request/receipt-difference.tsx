// Why the main amount of a receipt differs from the expected one, in parts that add up to the difference.
import type { Receipt, ReceiptLine } from '../../model/receipt.ts';
import { PPM } from '../../units.ts';
import { t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { receiptQuantity, RECEIPT_DECIMALS } from './receipt-quantity.ts';

function Part({ line, amount }: { line: ReceiptLine; amount: bigint }) {
  const isLess = amount < 0n;
  return (
    <Amount
      quantity={receiptQuantity(line, isLess ? -amount : amount)}
      decimals={RECEIPT_DECIMALS}
      lead={isLess ? '−' : '+'}
    />
  );
}

/** Under a millionth of what was quoted, such as what rounding leaves: no line of its own. */
const isCrumb = (amount: bigint, expected: bigint): boolean =>
  amount !== 0n && (amount < 0n ? -amount : amount) * PPM < expected;

/** The part before the block is known from the state the block began with; the rest happened in it, ahead of the order. */
export function ReceiptDifference({ lines, poolMovedBefore }: Receipt) {
  const [main] = lines;
  if (main === undefined || main.expected === null || main.actual === main.expected) return null;
  if (poolMovedBefore === null) return <p class="small soft">{t('differenceNotKnown')}</p>;
  const inBlock = main.actual - main.expected - poolMovedBefore;
  // All of it in one: the receipt’s own columns say as much.
  if (isCrumb(inBlock, main.expected) || isCrumb(poolMovedBefore, main.expected)) return null;
  return (
    <dl class="figures small" aria-label={t('differenceTitle')}>
      {poolMovedBefore !== 0n && (
        <>
          <dt>{t('differenceBefore')}</dt>
          <dd>
            <Part line={main} amount={poolMovedBefore} />
          </dd>
        </>
      )}
      {inBlock !== 0n && (
        <>
          <dt>{t('differenceInBlock')}</dt>
          <dd>
            <Part line={main} amount={inBlock} />
          </dd>
        </>
      )}
    </dl>
  );
}
