// Beside a request in the largest windows: the subnet's price, what the order leaves, and its validators.
import type { SigningRequest } from '../model/request.ts';
import { usePanel } from './core/panel-context.ts';
import { isAhead, isUnsigned, marketOf } from './request/request-market.ts';
import { OrderMarket } from './subnets/order-market.tsx';
import { AfterOrder } from './words/after-order.tsx';

export function RequestBeside({ request }: { request: SigningRequest }) {
  const { names } = usePanel();
  const { plan } = request;
  const market = marketOf(plan, (netuid) => names.details(netuid)?.registeredAt ?? null);
  if (market === null) return null;
  return (
    <OrderMarket {...market} isSettled={!isUnsigned(request)}>
      {isAhead(request) && <AfterOrder plan={plan} now={null} />}
    </OrderMarket>
  );
}
