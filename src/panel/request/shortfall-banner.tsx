// Says that less arrived than was promised, why that cannot be chance, and which node the plan was made from.
import type { Shortfall } from '../../model/receipt.ts';
import type { SigningRequest } from '../../model/request.ts';
import { isolated, t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { Banner } from '../ui/banner.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { receiptQuantity, RECEIPT_DECIMALS } from './receipt-quantity.ts';
import { shortfallOf } from './request-view.ts';

function Figure({ shortfall, amount }: { shortfall: Shortfall; amount: bigint }) {
  const { unit, netuid, actual } = shortfall;
  const line = { labelKey: '', unit, netuid, expected: null, actual };
  return <Amount quantity={receiptQuantity(line, amount)} decimals={RECEIPT_DECIMALS} />;
}

export function ShortfallBanner({ request }: { request: SigningRequest }) {
  const shortfall = shortfallOf(request);
  if (shortfall === null) return null;
  const { of, actual, promised } = shortfall;
  const { node } = request;
  return (
    <Banner tone="red" isAlert title={t('shortfallTitle')}>
      <p>
        <RichText
          text={of === 'sale' ? 'shortfallSale' : 'shortfallAmount'}
          with={[
            <Figure key="actual" shortfall={shortfall} amount={actual} />,
            <Figure key="promised" shortfall={shortfall} amount={promised} />,
          ]}
        />
      </p>
      <p>{t('shortfallWhy')}</p>
      <p>{node === null ? t('shortfallNodeUnknown') : t('shortfallNode', isolated(node))}</p>
    </Banner>
  );
}
