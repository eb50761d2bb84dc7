// The actions at the foot of a subnet's screen.
import type { Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

export function SubnetFoot({ netuid }: { netuid: Netuid }) {
  const { portfolio, router, store } = usePanel();
  const held = portfolio.value.value?.subnets.find((subnet) => subnet.netuid === netuid);
  const first = held?.positions[0];
  if (store.accounts.value.length === 0) {
    return (
      <footer class="foot">
        <Button look="primary" isWide icon="wallet" onPress={() => router.go({ name: 'connect' })}>
          {t('useMyWallet')}
        </Button>
      </footer>
    );
  }
  return (
    <footer class="foot subnet-foot">
      <Button
        look="primary"
        isWide
        onPress={() =>
          router.go({
            name: 'ticket',
            start: {
              kind: 'stake',
              coldkey: first?.coldkey ?? portfolio.chosen.value,
              hotkey: first?.hotkey ?? null,
              netuid,
            },
          })
        }
      >
        {t('stake')}
      </Button>
      {first !== undefined && (
        <Button
          isWide
          onPress={() =>
            router.go({
              name: 'ticket',
              start: { kind: 'unstake', coldkey: first.coldkey, hotkey: first.hotkey, netuid },
            })
          }
        >
          {t('kindUnstake')}
        </Button>
      )}
    </footer>
  );
}
