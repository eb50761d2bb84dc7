// What a subnet is and what its alpha costs: one line of its own about it, its site, the price over a range, and its size.
import type { ComponentChildren } from 'preact';
import { RAO_PER_ALPHA, mulDivDown, type Netuid } from '../../units.ts';
import { reservesOf } from '../../pool/curves/curve-of.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { cleanName, t, tCount } from '../core/text.ts';
import { priceSeriesToNow } from '../core/price-series.ts';
import { usePanel } from '../core/panel-context.ts';
import { Figure } from '../subnets/figure.tsx';
import { changePpm } from '../subnets/price-history.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { Badge } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { RangeSwitch } from '../ui/chart/range-switch.tsx';
import { Sparkline } from '../ui/chart/sparkline.tsx';
import { rangeDays, rangesReached, spanOf, type Range } from '../ui/chart/time-axis.ts';
import { Tao } from '../words/amount.tsx';
import { directionOf, PlainChange } from '../words/change.tsx';
import { dayOf } from './holding-change-line.tsx';
import { webLink, webLinkOn } from './web-link.ts';

const ENOUGH = 3;

type RangeProps = { range: Range; onRange: (range: Range) => void };

/** How the price went over a range, as a small line, and the choice of the range; nothing where too little is known. */
function Course({ netuid, range: picked, onRange }: { netuid: Netuid } & RangeProps) {
  const panel = usePanel();
  const { changeOver } = useSubnets();
  const series = priceSeriesToNow(panel, netuid);
  const first = series?.points[0];
  if (!series || series.points.length < ENOUGH || first === undefined) return null;
  const now = series.now.at;
  const ranges = rangesReached(first.at, now);
  const range = ranges.includes(picked) ? picked : (ranges.at(-1) ?? 'day');
  const { from, to, bridge } = spanOf(range, first.at, now);
  const points = series.points.filter(({ at }) => at >= from - bridge);
  const known = changeOver(netuid, rangeDays[range]);
  // Where less is recorded than the range, it is the change since the line begins. Without its registration nobody knows
  // whether the number was this subnet's by then.
  const isSame = panel.names.details(netuid)?.registeredAt !== undefined;
  const begins = isSame ? (points[0]?.value ?? null) : null;
  const change = known ?? changePpm(series.now.value, begins);
  const direction = change === null ? 'flat' : directionOf(change);
  return (
    <>
      <span class="subnet-change">
        <span class="small quiet">
          {known === null
            ? t('courseSince', { date: dayOf(points[0]?.at ?? from) })
            : t(`chartRange_${range}`)}
        </span>{' '}
        {change !== null && <PlainChange ppm={change} />}
      </span>
      <span class={direction === 'up' ? 'gain' : direction === 'down' ? 'loss' : 'quiet'}>
        <Sparkline points={points} from={Math.min(from, points[0]?.at ?? from)} to={to} />
      </span>
      <RangeSwitch ranges={ranges} value={range} onChange={onRange} />
    </>
  );
}

function About({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  const details = names.details(netuid);
  const text = cleanName(details?.description ?? '', 160);
  const site = webLink(details?.url ?? '');
  const links = [
    { link: site, name: site?.host ?? '' },
    { link: webLinkOn(['github.com'], details?.github ?? ''), name: 'GitHub' },
    { link: webLinkOn(['discord.gg', 'discord.com'], details?.discord ?? ''), name: 'Discord' },
  ].flatMap(({ link, name }) => (link === null ? [] : [{ href: link.href, name }]));
  if (text === '' && links.length === 0) return null;
  return (
    <p class="small soft subnet-about">
      {text !== '' && <bdi title={text}>{text}</bdi>}
      {links.map(({ href, name }) => (
        <a
          key={name}
          class="link subnet-link"
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          title={t('siteOpens')}
        >
          <bdi>{name}</bdi>
          <Icon name="out" small />
        </a>
      ))}
    </p>
  );
}

function Stat({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Why figures of emission are missing, and the way on. `null`: they are there, or on their way. */
type Again = (() => void) | null;

export function SubnetHead({
  netuid,
  onReadAgain,
  ...range
}: { netuid: Netuid; onReadAgain: Again } & RangeProps) {
  const { names } = usePanel();
  const subnets = useSubnets();
  if (netuid === 0) return <p class="soft">{t('rootExplained')}</p>;
  const facts = subnets.facts(netuid);
  const entry = subnets.all.value.find((one) => one.netuid === netuid);
  // They have no place in the order, so it is of fewer than there are subnets.
  const immune = subnets.all.value.filter(({ figures }) => figures?.removal?.place === null).length;
  const price = facts === null ? (entry?.price ?? null) : valuationPrice(facts);
  const reserves = facts?.pool ? reservesOf(facts.pool) : null;
  const depth = reserves?.taoReserve ?? entry?.depth ?? null;
  const { isSubtokenEnabled, isTransferEnabled, curve } = facts ?? {};
  const isStopped = isSubtokenEnabled?.known === true && !isSubtokenEnabled.value;
  const isFixed = isTransferEnabled?.known === true && !isTransferEnabled.value;
  return (
    <header class="stack-s subnet-head">
      <About netuid={netuid} />
      <div class="line line-wrap subnet-price">
        {price !== null && (
          <span class="strong">
            <span class="hidden-text">{t('spotPrice')} </span>
            <RichText
              text="pricePerAlpha"
              with={{
                price: (
                  <Tao rao={mulDivDown(RAO_PER_ALPHA, price.rao, price.perAlphaRao)} isPublic />
                ),
                alpha: <span class="quiet">{names.symbol(netuid)}</span>,
              }}
            />
          </span>
        )}
        <Course netuid={netuid} {...range} />
      </div>
      <dl class="subnet-stats">
        <Stat label={t('figureShort_depth')}>
          {depth === null ? t('notRead') : <Tao rao={depth} decimals={0} isPublic />}
        </Stat>
        {(['share', 'removal'] as const).map((column) => (
          <Stat key={column} label={t(`figureShort_${column}`)}>
            {entry === undefined || entry.figures === null ? (
              <span class="quiet">{t('emissionNotReadShort')}</span>
            ) : (
              <>
                <Figure entry={entry} column={column} />
                {column === 'removal' && entry.figures.removal?.place === 1 && (
                  <span class="table-note loss">{t('removalNext')}</span>
                )}
                {column === 'removal' && (entry.figures.removal?.place ?? 1) > 1 && immune > 0 && (
                  <span class="table-note quiet">{tCount('removalImmune', immune)}</span>
                )}
              </>
            )}
          </Stat>
        ))}
      </dl>
      {onReadAgain !== null && (
        <p class="line apart small soft">
          <span>{t('emissionMissingOnly')}</span>
          <LinkButton onPress={onReadAgain}>{t('askAgain')}</LinkButton>
        </p>
      )}
      {(isStopped || isFixed || curve === 'node-only') && (
        <p class="line line-wrap">
          {isStopped && <Badge tone="warning">{t('notStarted')}</Badge>}
          {isFixed && <Badge tone="notice">{t('transfersOff')}</Badge>}
          {curve === 'node-only' && <Badge tone="unknown">{t('curveUnknown')}</Badge>}
        </p>
      )}
    </header>
  );
}
