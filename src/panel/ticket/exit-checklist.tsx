// A checklist of positions to unstake, each with what it brings.
import { useMemo } from 'preact/hooks';
import type { Position } from '../../model/facts.ts';
import { t, tCount } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import type { Netuid, Ss58Address } from '../../units.ts';
import { reasonKeys } from '../words/left-out.ts';
import { Button } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { checkText } from '../words/check-text.ts';
import { blockedExits, isSamePlace } from './exit-blocks.ts';
import { CheckRow, Segments } from '../ui/field.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

export function ExitChecklist() {
  const { store, names, portfolio } = usePanel();
  const ticket = useTicket();
  const { coldkey, exits, sending } = ticket.draft.value;
  const plan = ticket.worked.value?.plan ?? null;
  const values = portfolio.value.value?.subnets.flatMap(({ positions }) => positions) ?? [];
  const valueOf = ({ hotkey, netuid }: Position) =>
    values.find((one) => one.coldkey === coldkey && one.hotkey === hotkey && one.netuid === netuid);
  // As it was first known: no row moves under a finger when a block changes the figures.
  const brought = useMemo(
    () =>
      new Map(values.map((one) => [`${one.coldkey} ${one.netuid} ${one.hotkey}`, one.sellable])),
    [coldkey, values.length],
  );
  const broughtBy = ({ netuid, hotkey }: Position): bigint =>
    brought.get(`${coldkey} ${netuid} ${hotkey}`) ?? 0n;
  const bringsMore = (a: Position, b: Position): number => {
    const [first, second] = [broughtBy(a), broughtBy(b)];
    return first === second ? a.netuid - b.netuid : first < second ? 1 : -1;
  };
  const held = (store.snapshot.value?.snapshot.positions ?? [])
    .filter((position) => position.coldkey === coldkey && position.alpha > 0n)
    .toSorted(bringsMore);
  const isChosen = ({ hotkey, netuid }: Position) =>
    exits.some((exit) => isSamePlace(exit, { hotkey, netuid }));
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
  const keptOf = (position: Position) => valueOf(position)?.leftOut ?? [];
  const blocked = plan === null ? [] : blockedExits(plan);
  const isAll = held.length > 0 && held.every(isChosen);
  const choose = (positions: readonly { hotkey: Ss58Address; netuid: Netuid }[]) =>
    ticket.edit({ exits: positions.map(({ hotkey, netuid }) => ({ hotkey, netuid })) });
  return (
    <div class="stack-s">
      <div class="line line-wrap apart">
        <p class="label">{tCount('positionsChosen', exits.length)}</p>
        <Button isSmall onPress={() => choose(isAll ? [] : held)}>
          {t(isAll ? 'selectNone' : 'selectAll')}
        </Button>
      </div>
      {blocked.length > 0 && (
        <Button
          isWide
          onPress={() =>
            choose(exits.filter((exit) => !blocked.some((one) => isSamePlace(one, exit))))
          }
        >
          {tCount('skipBlocked', blocked.length)}
        </Button>
      )}
      <ul class="rows">
        {held.map((position) => {
          const brings = bringsOf(position);
          const why = blocked.find((one) => isSamePlace(one, position))?.why ?? null;
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
                    {why !== null && <span class="bad quote-note">{checkText(why, names)}</span>}
                    {!isChosen(position) &&
                      keptOf(position).map(({ reason, spot }) => (
                        <span key={reason} class="quote-note">
                          <RichText
                            text={reasonKeys[reason]}
                            with={{ amount: <Tao rao={spot} decimals={4} /> }}
                          />
                        </span>
                      ))}
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
