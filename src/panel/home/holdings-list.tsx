// My subnets, one row each, opening to coldkey → validator; the small ones folded together.
import { signal } from '@preact/signals';
import type { PositionValue } from '../../portfolio/portfolio-value.ts';
import { signedPercentText } from '../words/format.ts';
import { sortKeys, toSortKey, type SubnetRow } from '../core/portfolio-model.ts';
import { t, tCount } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { Menu } from '../ui/menu.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { ValueRowEnd } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { WindowedList, type ListRow } from '../ui/windowed-list.tsx';

const PriceSparkline = lazy(
  () => import('./overview-pane.tsx').then((m) => m.PriceSparkline),
  null,
);

const ROW = 56;
const INNER_ROW = 48;
const FOLD_ROW = 40;

const openNetuids = signal<ReadonlySet<number>>(new Set());
const showsSmall = signal(false);

function toggle(netuid: number): void {
  const next = new Set(openNetuids.peek());
  if (!next.delete(netuid)) next.add(netuid);
  openNetuids.value = next;
}

function Change({ ppm }: { ppm: bigint | null }) {
  if (ppm === null) return null;
  return (
    <span class={ppm < 0n ? 'bad' : ppm > 0n ? 'good' : 'quiet'}>{signedPercentText(ppm)}</span>
  );
}

function SubnetLine({ row, tabIndex }: { row: SubnetRow; tabIndex: 0 | -1 }) {
  const { value } = row;
  const isOpen = openNetuids.value.has(value.netuid);
  return (
    <button
      type="button"
      class="row"
      tabIndex={tabIndex}
      aria-expanded={isOpen}
      onClick={() => toggle(value.netuid)}
    >
      <span class="row-start">
        <SubnetBadge netuid={value.netuid} />
        <span class="stack-flush">
          <span class="row-name">
            <SubnetName netuid={value.netuid} />
            {row.hasLock && (
              <>
                <Icon name="lock" small />
                <span class="hidden-text">{t('partlyLocked')}</span>
              </>
            )}
          </span>
          <span class="row-sub one-line">
            <Alpha alpha={value.alpha} netuid={value.netuid} decimals={2} />
            <span class="quiet">· {tCount('validatorCount', value.hotkeyCount)}</span>
            <Change ppm={row.changePpm} />
          </span>
        </span>
        <PriceSparkline netuid={value.netuid} />
      </span>
      <ValueRowEnd value={value} />
    </button>
  );
}

type PositionProps = { position: PositionValue; isPriced: boolean; tabIndex: 0 | -1 };

function PositionLine({ position, isPriced, tabIndex }: PositionProps) {
  const { names, router } = usePanel();
  return (
    <button
      type="button"
      class="row row-inner"
      style={{ blockSize: `${INNER_ROW}px` }}
      tabIndex={tabIndex}
      onClick={() => router.go({ name: 'subnet', netuid: position.netuid })}
    >
      <span>
        <span class="row-name">
          <bdi class="one-line">{names.hotkey(position.hotkey)}</bdi>
        </span>
        <span class="row-sub">
          <bdi class="one-line">{names.coldkey(position.coldkey)}</bdi>
          <span class="quiet">
            · <Alpha alpha={position.alpha} netuid={position.netuid} decimals={2} />
          </span>
        </span>
      </span>
      <ValueRowEnd
        value={{
          spot: position.spot,
          sellable: position.sellable,
          isSpotWhole: isPriced,
          isSellableWhole: !position.leftOut.some(({ reason }) => reason === 'unread'),
        }}
      />
    </button>
  );
}

function rowsOf(rows: readonly SubnetRow[]): ListRow[] {
  return rows.flatMap((row): ListRow[] => {
    const { netuid, positions } = row.value;
    const line: ListRow = {
      key: `${netuid}`,
      height: ROW,
      content: (tabIndex) => <SubnetLine row={row} tabIndex={tabIndex} />,
    };
    if (!openNetuids.value.has(netuid)) return [line];
    return [
      line,
      ...positions.map((position) => ({
        key: `${netuid}:${position.coldkey}:${position.hotkey}`,
        height: INNER_ROW,
        content: (tabIndex: 0 | -1) => (
          <PositionLine
            position={position}
            isPriced={row.value.price !== null}
            tabIndex={tabIndex}
          />
        ),
      })),
    ];
  });
}

function SmallLine({ rows, tabIndex }: { rows: readonly SubnetRow[]; tabIndex: 0 | -1 }) {
  let total = 0n;
  for (const { value } of rows) total += value.spot;
  return (
    <button
      type="button"
      class="fold row-flush"
      tabIndex={tabIndex}
      aria-expanded={showsSmall.value}
      onClick={() => {
        showsSmall.value = !showsSmall.peek();
      }}
    >
      <span class="caret">
        <Icon name="caret" small />
      </span>
      {tCount('smallOnes', rows.length)} · <Tao rao={total} />
    </button>
  );
}

function NoStake() {
  const { router, portfolio, names } = usePanel();
  const elsewhere = portfolio.elsewhere.value;
  if (elsewhere.length > 0) {
    return (
      <div class="padded stack">
        <p class="soft">{t('stakeElsewhere')}</p>
        {elsewhere.map(({ coldkey }) => (
          <div key={coldkey}>
            <Button onPress={() => portfolio.choose(coldkey)} icon="view">
              <bdi>{names.coldkey(coldkey)}</bdi>
            </Button>
          </div>
        ))}
      </div>
    );
  }
  const hasWallet = portfolio.shownAccounts.value.some(({ sources }) => sources.length > 0);
  return (
    <div class="padded stack">
      <p class="strong">{t('noStakeTitle')}</p>
      <p class="soft">{t('noStakeText')}</p>
      <div class="line line-wrap">
        {!hasWallet && (
          <Button onPress={() => router.go({ name: 'connect' })} icon="wallet">
            {t('useMyWallet')}
          </Button>
        )}
        <Button onPress={() => router.go({ name: 'subnets' })} icon="chart">
          {t('lookAtSubnets')}
        </Button>
      </div>
    </div>
  );
}

export function HoldingsList() {
  const { portfolio, saveSettings } = usePanel();
  const value = portfolio.value.value;
  if (value === null) return null;
  // Empty is said only of what was read.
  if (value.subnets.length === 0) return value.unread.length === 0 ? <NoStake /> : null;
  const small = portfolio.smallRows.value;
  const list = rowsOf(portfolio.rows.value);
  if (small.length > 0) {
    list.push({
      key: 'small',
      height: FOLD_ROW,
      content: (tabIndex) => <SmallLine rows={small} tabIndex={tabIndex} />,
    });
    if (showsSmall.value) list.push(...rowsOf(small));
  }
  const sort = portfolio.sort.value;
  return (
    <section aria-label={t('subnetsTitle')}>
      <div class="list-head">
        <h2>{tCount('subnetCount', value.subnets.length)}</h2>
        <Menu
          label={t('sortedBy', { order: t(`sort_${sort}`) })}
          look="chip small soft"
          isAtEnd
          button={t(`sort_${sort}`)}
          items={sortKeys.map((key) => ({
            key,
            content: t(`sort_${key}`),
            isChosen: key === sort,
            onPick: () => saveSettings({ sort: toSortKey(key) }),
          }))}
        />
      </div>
      <WindowedList label={t('subnetsTitle')} rows={list} />
    </section>
  );
}
