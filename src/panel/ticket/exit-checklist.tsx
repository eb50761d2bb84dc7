// A checklist of positions to unstake, each with what it brings.
import { useMemo } from 'preact/hooks';
import type { Position } from '../../model/facts.ts';
import { t, tCount } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { exactText, type Netuid, type Ss58Address } from '../../units.ts';
import { isSaleKnown, type PositionValue } from '../../portfolio/portfolio-value.ts';
import { reasonKeys } from '../words/left-out.ts';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import type { CheckResult } from '../../model/check.ts';
import type { NamesModel } from '../core/names-model.ts';
import { checkText } from '../words/check-text.ts';
import { alphaText } from '../words/format.ts';
import { blockedExits, broughtByAll, broughtByEach, isSamePlace } from './exit-blocks.ts';
import { CheckRow, Segments } from '../ui/field.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

/** What leaving brings: of a chosen one by its plan, else its part of the exit value. */
function Brings({ planned, alone }: { planned: bigint | null; alone: PositionValue | null }) {
  if (planned !== null) {
    return (
      <span class="strong">
        <Tao rao={planned} decimals={2} />
      </span>
    );
  }
  if (alone === null) return <span class="quiet">{t('notKnown')}</span>;
  return (
    <span class="soft">
      <ValuePart rao={alone.sellable} isWhole={isSaleKnown(alone)} />
    </span>
  );
}

/** Why a position cannot exit; of one that is held back in part, how much and by what. */
function whyText(why: CheckResult, isLock: boolean, names: NamesModel): string {
  const { missing } = why.values;
  if (isLock && missing?.unit === 'alpha') {
    return t('exitLocked', { missing: alphaText(missing.amount, names.symbol(missing.netuid), 2) });
  }
  return why.id === 'stake-available' && missing?.unit === 'alpha'
    ? t('exitHeldBack', {
        // The row names the subnet.
        missing: alphaText(missing.amount, names.symbol(missing.netuid), 2),
      })
    : checkText(why, names);
}

/** Of a position that is held back in part: the rest goes by an order of its own. */
function UnstakeRest({ position, why }: { position: Position; why: CheckResult }) {
  const { names, router } = usePanel();
  const { coldkey, hotkey, netuid } = position;
  const { available } = why.values;
  if (why.id !== 'stake-available' || available?.unit !== 'alpha' || available.amount <= 0n) {
    return null;
  }
  const start = { kind: 'unstake', amountText: exactText(available.amount) } as const;
  return (
    <p class="small exit-rest">
      <LinkButton
        onPress={() => router.go({ name: 'ticket', start: { ...start, coldkey, hotkey, netuid } })}
      >
        {t('exitRest', { available: alphaText(available.amount, names.symbol(netuid), 2) })}
      </LinkButton>
    </p>
  );
}

export function ExitChecklist() {
  const { store, names, portfolio } = usePanel();
  const ticket = useTicket();
  const { coldkey, exits, sending } = ticket.choice.value;
  const { smallUnderRao } = store.settings.value;
  const plan = ticket.worked.value?.plan ?? null;
  const values = portfolio.value.value?.subnets.flatMap(({ positions }) => positions) ?? [];
  const valueOf = ({ hotkey, netuid }: Position) =>
    values.find(
      (one) => one.coldkey === coldkey && one.hotkey === hotkey && one.netuid === netuid,
    ) ?? null;
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
  const bringsOf = (position: Position) =>
    broughtEach.find((one) => isSamePlace(one, position))?.rao ?? null;
  const keptOf = (position: Position) => valueOf(position)?.leftOut ?? [];
  const isLockAlone = ({ netuid }: Position): boolean => {
    const read = store.snapshot.value?.snapshot.availability;
    if (read?.known !== true) return false;
    const here = read.value.find((one) => one.coldkey === coldkey && one.netuid === netuid);
    return here?.bonds.known === true && here.bonds.value.length === 0;
  };
  const brings = plan === null ? null : broughtByAll(plan);
  const blocked = plan === null ? [] : blockedExits(plan);
  const broughtEach = plan === null ? [] : broughtByEach(plan);
  const isAll = held.length > 0 && held.every(isChosen);
  const choose = (positions: readonly { hotkey: Ss58Address; netuid: Netuid }[]) =>
    ticket.edit({ exits: positions.map(({ hotkey, netuid }) => ({ hotkey, netuid })) });
  const isSmall = (position: Position): boolean => broughtBy(position) < smallUnderRao;
  const small = held.filter(isSmall);
  const large = held.filter((position) => !isSmall(position));
  const hasSeveralOfOne = new Set(large.map(({ netuid }) => netuid)).size < large.length;
  const row = (position: Position) => {
    const { netuid, hotkey, alpha } = position;
    const why = blocked.find((one) => isSamePlace(one, position))?.why ?? null;
    return (
      <li key={`${netuid}:${hotkey}`}>
        <CheckRow
          isOn={isChosen(position)}
          onChange={(isOn) => toggle(position, isOn)}
          badge={<SubnetBadge netuid={netuid} />}
          label={<bdi class="strong one-line">{names.title(netuid)}</bdi>}
          // What cannot exit as a whole brings what is free of it: not what its plan would, were it let.
          end={
            <Brings planned={why === null ? bringsOf(position) : null} alone={valueOf(position)} />
          }
          note={
            <>
              <bdi>{names.hotkey(hotkey)}</bdi> ·{' '}
              <Alpha alpha={alpha} netuid={netuid} decimals={2} />
              {why !== null && (
                <span class="bad quote-note">{whyText(why, isLockAlone(position), names)}</span>
              )}
              {!isChosen(position) &&
                keptOf(position).map(({ reason, spot }) => (
                  <span key={reason} class="quote-note">
                    <RichText
                      text={reasonKeys[reason]}
                      with={{ amount: <Tao rao={spot} decimals={2} /> }}
                    />
                  </span>
                ))}
            </>
          }
        />
        {why !== null && <UnstakeRest position={position} why={why} />}
      </li>
    );
  };
  return (
    <div class="stack-s">
      <div class="line line-wrap apart">
        <p class="label">
          {tCount('positionsChosen', exits.length)}
          {blocked.length > 0 && ` · ${tCount('blockedExits', blocked.length)}`}
          {brings !== null && (
            <>
              {' · '}
              <RichText
                text="exitValueAbout"
                with={{ amount: <Tao rao={brings} decimals={2} /> }}
              />
            </>
          )}
        </p>
        <Button isSmall onPress={() => choose(isAll ? [] : held)}>
          {t(isAll ? 'selectNone' : 'selectAll')}
        </Button>
      </div>
      {blocked.length > 0 && sending === 'one-batch' && (
        <Button
          isWide
          onPress={() =>
            choose(exits.filter((exit) => !blocked.some((one) => isSamePlace(one, exit))))
          }
        >
          {tCount('skipBlocked', blocked.length)}
        </Button>
      )}
      <p class="small soft exit-head">{t('sellableNow')}</p>
      <ul class="rows">{large.map(row)}</ul>
      {hasSeveralOfOne && <p class="field-note">{t('exitValueOrder')}</p>}
      {small.length > 0 && (
        <details class="exit-small" open={small.some(isChosen)}>
          <summary>
            {tCount('smallPositions', small.length)} ·{' '}
            <Tao rao={small.reduce((sum, one) => sum + broughtBy(one), 0n)} />
          </summary>
          <ul class="rows">{small.map(row)}</ul>
        </details>
      )}
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
