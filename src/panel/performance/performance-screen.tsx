// Performance: what the accounts of home earned, what prices did and what it cost, over a period, in all and by subnet.
import { useState } from 'preact/hooks';
import type { AccountBook, BucketSize, Results, SubnetThen } from '../../history/figures.ts';
import { LoadCard } from '../books/load-card.tsx';
import { useAccountBooks } from '../books/use-account-books.ts';
import { useBooks } from '../books/use-books.ts';
import { ExportSheet } from '../books/export-sheet.tsx';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { useIsGrey } from '../core/use-is-grey.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Segments, Select } from '../ui/field.tsx';
import { Screen } from '../ui/screen.tsx';
import { errorText } from '../words/error-text.ts';
import { dateText } from '../words/format.ts';
import { BasisCard } from './basis-card.tsx';
import { BasedOnSheet } from './based-on-sheet.tsx';
import { ColumnsChart } from './columns-chart.tsx';
import { PartDefinitions } from './part-definitions.tsx';
import { whyNot } from './figure.tsx';
import { bucketOf, periodOf, resultRanges, type ResultRange } from './period.ts';
import { ResultCard, spanOfCoverage } from './result-card.tsx';
import { SubnetResults } from './subnet-results.tsx';
import { useDailyPrices } from '../books/use-daily-prices.ts';
import { useResults } from './use-results.ts';
import { WorthChart } from './worth-chart.tsx';

const SAMPLES = 240;
/** A record that begins this much after the period is not the whole of it. */
const HOUR = 3_600_000;

/** How long the record is that columns are made of: they are as fine as it allows. */
function recordLength(books: readonly AccountBook[], from: number): number {
  const firsts = books.flatMap(({ points }) => points.slice(0, 1).map(({ at }) => at));
  const lasts = books.flatMap(({ points }) => points.slice(-1).map(({ at }) => at));
  if (firsts.length === 0) return 0;
  return Math.max(...lasts) - Math.max(from, Math.min(...firsts));
}

type BodyProps = {
  results: Results;
  range: ResultRange;
  from: number;
  bucket: BucketSize | null;
  hasSubnets: boolean;
  exit: bigint | null;
  /** What is above says already what lacks, and how it is loaded. */
  isLoadShown: boolean;
  onBasis: () => void;
  onLoad: () => void;
};

function Figures(props: BodyProps) {
  const { results, range, from, bucket, hasSubnets, exit, isLoadShown, onBasis, onLoad } = props;
  const { total, coverage, columns, samples, flows, bySubnet } = results;
  const span = spanOfCoverage(coverage);
  if (!total.known || span === null) {
    return (
      <Banner tone="unknown" title={t('resultNotKnown')}>
        <p>{total.known ? t('whyNot_no_point') : whyNot(total.why)}</p>
        <LinkButton onPress={onBasis}>{t('basedOnTitle')}</LinkButton>
      </Banner>
    );
  }
  const isShort = range !== 'all' && span.first > from + HOUR;
  return (
    <>
      {isShort && isLoadShown && (
        <p class="small warn">{t('resultSince', { date: dateText(span.first) })}</p>
      )}
      {isShort && !isLoadShown && (
        <Banner tone="unknown" title={t('resultSince', { date: dateText(span.first) })}>
          <p>{t('resultSinceText')}</p>
          <div>
            <LinkButton onPress={onLoad}>{t('historyMore')}</LinkButton>
          </div>
        </Banner>
      )}
      <div class="performance-grid">
        <ResultCard
          figures={total.value}
          fiat={results.fiat}
          range={range}
          span={span}
          exit={exit}
          onBasis={onBasis}
        />
        <div class="stack">
          {columns.known && bucket !== null && (
            <ColumnsChart
              columns={columns.value}
              size={bucket}
              total={total.value}
              bySubnet={hasSubnets ? bySubnet : []}
              range={range}
            />
          )}
          {samples.known && <WorthChart samples={samples.value} flows={flows} />}
        </div>
        <BasisCard figures={total.value} />
      </div>
      {hasSubnets && <SubnetResults results={bySubnet} />}
    </>
  );
}

/** Whose figures these are: the choice of home, which can be made here too. */
function Whose({ without }: { without: number }) {
  const { portfolio, names } = usePanel();
  const { chosen, counted, shownAccounts } = portfolio;
  const accounts = shownAccounts.value;
  return (
    <>
      {accounts.length > 1 && (
        <Select
          isLabelHidden
          label={t('activityAccount')}
          value={chosen.value ?? ''}
          options={[
            { value: '', text: tCount('performanceOf', counted.value.length) },
            ...accounts.map(({ coldkey }) => ({ value: coldkey, text: names.coldkey(coldkey) })),
          ]}
          onChange={(text) =>
            portfolio.choose(accounts.find(({ coldkey }) => coldkey === text)?.coldkey ?? null)
          }
        />
      )}
      {without > 0 && <p class="small warn">{tCount('performanceWithout', without)}</p>}
    </>
  );
}

export function PerformanceScreen({ subnet }: { subnet: SubnetThen | null }) {
  const { deps, portfolio, names } = usePanel();
  const [range, setRange] = useState<ResultRange>('month');
  const [opened, setOpened] = useState<'basis' | 'export' | null>(null);
  const [isAsking, setAsking] = useState(false);
  const [now] = useState(deps.now);
  const period = periodOf(range, now);
  const { run } = useBooks();
  const { books } = useAccountBooks('all');
  const bucket = bucketOf(recordLength(books ?? [], period.from));
  const { results, error } = useResults(`${range} ${bucket}`, {
    period,
    scope: subnet === null ? { of: 'accounts' } : { of: 'subnet', ...subnet },
    bucket,
    samples: SAMPLES,
    fiat: useDailyPrices(),
  });
  const isLoading = run.value?.state === 'running' || run.value?.state === 'paused';
  const sums = portfolio.sums.value;
  const isGrey = useIsGrey();
  // Of now, of the same accounts as home's, each with its history, and all of it loaded.
  const isWhole =
    !isGrey && sums?.isSellableWhole === true && books?.length === portfolio.coldkeys.value.length;
  const isEmpty = books !== null && books.length === 0;
  const isLoadShown = isEmpty || isLoading || isAsking || run.value?.state === 'stopped';
  return (
    <Screen
      title={
        subnet === null
          ? t('performanceTitle')
          : t('performanceOfSubnet', { subnet: isolated(names.title(subnet.netuid)) })
      }
      actions={
        <Button isSmall look="quiet" icon="fall" onPress={() => setOpened('export')}>
          {t('activityExport')}
        </Button>
      }
    >
      <div class={`padded stack performance ${isLoading ? 'performance-open' : ''}`}>
        {error !== null && (
          <Banner tone="red" isAlert>
            {errorText(error)}
          </Banner>
        )}
        {isEmpty && !isLoading && (
          <div class="stack-s">
            {portfolio.chosen.value !== null && <Whose without={0} />}
            <p class="strong">{t('performanceEmptyTitle')}</p>
            <p class="soft">{t('performanceEmptyText')}</p>
          </div>
        )}
        {isLoadShown && <LoadCard />}
        {isEmpty && (
          <section class="card stack-s">
            <h2>{t('performanceEmptyShows')}</h2>
            <PartDefinitions />
          </section>
        )}
        {results !== null && books !== null && (
          <>
            <div class="performance-choice">
              <Segments
                label={t('chartRange')}
                value={range}
                options={resultRanges.map((one) => ({ value: one, text: t(`chartRange_${one}`) }))}
                onChange={(text) => setRange(resultRanges.find((one) => one === text) ?? 'month')}
              />
              <Whose without={portfolio.coldkeys.value.length - books.length} />
            </div>
            {isLoading && <p class="small warn">{t('performanceSoFar')}</p>}
            <Figures
              results={results}
              range={range}
              from={period.from}
              bucket={bucket}
              hasSubnets={subnet === null}
              exit={subnet === null && isWhole ? (sums?.sellable ?? null) : null}
              isLoadShown={isLoadShown}
              onBasis={() => setOpened('basis')}
              onLoad={() => setAsking(true)}
            />
            <div>
              <Button isSmall icon="fall" onPress={() => setOpened('export')}>
                {t('exportTitle')}
              </Button>
            </div>
          </>
        )}
      </div>
      {opened === 'basis' && books !== null && (
        <BasedOnSheet
          books={books}
          coverage={results?.coverage ?? []}
          onLoad={() => {
            setOpened(null);
            setAsking(true);
          }}
          onClose={() => setOpened(null)}
        />
      )}
      {opened === 'export' && <ExportSheet onClose={() => setOpened(null)} />}
    </Screen>
  );
}
