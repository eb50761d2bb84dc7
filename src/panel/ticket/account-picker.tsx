// Picks the account that makes the move.
import type { Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { usePanel } from '../core/panel-context.ts';

type Props = { onPick: (coldkey: Ss58Address) => void; onClose: () => void };

export function AccountPicker({ onPick, onClose }: Props) {
  const { portfolio, names } = usePanel();
  return (
    <Sheet title={t('pickAccount')} onClose={onClose}>
      <ul class="body rows">
        {portfolio.shownAccounts.value.map(({ coldkey, sources }) => (
          <li key={coldkey}>
            <button
              type="button"
              class="row"
              onClick={() => {
                onPick(coldkey);
                onClose();
              }}
            >
              <span class="line">
                <AddressMark address={coldkey} />
                <bdi class="strong one-line">{names.coldkey(coldkey)}</bdi>
                <AddressChip address={coldkey} />
              </span>
              {sources.length === 0 && <span class="small quiet">{t('watchOnly')}</span>}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
