// What a subnet is and what its alpha costs: the price and how it went, one line of its own about it, its site, and its size.
import { RAO_PER_ALPHA, mulDivDown, type Netuid } from '../../units.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { t } from '../core/text.ts';
import { priceSeriesToNow, type PricePoint } from '../core/price-series.ts';
import { usePanel } from '../core/panel-context.ts';
import { columnName } from '../subnets/figure.tsx';
import { changePpm } from '../subnets/price-history.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { Badge } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Sparkline } from '../ui/chart/sparkline.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';
import { directionOf, PlainChange } from '../words/change.tsx';
import { directionTones, pointsOver } from '../words/price-sparkline.tsx';
import { dayOf } from '../words/day-of.ts';
import { SubnetAbout, SubnetLinks } from './subnet-about.tsx';
import { allStats, firstStats, SubnetStats } from './subnet-stats.tsx';

const ENOUGH = 3;
const DAYS = [
  { column: 'day', days: 1 },
  { column: 'week', days: 7 },
] as const;

type Step = { name: string; ppm: bigint; days: number | null };

/** How the price went in a day and in a week; where less is recorded than a week, since the record begins. */
function useCourse(netuid: Netuid): {
  steps: readonly Step[];
  points: readonly PricePoint[];
} {
  const panel = usePanel();
  const { changeOver } = useSubnets();
  const known = DAYS.flatMap(({ column, days }): Step[] => {
    const ppm = changeOver(netuid, days);
    return ppm === null ? [] : [{ name: columnName(column), ppm, days }];
  });
  const points = priceSeriesToNow(panel, netuid)?.points ?? [];
  if (known.length === DAYS.length) return { steps: known, points };
  const [first, now] = [points[0], points.at(-1)];
  // Without its registration nobody knows whether the number was this subnet's by then.
  const isSame = panel.names.details(netuid)?.registeredAt !== undefined;
  const isEnough = isSame && points.length >= ENOUGH;
  const since = isEnough && first && now ? changePpm(now.value, first.value) : null;
  if (since === null || first === undefined) return { steps: known, points };
  const all = { name: t('courseSince', { date: dayOf(first.at) }), ppm: since, days: null };
  return { steps: [...known, all], points };
}

/** `isAtChart`: where the line is drawn, it stands there. */
function Step({ step: { name, ppm }, isAtChart = false }: { step: Step; isAtChart?: boolean }) {
  return (
    <span class={`small subnet-change ${isAtChart ? 'at-chart' : ''}`}>
      <span class="quiet">{name}</span> <PlainChange ppm={ppm} />
    </span>
  );
}

/** What the line of a change is drawn of; null: too little is known. */
function drawnOf({ days }: Step, points: readonly PricePoint[]): readonly PricePoint[] | null {
  const drawn = days === null ? points : pointsOver(points, points.at(-1)?.at ?? 0, days);
  return drawn.length < ENOUGH ? null : drawn;
}

type CourseProps = {
  netuid: Netuid;
  /** The longest of the changes. */
  step: Step;
  points: readonly PricePoint[];
  onPress: () => void;
};

/** The line that the longest of the changes is the change of, below that change; it leads to the market. */
function Course({ netuid, step, points, onPress }: CourseProps) {
  const { names } = usePanel();
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <div class="subnet-course close-only">
      <Step step={step} />
      <button
        type="button"
        class={directionTones[directionOf(step.ppm)]}
        aria-label={t('priceOf', { subnet: names.number(netuid) })}
        onClick={onPress}
      >
        <Sparkline points={points} from={first.at} to={last.at} isWide />
      </button>
    </div>
  );
}

function Price({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  const subnets = useSubnets();
  const facts = subnets.facts(netuid);
  const entry = subnets.all.value.find((one) => one.netuid === netuid);
  const price = facts === null ? (entry?.price ?? null) : valuationPrice(facts);
  if (price === null) return null;
  const rao = mulDivDown(RAO_PER_ALPHA, price.rao, price.perAlphaRao);
  return (
    <span class="strong">
      <span class="hidden-text">{t('spotPrice')} </span>
      <RichText
        text="pricePerAlpha"
        with={{
          price: <Tao rao={rao} isPublic />,
          alpha: <span class="quiet">{names.symbol(netuid)}</span>,
        }}
      />
    </span>
  );
}

/** Why figures of emission are missing, and the way on. `null`: they are there, or on their way. */
type Again = (() => void) | null;

type HeadProps = { netuid: Netuid; onReadAgain: Again; onMarket: () => void };

export function SubnetHead({ netuid, onReadAgain, onMarket }: HeadProps) {
  const subnets = useSubnets();
  const { steps, points } = useCourse(netuid);
  if (netuid === 0) return <p class="soft">{t('rootExplained')}</p>;
  const { isSubtokenEnabled, isTransferEnabled, curve } = subnets.facts(netuid) ?? {};
  const isStopped = isSubtokenEnabled?.known === true && !isSubtokenEnabled.value;
  const entry = subnets.all.value.find((one) => one.netuid === netuid);
  const isNext = entry?.figures?.removal?.place === 1;
  const isFixed = isTransferEnabled?.known === true && !isTransferEnabled.value;
  const longest = steps.at(-1);
  const drawn = longest === undefined ? null : drawnOf(longest, points);
  return (
    <header class="subnet-head">
      <div class="line line-wrap subnet-price">
        <Price netuid={netuid} />
        {steps.map((step) => (
          <Step key={step.name} step={step} isAtChart={drawn !== null && step === longest} />
        ))}
      </div>
      {longest !== undefined && drawn !== null && (
        <Course netuid={netuid} step={longest} points={drawn} onPress={onMarket} />
      )}
      <SubnetLinks netuid={netuid} look="roomy-only" />
      <SubnetAbout netuid={netuid} />
      <SubnetStats netuid={netuid} columns={allStats} look="roomy-only" />
      <SubnetStats netuid={netuid} columns={firstStats} look="close-only" />
      {onReadAgain !== null && (
        <p class="line apart small soft">
          <span>{t('emissionMissingOnly')}</span>
          <LinkButton onPress={onReadAgain}>{t('askAgain')}</LinkButton>
        </p>
      )}
      {(isStopped || isFixed || isNext || curve === 'node-only') && (
        <p class="line line-wrap">
          {isNext && <Badge tone="warning">{t('ladderTitle')}</Badge>}
          {isStopped && <Badge tone="warning">{t('notStarted')}</Badge>}
          {isFixed && <Badge tone="notice">{t('transfersOff')}</Badge>}
          {curve === 'node-only' && <Badge tone="unknown">{t('curveUnknown')}</Badge>}
        </p>
      )}
    </header>
  );
}
