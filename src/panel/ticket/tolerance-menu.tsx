// The price tolerance, remembered for each kind of move.
import { bpsText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Menu } from '../ui/menu.tsx';
import { useTicket } from './ticket-context.ts';

const choices = [10, 25, 50, 100, 200, 500] as const;

export function ToleranceMenu() {
  const ticket = useTicket();
  const current = ticket.terms.value.toleranceBps;
  return (
    <Menu
      label={t('toleranceLabel', { tolerance: bpsText(current) })}
      look="pill"
      isAtEnd
      button={<bdi>{bpsText(current)}</bdi>}
      items={choices.map((bps) => ({
        key: String(bps),
        content: bpsText(bps),
        isChosen: bps === current,
        onPick: () => ticket.setTolerance(bps),
      }))}
    />
  );
}
