// Beside a request in the largest windows: the subnet's price, what the order leaves, and its validators.
import type { SigningRequest } from '../model/request.ts';
import { ROOT_NETUID } from '../units.ts';
import { OrderMarket } from './subnets/order-market.tsx';
import { AfterOrder } from './words/after-order.tsx';

export function RequestBeside({ request }: { request: SigningRequest }) {
  const { plan, receipt, state } = request;
  const { move } = plan;
  const netuid = 'toNetuid' in move ? move.toNetuid : 'netuid' in move ? move.netuid : ROOT_NETUID;
  if (netuid === ROOT_NETUID) return null;
  const own = 'toHotkey' in move ? move.toHotkey : 'hotkey' in move ? move.hotkey : null;
  // Of what a block has, or of what ended without one, the receipt and the account tell what is held.
  const isAhead =
    receipt === null && ['draft', 'waiting-for-wallet', 'signed', 'submitted'].includes(state);
  return (
    <OrderMarket netuid={netuid} own={own}>
      {isAhead && <AfterOrder plan={plan} now={null} />}
    </OrderMarket>
  );
}
