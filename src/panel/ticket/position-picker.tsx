// Picks a position of the ticket's account: subnet and validator.
import type { Netuid, Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { Alpha } from '../words/amount.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { WindowedList } from '../ui/windowed-list.tsx';

const ROW = 52;

type Props = {
  onPick: (position: { hotkey: Ss58Address; netuid: Netuid }) => void;
  onClose: () => void;
};

export function PositionPicker({ onPick, onClose }: Props) {
  const { store, names } = usePanel();
  const { choice } = useTicket();
  const held = (store.snapshot.value?.snapshot.positions ?? [])
    .filter(({ coldkey, alpha }) => coldkey === choice.value.coldkey && alpha > 0n)
    .toSorted((a, b) => a.netuid - b.netuid);
  const rows = held.map(({ hotkey, netuid, alpha }) => ({
    key: `${netuid}:${hotkey}`,
    height: ROW,
    content: (tabIndex: 0 | -1) => (
      <button
        type="button"
        class="row"
        style={{ blockSize: `${ROW}px` }}
        tabIndex={tabIndex}
        onClick={() => {
          onPick({ hotkey, netuid });
          onClose();
        }}
      >
        <span>
          <span class="row-name">
            <SubnetBadge netuid={netuid} />
            <SubnetName netuid={netuid} />
          </span>
          <span class="row-sub">
            <bdi class="one-line">{names.hotkey(hotkey)}</bdi>
          </span>
        </span>
        <span class="small">
          <Alpha alpha={alpha} netuid={netuid} decimals={2} />
        </span>
      </button>
    ),
  }));
  return (
    <Sheet title={t('pickPosition')} onClose={onClose} isTall>
      <div class="body">
        {rows.length === 0 ? (
          <p class="padded soft">{t('noPositions')}</p>
        ) : (
          <WindowedList label={t('pickPosition')} rows={rows} />
        )}
      </div>
    </Sheet>
  );
}
