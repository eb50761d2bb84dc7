// A checklist of positions to unstake, each with what it brings.
import type { Position } from '../../model/facts.ts';
import { t, tCount } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { CheckRow, Segments } from '../ui/field.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

export function ExitChecklist() {
  const { store, names } = usePanel();
  const ticket = useTicket();
  const { coldkey, exits, sending } = ticket.draft.value;
  const plan = ticket.worked.value?.plan ?? null;
  const held = (store.snapshot.value?.snapshot.positions ?? [])
    .filter((position) => position.coldkey === coldkey && position.alpha > 0n)
    .toSorted((a, b) => a.netuid - b.netuid);
  const isChosen = ({ hotkey, netuid }: Position) =>
    exits.some((exit) => exit.hotkey === hotkey && exit.netuid === netuid);
  const toggle = (position: Position, isOn: boolean) => {
    const others = exits.filter(
      ({ hotkey, netuid }) => hotkey !== position.hotkey || netuid !== position.netuid,
    );
    const { hotkey, netuid } = position;
    ticket.edit({ exits: isOn ? [...others, { hotkey, netuid }] : others });
  };
  const bringsOf = ({ hotkey, netuid }: Position) =>
    plan?.items.find(
      ({ move }) => move.kind === 'unstake-all' && move.hotkey === hotkey && move.netuid === netuid,
    )?.receives?.expected ?? null;
  return (
    <div class="stack-s">
      <p class="label">{tCount('positionsChosen', exits.length)}</p>
      <ul class="rows">
        {held.map((position) => {
          const brings = bringsOf(position);
          return (
            <li key={`${position.netuid}:${position.hotkey}`}>
              <CheckRow
                isOn={isChosen(position)}
                onChange={(isOn) => toggle(position, isOn)}
                label={<bdi>{names.title(position.netuid)}</bdi>}
                note={
                  <>
                    <bdi>{names.hotkey(position.hotkey)}</bdi> ·{' '}
                    <Alpha alpha={position.alpha} netuid={position.netuid} decimals={2} />
                    {brings !== null && (
                      <>
                        {' → '}
                        <Tao rao={brings.amount} />
                      </>
                    )}
                  </>
                }
              />
            </li>
          );
        })}
      </ul>
      <Segments
        label={t('sendingLabel')}
        value={sending}
        options={[
          { value: 'one-by-one', text: t('sendOneByOne') },
          { value: 'one-batch', text: t('sendOneBatch') },
        ]}
        onChange={(value) =>
          ticket.edit({ sending: value === 'one-batch' ? 'one-batch' : 'one-by-one' })
        }
      />
      <p class="field-note">{t(sending === 'one-batch' ? 'oneBatchNote' : 'oneByOneNote')}</p>
    </div>
  );
}
