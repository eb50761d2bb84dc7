// Who decides the emission of subnets: concentration of subnet stake by validator and by holder, beside root's now and
// before dTAO, and what is decided centrally. Root's validators are few and are read at once; all others when asked for.
import { useEffect, useMemo } from 'preact/hooks';
import type { HolderConcentration } from '../../emission/holder-concentration.ts';
import { stakeConcentrationOf, type Concentration } from '../../emission/validator-stake.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { ROOT_NETUID } from '../../units.ts';
import { ALLOWANCE } from './holders-model.ts';
import { blockText, megabytesText, percentText } from '../words/format.ts';
import { needEmission } from '../subnets/need-figures.ts';
import { createValidatorStakesModel, hotkeysByValue } from '../subnets/validator-stakes-model.ts';
import { t, tCount } from '../core/text.ts';
import {
  BeforeDtaoControls,
  BeforeDtaoMethod,
  beforeDtaoNote,
  useBeforeDtao,
} from './before-dtao.tsx';
import { errorText } from '../words/error-text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { CountControls, countNote } from './count-controls.tsx';
import { CentralDecisions } from './central-decisions.tsx';
import { DRAWN, type Bar } from './bar-note.tsx';
import { HoldersControls, HoldersMethod, useHolders, type Find } from './holders-card.tsx';
import { OwnerShares, type OwnerView } from './owner-shares.tsx';
import { ValidatorStakeTable, type ValidatorStakeRow } from './validator-stake-table.tsx';
import {
  LISTED,
  neededText,
  ScaleNote,
  scaleOf,
  ShareList,
  showsNeeded,
  useHolderParts,
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
  giniPpm: of.giniPpm,
  largest: of.holders.slice(0, DRAWN).map(({ rao }) => rao),
});

type StakeConcentration = ReturnType<typeof stakeConcentrationOf>;

type Known = {
  all: StakeConcentration | null;
  root: Concentration | null;
  early: Concentration | null;
  holders: HolderConcentration | null;
};

/** How few it takes, of what is known. */
function Verdict({ all, root, early, holders }: Known) {
  if (root === null) return <p>{t('validatorStakeUnread')}</p>;
  return (
    <p>
      {all === null
        ? tCount('validatorStakeSentenceRoot', root.nakamoto)
        : tCount('validatorStakeSentence', all.emission.nakamoto, {
            root: String(root.nakamoto),
          })}{' '}
      {early !== null && (
        <>{t('validatorStakeSentenceEarly', { early: String(early.nakamoto) })} </>
      )}
      {holders !== null &&
        showsNeeded(holders.needed) &&
        t('validatorStakeSentenceHolders', { needed: neededText(holders.needed) })}
    </p>
  );
}

/** Root's own stake: from the reading of all where there is one, so that both are of one block. */
function useStakes(facts: EmissionFacts) {
  const { deps } = usePanel();
  const model = useMemo(() => createValidatorStakesModel(deps.call), []);
  const rootModel = useMemo(() => createValidatorStakesModel(deps.call), []);
  const readRoot = (): void => void rootModel.read([ROOT_NETUID]);
  useEffect(() => {
    readRoot();
    return () => {
      model.stop();
      rootModel.stop();
    };
  }, []);
  const reading = model.reading.value;
  const rootReading = rootModel.reading.value;
  const all = useMemo(
    () => (reading.state === 'done' ? stakeConcentrationOf(reading.stakes, facts) : null),
    [reading, facts],
  );
  const rootAlone = useMemo(
    () =>
      rootReading.state === 'done' ? stakeConcentrationOf(rootReading.stakes, facts).root : null,
    [rootReading, facts],
  );
  const rootError = rootReading.state === 'failed' ? rootReading.error : null;
  return { model, reading, all, root: all?.root ?? rootAlone, rootError, readRoot };
}

function Count({ facts }: { facts: EmissionFacts }) {
  const { store } = usePanel();
  const { model, reading, all, root, rootError, readRoot } = useStakes(facts);
  const holders = useHolders(null);
  const early = useBeforeDtao();
  const holdersOf = useHolderParts();
  const counted = holders.concentration;
  const find: Find = async () => {
    if (reading.state !== 'done') throw new RangeError('validators come first');
    return { block: reading.block, hotkeys: hotkeysByValue(reading.stakes, facts) };
  };
  const views: OwnerView[] = [
    ...(all === null ? [] : [{ key: 'subnets', of: all.emission } as const]),
    ...(root === null ? [] : [{ key: 'root', of: root } as const]),
    ...(early.found === null ? [] : [{ key: 'before', of: early.found.of } as const]),
  ];
  const largest = counted && {
    title: t('largestHolders'),
    parts: holdersOf(counted.of.holders.slice(0, LISTED)),
    total: counted.of.total,
  };
  const rows: ValidatorStakeRow[] = [
    {
      key: 'validators',
      label: t('validatorStakeNow'),
      note:
        all === null
          ? countNote(model, facts)
          : t('validatorStakeNowFound', { found: percentText(all.coveredPpm) }),
      measures: all && measuresOf(all.emission),
      controls: all === null && <CountControls facts={facts} model={model} />,
    },
    {
      key: 'holders',
      label: t('validatorStakeHolders'),
      note:
        counted === null
          ? t('holdersHowMuch', { megabytes: megabytesText(ALLOWANCE.bytes) })
          : t('validatorStakeHoldersFound', { found: percentText(counted.coveredPpm) }),
      measures: counted && measuresOf(counted.of, counted.needed, counted.whole),
      controls: all !== null && <HoldersControls model={holders.model} find={find} />,
    },
    {
      key: 'root',
      label: t('validatorStakeRoot'),
      note: t('validatorStakeRootNote'),
      measures: root && measuresOf(root),
      controls: root === null && rootError !== null && (
        <Banner tone="warning" isAlert>
          <p>{errorText(rootError)}</p>
          <Button isSmall onPress={readRoot}>
            {t('askAgain')}
          </Button>
        </Banner>
      ),
    },
    {
      key: 'early',
      label: t('validatorStakeBefore'),
      note: beforeDtaoNote(early, store.network.value.archive !== null),
      measures: early.found && measuresOf(early.found.of),
      controls: early.found === null && (
        <BeforeDtaoControls early={early} hasArchive={store.network.value.archive !== null} />
      ),
    },
  ];
  return (
    <>
      <section class="part" aria-label={t('validatorStakeTitle')}>
        <h2>{t('validatorStakeTitle')}</h2>
        <Verdict all={all} root={root} early={early.found?.of ?? null} holders={counted} />
        <ValidatorStakeTable
          // Without the validators nothing is known of the holders, nor can it be asked for; root is being read.
          rows={rows.filter(({ key }) =>
            key === 'holders'
              ? all !== null
              : key !== 'root' || root !== null || rootError !== null,
          )}
        />
        <details>
          <summary>{t('validatorStakeHow')}</summary>
          <div class="stack-s small soft">
            <p>{t('whoDecidesIntroduction')}</p>
            <p>{t('concentrationTerms')}</p>
            {reading.state === 'done' && all !== null && (
              <p>
                {t('validatorStakeMethod', {
                  block: blockText(reading.block.number),
                  covered: percentText(all.coveredPpm),
                })}
              </p>
            )}
            {holders.reading.state === 'done' && <HoldersMethod reading={holders.reading} />}
            <BeforeDtaoMethod early={early} />
          </div>
        </details>
      </section>
      <div class="decides-side">
        <OwnerShares views={views} />
        {largest !== null && (
          <div class="part">
            <ShareList {...largest} scale={scaleOf([largest])} />
            <ScaleNote scale={scaleOf([largest])} />
          </div>
        )}
      </div>
      <CentralDecisions facts={facts} />
    </>
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
        {facts === null ? (
          <>
            <p>{t('whoDecidesIntroduction')}</p>
            <p class="soft">{t('emissionNotRead')}</p>
          </>
        ) : (
          <Count facts={facts} />
        )}
        <ReadAt />
      </div>
    </Screen>
  );
}
