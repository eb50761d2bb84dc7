// The same place in the other direction: an order to stake becomes one to unstake, and back.
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { IconButton } from '../ui/button.tsx';
import { useTicket } from './ticket-context.ts';

/** There is a way back only out of stake that the account has. */
export function TurnTicket() {
  const { router, store } = usePanel();
  const { coldkey, netuid, hotkey, kind } = useTicket().choice.value;
  if (coldkey === null || netuid === null || hotkey === null) return null;
  const isHeld = (store.snapshot.value?.snapshot.positions ?? []).some(
    (position) =>
      position.coldkey === coldkey &&
      position.hotkey === hotkey &&
      position.netuid === netuid &&
      position.alpha > 0n,
  );
  if (kind !== 'unstake' && (kind !== 'stake' || !isHeld)) return null;
  const other = kind === 'stake' ? 'unstake' : 'stake';
  return (
    <IconButton
      icon="swap"
      label={t(other === 'stake' ? 'turnToStake' : 'turnToUnstake')}
      onPress={() =>
        router.replace({ name: 'ticket', start: { kind: other, coldkey, hotkey, netuid } })
      }
    />
  );
}
