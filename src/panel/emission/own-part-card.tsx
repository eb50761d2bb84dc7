// On a subnet's screen: my parts of alpha, validator stake and vote, each with its formula.
import { percentOf, percentText, taoText } from '../words/format.ts';
import { ownPart, type OwnVote } from './own-part.ts';
import { PPM, drawnRatio, formatAmount, type Netuid } from '../../units.ts';
import { StackedBar } from '../ui/chart/stacked-bar.tsx';
import { isolated, t } from '../core/text.ts';
import { Formulas, type FormulaLine } from './formulas.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';

const MOST_VALIDATORS = 3;
/** One per cent, in parts per million: less could not be seen in a bar. */
const LEAST_DRAWN = 10_000n;

/** A thousandth of a per cent, in parts per million: what three decimals can show. */
const LEAST_SHOWN = 10n;

/** With as many decimals in every row; a part too small to print is shown as "under", not as zero. */
function partText(ppm: bigint | null, holds: boolean): string {
  if (ppm === null) return t('notKnown');
  if (ppm < LEAST_SHOWN && holds) return t('emissionUnder', { limit: percentText(LEAST_SHOWN) });
  return percentOf(formatAmount(ppm * 100_000n, { decimals: 3, significant: 0, isFixed: true }));
}

/** What my stake does to the subnet's emission, in one sentence. */
function sentenceOf(vote: OwnVote): string {
  if (vote.state === 'none') return t('ownPartSentenceNone');
  if (vote.state === 'unknown') return t('ownPartSentenceUnknown');
  return t('ownPartSentence', {
    part: vote.ppm === 0n && vote.perDay > 0n ? partText(0n, true) : percentText(vote.ppm),
    amount: taoText(vote.perDay),
    heading: taoText(vote.heading, 2),
  });
}

export function OwnPartCard({ netuid }: { netuid: Netuid }) {
  const { portfolio, store, names } = usePanel();
  const subnets = useSubnets();
  const value = portfolio.value.value?.subnets.find((one) => one.netuid === netuid);
  const facts = store.emission.value?.facts;
  if (netuid === 0 || value === undefined || facts === undefined) return null;
  const mine = ownPart(
    value,
    facts,
    subnets.check.value,
    subnets.facts(netuid),
    names.validators(netuid),
  );
  const lines: FormulaLine[] = [
    {
      label: t('ownPartAlpha'),
      value: partText(mine.alphaPpm, true),
      about: t('ownPartAlphaAbout'),
      how: t('ownPartAlphaHow'),
    },
    {
      label: t('ownPartStake'),
      value: partText(mine.stakePpm, mine.validators.length > 0),
      about: t('ownPartStakeAbout'),
      how: t('ownPartStakeHow'),
    },
    ...mine.validators.slice(0, MOST_VALIDATORS).map(({ hotkey, ppm }) => ({
      label: t('ownPartStakeAt', { validator: isolated(names.hotkey(hotkey)) }),
      value: partText(ppm, true),
      about: t('ownPartStakeAtAbout'),
      how: null,
    })),
  ];
  return (
    <section class="part" aria-label={t('ownPartTitle')}>
      <h2>{t('ownPartTitle')}</h2>
      <div>
        <p>{sentenceOf(mine.vote)}</p>
        {mine.vote.state === 'vote' && (
          <details class="quiet-details">
            <summary>{t('how')}</summary>
            <p class="small soft">{t('ownPartVoteAbout')}</p>
          </details>
        )}
      </div>
      {mine.alphaPpm !== null && mine.alphaPpm >= LEAST_DRAWN && (
        <StackedBar parts={[drawnRatio(mine.alphaPpm, PPM)]} needed={{ least: 1, most: 1 }} />
      )}
      <Formulas groups={[{ title: null, lines }]} />
    </section>
  );
}
