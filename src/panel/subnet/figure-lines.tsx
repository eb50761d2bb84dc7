// Figures of one subnet with their formulas: time held, momentum, locks, concentration, rank, and distance from removal.
import type { LockedPart } from '../../emission/locked-part.ts';
import { nakamotoCoefficient, topSharePpm } from '../../emission/concentration.ts';
import { ageOf } from '../../model/age.ts';
import { PPM, type Netuid } from '../../units.ts';
import { blockText, durationText } from '../words/format.ts';
import type { Column } from '../subnets/figure-columns.ts';
import { heldSince } from '../subnets/price-history.ts';
import type { SubnetEntry } from '../subnets/subnet-entry.ts';
import { t, tCount } from '../core/text.ts';
import { columnAbout, columnHow, columnLongName, Figure } from '../subnets/figure.tsx';
import { Formulas, type FormulaGroup, type FormulaLine } from '../emission/formulas.tsx';
import { flowTone, largestTone, rankTone, removalTone } from './figure-tones.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { usePanel } from '../core/panel-context.ts';
import { columnPercentText } from '../words/change.tsx';

const DAY = 24 * 3_600_000;
const atBlock = (block: number | null | undefined): string =>
  block === null || block === undefined ? '–' : blockText(block);

function removalValue(entry: SubnetEntry, head: number): string {
  const removal = entry.figures?.removal;
  if (removal === null || removal === undefined) return t('emissionNotReadShort');
  const { place, of, protectedUntil } = removal;
  if (place === null)
    return t('emissionProtectedUntil', { duration: durationText(protectedUntil - head) });
  if (place === 1) return t('emissionNextToGo');
  return t('emissionPlaceOf', { place: String(place), of: String(of) });
}

function HeldFor({ netuid }: { netuid: Netuid }) {
  const { store, clock } = usePanel();
  const since = heldSince(store.history.value, netuid);
  if (since === null) return <>{t('emissionNotReadShort')}</>;
  const age = ageOf(since.at, clock.now.value);
  if (age === null) return <>{t('agoNever')}</>;
  const days = Math.floor(age / DAY);
  if (days < 1) return <>{t('heldShort')}</>;
  const text = tCount('horizonDays', days);
  return <>{since.isOpen ? t('heldAtLeast', { amount: text }) : text}</>;
}

/** Among how many: all whose share is known. */
function rankText({ figures }: SubnetEntry, ranked: number): string {
  const rank = figures?.rank ?? null;
  return rank === null
    ? t('notKnown')
    : t('emissionPlaceOf', { place: String(rank), of: String(ranked) });
}

function groupsOf(
  entry: SubnetEntry,
  panel: ReturnType<typeof usePanel>,
  locked: LockedPart | null,
  ranked: number,
): FormulaGroup[] {
  const { names, store } = panel;
  const { netuid, held } = entry;
  const validators = names.validators(netuid);
  const stakes = (validators ?? []).map(({ alphaStake }) => BigInt(alphaStake));
  const head = store.emission.value?.facts.block.number ?? 0;
  const notRead = t('emissionNotReadShort');
  const column = (key: Column): FormulaLine => ({
    label: columnLongName(key),
    value: <Figure entry={entry} column={key} />,
    about: columnAbout(key),
    how: columnHow(key),
  });
  const mine = {
    label: t('heldFor'),
    value: <HeldFor netuid={netuid} />,
    about: t('heldAbout'),
    how: null,
  };
  const place = [
    column('momentum'),
    { ...column('flow'), tone: flowTone(entry) },
    column('yield'),
    {
      ...column('rank'),
      value: rankText(entry, ranked),
      tone: rankTone(entry, store.emission.value?.facts.gate),
    },
    {
      label: columnLongName('removal'),
      value: removalValue(entry, head),
      about: columnAbout('removal'),
      how: columnHow('removal'),
      tone: removalTone(entry),
    },
    ...((entry.figures?.removal?.roomPpm ?? null) === null ? [] : [column('room')]),
  ];
  const holders: FormulaLine[] = [
    ...(held === 0n ? [] : [mine]),
    {
      label: columnLongName('locked'),
      value: locked === null ? notRead : columnPercentText(locked.ppm),
      about: columnAbout('locked'),
      how: t('lockedAbout', { block: atBlock(locked?.block) }),
    },
    ...(locked === null || locked.leftPpm === null
      ? []
      : [
          {
            label: t('lockedLater'),
            value: columnPercentText((locked.ppm * locked.leftPpm) / PPM),
            about: t('lockedLaterAbout'),
            how: null,
          },
        ]),
    {
      label: columnLongName('largest'),
      value: stakes.length === 0 ? notRead : columnPercentText(topSharePpm(stakes, 1)),
      tone: largestTone(stakes.length === 0 ? null : topSharePpm(stakes, 1)),
      about: columnAbout('largest'),
      how: t('concentrationAbout', {
        validators: String(stakes.length),
        needed: String(nakamotoCoefficient(stakes)),
        block: atBlock(names.validatorsAt(netuid)),
      }),
    },
    {
      label: columnLongName('owner'),
      value:
        locked === null || locked.ownerPpm === null ? notRead : columnPercentText(locked.ownerPpm),
      about: columnAbout('owner'),
      how: t('ownerPartAbout', { block: atBlock(locked?.block) }),
    },
  ];
  return [
    { title: t('figuresPlace'), lines: place },
    { title: t('figuresHolders'), lines: holders },
  ];
}

type FigureLinesProps = { entry: SubnetEntry; locked: LockedPart | null };

export function FigureLines({ entry, locked }: FigureLinesProps) {
  const panel = usePanel();
  const ranked = useSubnets().all.value.filter(({ figures }) => (figures?.rank ?? null) !== null);
  return <Formulas groups={groupsOf(entry, panel, locked, ranked.length)} />;
}
