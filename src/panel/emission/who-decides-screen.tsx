// Who decides the emission of subnets: concentration of subnet stake by validator and by holder, beside root's now and
// before dTAO, and what is decided centrally.
import { useEffect, useMemo } from 'preact/hooks';
import { stakeConcentrationOf, type Concentration } from '../../emission/validator-stake.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { blockText, percentText } from '../words/format.ts';
import { needEmission } from '../subnets/need-figures.ts';
import { createValidatorStakesModel, hotkeysByValue } from '../subnets/validator-stakes-model.ts';
import { t, tCount } from '../core/text.ts';
import {
  BeforeDtaoControls,
  BeforeDtaoMethod,
  beforeDtaoNote,
  useBeforeDtao,
} from './before-dtao.tsx';
import { CountControls } from './count-controls.tsx';
import { CentralDecisions } from './central-decisions.tsx';
import { DRAWN, type Bar } from './bar-note.tsx';
import { HoldersControls, HoldersMethod, useHolders, type Find } from './holders-card.tsx';
import { ValidatorStakeTable, type ValidatorStakeRow } from './validator-stake-table.tsx';
import {
  LISTED,
  neededText,
  ScaleNote,
  scaleOf,
  ShareList,
  showsNeeded,
  useHolderParts,
  useOwnerParts,
  type Shares,
} from './share-list.tsx';
import { ReadAt } from '../subnets/figure-sources.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';

const measuresOf = (
  of: Concentration | Concentration<{ rao: bigint }>,
  needed: Bar['needed'] = { least: of.nakamoto, most: of.nakamoto },
  whole = of.total,
): ValidatorStakeRow['measures'] => ({
  holders: of.holders.length,
  total: of.total,
  whole,
  needed: neededText(needed),
  bounds: needed,
  topPpm: of.topPpm,
  giniPpm: of.giniPpm,
  largest: of.holders.slice(0, DRAWN).map(({ rao }) => rao),
});

type StakeConcentration = ReturnType<typeof stakeConcentrationOf>;

function sentenceOf(of: StakeConcentration | null): string {
  if (of === null) return t('validatorStakeUnread');
  const now = {
    covered: percentText(of.coveredPpm),
    root: String(of.root.nakamoto),
  };
  return tCount('validatorStakeSentence', of.emission.nakamoto, now);
}

function Count({ facts }: { facts: EmissionFacts }) {
  const { deps, store } = usePanel();
  const model = useMemo(() => createValidatorStakesModel(deps.call), []);
  useEffect(() => model.stop, []);
  const holders = useHolders(null);
  const early = useBeforeDtao();
  const ownersOf = useOwnerParts();
  const ownersIn = (title: string, of: Concentration): Shares => ({
    title,
    parts: ownersOf(of),
    total: of.total,
  });
  const holdersOf = useHolderParts();
  const reading = model.reading.value;
  const concentration = useMemo(
    () => (reading.state === 'done' ? stakeConcentrationOf(reading.stakes, facts) : null),
    [reading, facts],
  );
  const find: Find = async () => {
    if (reading.state !== 'done') throw new RangeError('validators come first');
    return { block: reading.block, hotkeys: hotkeysByValue(reading.stakes, facts) };
  };
  const lists: Shares[] = [
    ...(concentration === null
      ? []
      : [
          ownersIn(t('largestNow'), concentration.emission),
          ownersIn(t('largestRoot'), concentration.root),
        ]),
    ...(early.found === null ? [] : [ownersIn(t('largestEarly'), early.found.of)]),
    ...(holders.concentration === null
      ? []
      : [
          {
            title: t('largestHolders'),
            parts: holdersOf(holders.concentration.of.holders.slice(0, LISTED)),
            total: holders.concentration.of.total,
          },
        ]),
  ];
  const scale = scaleOf(lists);
  const rows: ValidatorStakeRow[] = [
    {
      key: 'validators',
      label: t('validatorStakeNow'),
      note:
        concentration === null
          ? t('validatorStakeNowNote')
          : t('validatorStakeNowFound', { found: percentText(concentration.coveredPpm) }),
      measures: concentration && measuresOf(concentration.emission),
      controls: concentration === null && <CountControls facts={facts} model={model} />,
    },
    {
      key: 'holders',
      label: t('validatorStakeHolders'),
      note:
        holders.concentration === null
          ? t('validatorStakeNowNote')
          : t('validatorStakeHoldersFound', {
              found: percentText(holders.concentration.coveredPpm),
            }),
      measures:
        holders.concentration &&
        measuresOf(
          holders.concentration.of,
          holders.concentration.needed,
          holders.concentration.whole,
        ),
      controls: concentration !== null && <HoldersControls model={holders.model} find={find} />,
    },
    {
      key: 'root',
      label: t('validatorStakeRoot'),
      note: t('validatorStakeRootNote'),
      measures: concentration && measuresOf(concentration.root),
      controls: null,
    },
    {
      key: 'early',
      label: t('validatorStakeBefore'),
      note: beforeDtaoNote(early),
      measures: early.found && measuresOf(early.found.of),
      controls: early.found === null && (
        <BeforeDtaoControls early={early} hasArchive={store.network.value.archive !== null} />
      ),
    },
  ];
  return (
    <section class="part" aria-label={t('validatorStakeTitle')}>
      <h2>{t('validatorStakeTitle')}</h2>
      <p>
        {sentenceOf(concentration)}{' '}
        {concentration !== null && early.found !== null && (
          <>{t('validatorStakeSentenceEarly', { early: String(early.found.of.nakamoto) })} </>
        )}
        {holders.concentration !== null &&
          showsNeeded(holders.concentration.needed) &&
          t('validatorStakeSentenceHolders', {
            needed: neededText(holders.concentration.needed),
          })}
      </p>
      <ValidatorStakeTable
        // Without the validators nothing is known of these, nor can it be asked for.
        rows={rows.filter(
          ({ key }) => concentration !== null || (key !== 'holders' && key !== 'root'),
        )}
      />
      {lists.length > 0 && (
        <div class="share-lists">
          <ScaleNote scale={scale} of="rows" />
          {lists.map((list) => (
            <ShareList key={list.title} {...list} scale={scale} />
          ))}
        </div>
      )}
      {reading.state === 'done' && concentration !== null && (
        <details>
          <summary>{t('validatorStakeHow')}</summary>
          <div class="stack-s small soft">
            <p>
              {t('validatorStakeMethod', {
                block: blockText(reading.block.number),
                covered: percentText(concentration.coveredPpm),
              })}
            </p>
            {holders.reading.state === 'done' && <HoldersMethod reading={holders.reading} />}
            <BeforeDtaoMethod early={early} />
          </div>
        </details>
      )}
    </section>
  );
}

export function WhoDecidesScreen() {
  const panel = usePanel();
  const facts = panel.store.emission.value?.facts ?? null;
  useEffect(() => {
    void needEmission(panel);
  }, []);
  return (
    <Screen title={t('whoDecidesTitle')}>
      <div class="padded stack who-decides">
        <p>{t('whoDecidesIntroduction')}</p>
        {facts === null ? (
          <p class="soft">{t('emissionNotRead')}</p>
        ) : (
          <>
            <Count facts={facts} />
            <CentralDecisions facts={facts} />
          </>
        )}
        <ReadAt />
      </div>
    </Screen>
  );
}
