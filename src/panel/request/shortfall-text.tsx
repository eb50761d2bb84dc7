// Says that less arrived than was promised, why that cannot be chance, and which node the plan was made from.
import type { Shortfall } from '../../model/receipt.ts';
import type { SigningRequest } from '../../model/request.ts';
import { isolated, t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { receiptQuantity, RECEIPT_DECIMALS } from './receipt-quantity.ts';
import { shortfallOf } from './request-view.ts';

function Figure({ shortfall, amount }: { shortfall: Shortfall; amount: bigint }) {
  return <Amount quantity={receiptQuantity(shortfall, amount)} decimals={RECEIPT_DECIMALS} />;
}

export function ShortfallText({ request }: { request: SigningRequest }) {
  const shortfall = shortfallOf(request);
  if (shortfall === null) return null;
  const { of, actual, promised } = shortfall;
  const { node } = request;
  return (
    <>
      <p>
        <RichText
          text={of === 'sale' ? 'shortfallSale' : 'shortfallAmount'}
          with={{
            actual: <Figure shortfall={shortfall} amount={actual} />,
            promised: <Figure shortfall={shortfall} amount={promised} />,
          }}
        />
      </p>
      <p>{t('shortfallWhy')}</p>
      <p>
        {node === null ? t('shortfallNodeUnknown') : t('shortfallNode', { node: isolated(node) })}
      </p>
    </>
  );
}
