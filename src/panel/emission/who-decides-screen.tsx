// Who decides the emission of subnets: concentration of subnet stake by validator and by holder, beside root's now and
// before dTAO, and what is decided centrally. Root and the largest subnets are read by themselves; the rest when asked for.
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Concentration } from '../../emission/validator-stake.ts';
import type { EmissionRecord } from '../../model/records.ts';
import { ALLOWANCE } from './holders-model.ts';
import { blockText, megabytesText, percentText, taoText } from '../words/format.ts';
import { needEmission } from '../subnets/need-figures.ts';
import type { StakesFound } from '../subnets/validator-stakes-model.ts';
import { BY_ITSELF_BYTES } from './by-itself-budget.ts';
import { t, tCount } from '../core/text.ts';
import {
  beforeDtaoCaption,
  BeforeDtaoControls,
  BeforeDtaoMethod,
  beforeDtaoNote,
  useBeforeDtao,
} from './before-dtao.tsx';
import { CountControls } from './count-controls.tsx';
import { Verdict } from './concentration-verdict.tsx';
import { CentralDecisions } from './central-decisions.tsx';
import { DRAWN, type Bar } from './bar-note.tsx';
import { HoldersControls, HoldersMethod, useHolders } from './holders-card.tsx';
import { ownersOfMine, type OwnerView } from './largest-owners.ts';
import { OwnerShares } from './owner-shares.tsx';
import { ValidatorStakeTable, type ValidatorStakeRow } from './validator-stake-table.tsx';
import { LISTED, neededText, scaleOf, ShareList, useHolderParts } from './share-list.tsx';
import { ReadAt } from '../subnets/figure-sources.tsx';
import { LoadLine, loadsOf } from './load-line.tsx';
import { useAgeOf } from './use-age-of.ts';
import { useFindHolders } from './use-find-holders.ts';
import { useStakes } from './use-stakes.ts';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';
import { useKeptFocus } from '../ui/use-focus.ts';

const measuresOf = (
  of: Concentration | Concentration<{ rao: bigint }>,
  captionOf: (count: number, stake: string) => string,
  needed: Bar['needed'] = { least: of.nakamoto, most: of.nakamoto },
  whole = of.total,
): ValidatorStakeRow['measures'] => ({
  caption: captionOf(of.holders.length, taoText(of.total, 0)),
  total: of.total,
  whole,
  needed: neededText(needed, 'neededLeast'),
  bounds: needed,
  giniPpm: of.giniPpm,
  largest: of.holders.slice(0, DRAWN).map(({ rao }) => rao),
});

/** Of how many subnets, root not among them. */
const subnetsCaption =
  (found: StakesFound) =>
  (count: number, stake: string): string =>
    tCount('concentrationOfSubnets', count, {
      stake,
      read: String(found.asked.length - found.left.length - 1),
      all: String(found.asked.length - 1),
    });

/** After a link is pressed the button that ends its load; after that what is left to load. */
const NEXT_TO_PRESS = '.validator-stakes .button, .load-links .link, .who-decides summary';

type CountProps = { record: EmissionRecord; area: RefObject<HTMLElement | null> };

function Count({ record, area }: CountProps) {
  const { facts } = record;
  const { store, portfolio } = usePanel();
  const stakes = useStakes(record);
  const { model, found, all, root } = stakes;
  const holders = useHolders(null);
  useKeptFocus(area, NEXT_TO_PRESS);
  const early = useBeforeDtao(record.genesisHash);
  const holdersOf = useHolderParts();
  const counted = holders.concentration;
  const hasArchive = store.network.value.archive !== null;
  const { find, hasMore } = useFindHolders(stakes, holders, facts);
  const stakesAge = useAgeOf(found?.at ?? null);
  const holdersAge = useAgeOf(holders.reading.state === 'done' ? holders.reading.at : null);
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
  const mine = ownersOfMine(
    found?.stakes ?? [],
    (portfolio.value.value?.subnets ?? []).flatMap(({ positions }) => positions),
  );
  const { state } = model.reading.value;
  const ofStakes = (state === 'reading' || state === 'failed') && <CountControls stakes={stakes} />;
  const agedNote = (age: string | null) => age && t('concentrationAge', { age });
  const rows: ValidatorStakeRow[] = [
    {
      key: 'validators',
      label: t('validatorStakeNow'),
      note: null,
      age: agedNote(stakesAge),
      measures:
        all && found && measuresOf(all.emission, subnetsCaption(found), all.needed, all.whole),
      controls: root !== null && ofStakes,
    },
    {
      key: 'holders',
      label: t('validatorStakeHolders'),
      note: null,
      age: agedNote(holdersAge),
      measures:
        counted &&
        measuresOf(
          counted.of,
          (count, stake) =>
            tCount('concentrationOfHolders', count, {
              stake,
              found: percentText(counted.coveredPpm),
            }),
          counted.needed,
          counted.whole,
        ),
      controls: (holders.reading.state === 'finding' ||
        holders.reading.state === 'reading' ||
        holders.reading.state === 'failed') && (
        <HoldersControls model={holders.model} find={find} />
      ),
    },
    {
      key: 'root',
      label: t('validatorStakeRoot'),
      note: null,
      age: agedNote(stakesAge),
      measures:
        root && measuresOf(root, (count, stake) => tCount('concentrationOfRoot', count, { stake })),
      controls: root === null && ofStakes,
    },
    {
      key: 'early',
      label: t('validatorStakeBefore'),
      note: beforeDtaoNote(early, hasArchive),
      measures:
        early.found &&
        measuresOf(early.found.of, (count, stake) => beforeDtaoCaption(early, count, stake)),
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
      </section>
      <OwnerShares views={views} mine={mine} />
      {largest !== null && (
        <div class="part">
          <ShareList {...largest} scale={scaleOf([largest])} />
        </div>
      )}
      <div class="part">
        <LoadLine loads={loadsOf({ stakes, holders, hasMore, find, early, hasArchive })} />
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
      </div>
      <CentralDecisions facts={facts} />
    </>
  );
}

export function WhoDecidesScreen() {
  const panel = usePanel();
  const record = panel.store.emission.value;
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void needEmission(panel);
  }, []);
  return (
    <Screen title={t('whoDecidesTitle')}>
      <div class="padded stack who-decides" ref={area}>
        {record === null ? (
          <>
            <p>{t('whoDecidesIntroduction')}</p>
            <p class="soft">{t('emissionNotRead')}</p>
          </>
        ) : (
          <Count key={record.genesisHash} record={record} area={area} />
        )}
        <ReadAt />
      </div>
    </Screen>
  );
}
