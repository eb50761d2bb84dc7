// What a removed subnet paid out, as far as it was read: a figure only where the chain itself said it.
import type { Payout } from '../../model/change.ts';
import { t } from '../core/text.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from './amount.tsx';

export function PayoutLine({ payout: { state, paid } }: { payout: Payout }) {
  const amount = { amount: <Tao rao={paid} /> };
  if (state === 'read') return <RichText text="changePaid" with={amount} />;
  if (state === 'looking') return <>{t('changePaidLooking')}</>;
  return paid > 0n ? (
    <RichText text="changePaidPart" with={amount} />
  ) : (
    <>{t('changePaidUnread')}</>
  );
}
