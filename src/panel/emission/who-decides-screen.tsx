// Who decides the emission of subnets: concentration of subnet stake by validator and by holder, beside root's now and
// before dTAO, and what is decided centrally. Root and the largest subnets are read by themselves; the rest when asked for.
import { useEffect } from 'preact/hooks';
import type { HolderConcentration } from '../../emission/holder-concentration.ts';
import { stakeConcentrationOf, type Concentration } from '../../emission/validator-stake.ts';
import type { EmissionRecord } from '../../model/records.ts';
import { ALLOWANCE } from './holders-model.ts';
import { blockText, megabytesText, percentText } from '../words/format.ts';
import { needEmission } from '../subnets/need-figures.ts';
import { hotkeysByValue, type StakesFound } from '../subnets/validator-stakes-model.ts';
import { BY_ITSELF_BYTES } from './by-itself.ts';
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
import { CountControls } from './count-controls.tsx';
import { CentralDecisions } from './central-decisions.tsx';
import { DRAWN, type Bar } from './bar-note.tsx';
import { HoldersControls, HoldersMethod, useHolders, type Find } from './holders-card.tsx';
import { OwnerShares, type OwnerView } from './owner-shares.tsx';
import { ValidatorStakeTable, type ValidatorStakeRow } from './validator-stake-table.tsx';
import {
  LISTED,
  neededText,
  scaleOf,
  ShareList,
  showsNeeded,
  useHolderParts,
} from './share-list.tsx';
import { ReadAt } from '../subnets/figure-sources.tsx';
import { LoadLine, loadsOf } from './load-line.tsx';
import { useStakes } from './use-stakes.ts';
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

/** Of how many subnets, where it is not of all. */
function nowLabel(found: StakesFound | null): string {
  return found === null || found.left.length === 0
    ? t('validatorStakeNow')
    : // Root is not among the subnets.
      tCount('validatorStakeNowOf', found.of - found.left.length - 1);
}

/** How few it takes, of what is known. */
function Verdict({ all, root, early, holders }: Known) {
  if (root === null) return <p>{t('validatorStakeUnread')}</p>;
  const more = (
    <>
      {early !== null && (
        <>{t('validatorStakeSentenceEarly', { early: String(early.nakamoto) })} </>
      )}
      {holders !== null &&
        showsNeeded(holders.needed) &&
        t('validatorStakeSentenceHolders', { needed: neededText(holders.needed) })}
    </>
  );
  if (all === null) {
    return (
      <p>
        {tCount('validatorStakeSentenceRoot', root.nakamoto)} {more}
      </p>
    );
  }
  return (
    <>
      <p class="strong">{tCount('validatorStakeSentence', all.emission.nakamoto)}</p>
      <p>
        {t('validatorStakeSentenceRootToo', { root: String(root.nakamoto) })} {more}
      </p>
    </>
  );
}

function Count({ record }: { record: EmissionRecord }) {
  const { facts } = record;
  const { store } = usePanel();
  const stakes = useStakes(record);
  const { model, found, all, root, rootError, readRoot, readAll } = stakes;
  const holders = useHolders(null);
  const early = useBeforeDtao(record.genesisHash);
  const holdersOf = useHolderParts();
  const counted = holders.concentration;
  const hasArchive = store.network.value.archive !== null;
  const find: Find = async () => {
    if (found === null) throw new RangeError('validators come first');
    return { block: found.block, hotkeys: hotkeysByValue(found.stakes, facts) };
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
  const isReadingAll = model.reading.value.state === 'reading';
  const hasFailed = model.reading.value.state === 'failed';
  const rows: ValidatorStakeRow[] = [
    {
      key: 'validators',
      label: nowLabel(found),
      note: all && t('validatorStakeNowFound', { found: percentText(all.coveredPpm) }),
      measures: all && measuresOf(all.emission),
      controls: (isReadingAll || hasFailed) && (
        <CountControls model={model} onAgain={() => readAll()} />
      ),
    },
    {
      key: 'holders',
      label: t('validatorStakeHolders'),
      note: counted && t('validatorStakeHoldersFound', { found: percentText(counted.coveredPpm) }),
      measures: counted && measuresOf(counted.of, counted.needed, counted.whole),
      controls: (holders.reading.state === 'finding' ||
        holders.reading.state === 'reading' ||
        holders.reading.state === 'failed') && (
        <HoldersControls model={holders.model} find={find} />
      ),
    },
    {
      key: 'root',
      label: t('validatorStakeRoot'),
      note: t('validatorStakeRootNote'),
      measures: root && measuresOf(root),
      controls: root === null && rootError !== null && (
        <Banner tone="warning" isAlert>
          <p>{errorText(rootError)}</p>
          <Button isSmall onPress={() => void readRoot()}>
            {t('askAgain')}
          </Button>
        </Banner>
      ),
    },
    {
      key: 'early',
      label: t('validatorStakeBefore'),
      note: beforeDtaoNote(early, hasArchive),
      measures: early.found && measuresOf(early.found.of),
      controls: early.found === null &&
        (!hasArchive || early.isReading || early.answer !== null) && (
          <BeforeDtaoControls early={early} hasArchive={hasArchive} />
        ),
    },
  ];
  return (
    <>
      <section class="part" aria-label={t('validatorStakeTitle')}>
        <h2>{t('validatorStakeTitle')}</h2>
        <Verdict all={all} root={root} early={early.found?.of ?? null} holders={counted} />
        <ValidatorStakeTable
          rows={rows.filter(({ measures, controls }) => measures !== null || controls !== false)}
        />
        <LoadLine
          loads={loadsOf({ stakes, hasRoot: root !== null, holders, find, early, hasArchive })}
        />
        <details>
          <summary>{t('validatorStakeHow')}</summary>
          <div class="stack-s small soft">
            <p>{t('whoDecidesIntroduction')}</p>
            <p>{t('concentrationTerms')}</p>
            <p>
              {t('concentrationCost', {
                limit: megabytesText(BY_ITSELF_BYTES),
                holders: megabytesText(ALLOWANCE.bytes),
              })}
            </p>
            {found !== null && all !== null && (
              <p>
                {t('validatorStakeMethod', {
                  block: blockText(found.block.number),
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
          </div>
        )}
      </div>
      <CentralDecisions facts={facts} />
    </>
  );
}

export function WhoDecidesScreen() {
  const panel = usePanel();
  const record = panel.store.emission.value;
  useEffect(() => {
    void needEmission(panel);
  }, []);
  return (
    <Screen title={t('whoDecidesTitle')}>
      <div class="padded stack who-decides">
        {record === null ? (
          <>
            <p>{t('whoDecidesIntroduction')}</p>
            <p class="soft">{t('emissionNotRead')}</p>
          </>
        ) : (
          <Count key={record.genesisHash} record={record} />
        )}
        <ReadAt />
      </div>
    </Screen>
  );
}
