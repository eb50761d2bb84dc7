// On a subnet's screen: what I hold of it and what that yields a day, what selling would do to the subnet's emission, and my
// parts of its alpha and of its validators' stake.
import { percentOf, percentText, taoText } from '../words/format.ts';
import { ownPart, type OwnVote } from './own-part.ts';
import { formatAmount, type Netuid } from '../../units.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha, Tao } from '../words/amount.tsx';
import { isolated, t } from '../core/text.ts';
import { Formulas, type FormulaLine } from './formulas.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';

const MOST_VALIDATORS = 3;
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
    amount: taoText(vote.perDay, 2),
  });
}

/** What the stake yields: alpha a day, and its worth at the spot price; null: not known. */
export type OwnYield = { alpha: bigint; tao: bigint | null };

function Held({ netuid, part, yields }: { netuid: Netuid; part: string; yields: OwnYield | null }) {
  const { names } = usePanel();
  const subnet = names.number(netuid);
  if (yields === null) return <>{t('ownPartHeld', { part, subnet })}</>;
  const alpha = <Alpha alpha={yields.alpha} netuid={netuid} />;
  return yields.tao === null ? (
    <RichText text="ownPartHeldYields" with={{ part, subnet, alpha }} />
  ) : (
    <RichText
      text="ownPartHeldWorth"
      with={{ part, subnet, alpha, tao: <Tao rao={yields.tao} /> }}
    />
  );
}

export function OwnPartCard({ netuid, yields }: { netuid: Netuid; yields: OwnYield | null }) {
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
  const shown = mine.validators.slice(0, MOST_VALIDATORS);
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
    ...shown.map(({ hotkey, ppm }) => ({
      label: t('ownPartOfValidator', { validator: isolated(names.hotkey(hotkey)) }),
      value: partText(ppm, true),
      about: t('ownPartStakeAtAbout'),
      how: null,
    })),
  ];
  return (
    <section class="part" aria-label={t('ownPartTitle')}>
      <h2>{t('ownPartTitle')}</h2>
      {mine.alphaPpm !== null && (
        <p class="strong">
          <Held netuid={netuid} part={partText(mine.alphaPpm, true)} yields={yields} />
        </p>
      )}
      <div>
        <p class="soft">{sentenceOf(mine.vote)}</p>
        {mine.vote.state === 'vote' && (
          <details class="quiet-details">
            <summary>{t('how')}</summary>
            <p class="small soft">{t('ownPartVoteAbout')}</p>
          </details>
        )}
      </div>
      <Formulas groups={[{ title: t('ownPartHolds'), lines }]} />
    </section>
  );
}
