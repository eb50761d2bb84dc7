// The third column of a ticket in the largest windows: the subnet's price, what the order leaves, and its validators.
import { usePanel } from '../core/panel-context.ts';
import { OrderMarket } from '../subnets/order-market.tsx';
import type { Netuid } from '../../units.ts';
import { AfterOrder } from '../words/after-order.tsx';
import { heldBefore, orderValidator } from './market-model.ts';
import { isRefused } from './review-state.ts';
import { useTicket } from './ticket-context.ts';

export function Market() {
  const { store } = usePanel();
  const { choice, worked, facts, whatIf, ahead, review } = useTicket();
  const { coldkey, netuid, hotkey, toNetuid, toHotkey } = choice.value;
  const shown = toNetuid ?? netuid;
  if (shown === null) return null;
  const plan = worked.value?.plan ?? null;
  const snapshot = store.snapshot.value?.snapshot;
  const assumed = whatIf.assumption.value?.stake ?? null;
  const heldAt = (place: Netuid | null, validator: string | null): bigint | null =>
    heldBefore(snapshot, assumed, { coldkey, netuid: place, hotkey: validator });
  return (
    <OrderMarket netuid={shown} own={orderValidator(choice.value)}>
      {/* What goes first takes of it, too. */}
      {plan !== null && !isRefused(review.value) && ahead.value === null && (
        <AfterOrder
          plan={plan}
          now={{
            held: heldAt(netuid, hotkey),
            heldThere: heldAt(shown, toHotkey),
            free: facts.value?.coldkey.free ?? null,
          }}
        />
      )}
    </OrderMarket>
  );
}
