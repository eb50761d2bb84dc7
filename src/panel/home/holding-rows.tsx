// The rows of what I hold: a subnet, which opens on a tap and unfolds by its own button; one position; free TAO. Where an account
// is not loaded, what is a sum over accounts is marked as a part, on every row: one may be seen without the strip on top.
import { signal } from '@preact/signals';
import {
  isAllRead,
  isSaleKnown,
  type PortfolioSums,
  type PositionValue,
  type SubnetSums,
} from '../../portfolio/portfolio-value.ts';
import { ROOT_NETUID, toRao } from '../../units.ts';
import type { SubnetRow } from '../core/portfolio-model.ts';
import { t } from '../core/text.ts';
import { Alpha } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { AtLeast, ValuePart, ValueRowEnd } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { PlainChange } from '../words/change.tsx';

const PriceSparkline = lazy(() => import('./home-later.tsx').then((m) => m.PriceSparkline), null);

const INNER_ROW = 48;
/** Parts have more than the row above, whose figures they are seen to add up to. */
const PART_DECIMALS = 4;

const openNetuids = signal<ReadonlySet<number>>(new Set());

/** One position alone says no more than its subnet. */
export const canUnfold = ({ positionCount }: SubnetSums): boolean => positionCount > 1;

export function isUnfolded(value: SubnetSums): boolean {
  return canUnfold(value) && openNetuids.value.has(value.netuid);
}

function toggle(netuid: number): void {
  const next = new Set(openNetuids.peek());
  if (!next.delete(netuid)) next.add(netuid);
  openNetuids.value = next;
}

type LineProps<Of> = Of & { tabIndex: 0 | -1 };

export function SubnetLine({ row, tabIndex }: LineProps<{ row: SubnetRow }>) {
  const { router, names, portfolio } = usePanel();
  const { value } = row;
  const { netuid } = value;
  const route = router.route.value;
  const isRead = portfolio.sums.value !== null && isAllRead(portfolio.sums.value);
  const isShown = route.name === 'subnet' && route.netuid === netuid;
  const open = () => {
    // Beside another screen it takes that one's place: the way back leads home.
    router.home();
    router.go({ name: 'subnet', netuid });
  };
  return (
    <div class="holding" data-current={isShown}>
      <button
        type="button"
        class="row"
        tabIndex={tabIndex}
        aria-current={isShown ? 'true' : undefined}
        onClick={open}
      >
        <SubnetBadge netuid={netuid} />
        <span class="holding-words">
          <span class="row-name">
            <SubnetName netuid={netuid} />
            {row.hasLock && (
              <>
                <Icon name="lock" small />
                <span class="hidden-text">{t('partlyLocked')}</span>
              </>
            )}
          </span>
          {netuid !== ROOT_NETUID && (
            <span class="row-sub">
              <AtLeast isWhole={isRead}>
                <Alpha alpha={value.alpha} netuid={netuid} decimals={2} />
              </AtLeast>
            </span>
          )}
        </span>
        {row.changePpm !== null && (
          <span class="holding-day">
            <PriceSparkline netuid={netuid} days={1} changePpm={row.changePpm} />
            <PlainChange ppm={row.changePpm} />
          </span>
        )}
        <span class="row-end">
          <span class="strong">
            <ValuePart rao={value.sellable} isWhole={value.isSellableWhole} />{' '}
            <span class="hidden-text">{t('exitShort')}</span>
          </span>
          <span class="minor">
            <ValuePart rao={value.spot} isWhole={value.isSpotWhole} />{' '}
            <span class="quiet">{t('spotShort')}</span>
          </span>
        </span>
      </button>
      {canUnfold(value) && (
        <button
          type="button"
          class="holding-unfold"
          tabIndex={tabIndex}
          aria-expanded={openNetuids.value.has(netuid)}
          aria-label={t('showPositions', { subnet: names.number(netuid) })}
          title={t('showPositions', { subnet: names.number(netuid) })}
          onClick={() => {
            // Its positions are read, where they were not yet.
            void portfolio.whole();
            toggle(netuid);
          }}
        >
          <Icon name="down" small />
        </button>
      )}
    </div>
  );
}

/** What is not staked: mine at once, but for what is reserved or frozen. */
export function FreeLine({ value, tabIndex }: LineProps<{ value: PortfolioSums }>) {
  const { router } = usePanel();
  const { free, reserved, gap } = value;
  const spot = free + reserved;
  const exit = toRao(spot - gap.reserved - gap.frozen);
  const isWhole = isAllRead(value);
  return (
    <div class="holding">
      <button
        type="button"
        class="row"
        tabIndex={tabIndex}
        onClick={() => {
          router.home();
          router.go({ name: 'accounts' });
        }}
      >
        <span class="free-badge">
          <Icon name="wallet" small />
        </span>
        <span class="holding-words">
          <span class="row-name">{t('allocationFree')}</span>
        </span>
        <span class="row-end">
          <span class="strong">
            <ValuePart rao={exit} isWhole={isWhole} />{' '}
            <span class="hidden-text">{t('exitShort')}</span>
          </span>
          {spot !== exit && (
            <span class="minor">
              <ValuePart rao={spot} isWhole={isWhole} /> <span class="quiet">{t('spotShort')}</span>
            </span>
          )}
        </span>
      </button>
    </div>
  );
}

type PositionProps = { position: PositionValue; isPriced: boolean };

export function PositionLine({ position, isPriced, tabIndex }: LineProps<PositionProps>) {
  const { names, router } = usePanel();
  return (
    <button
      type="button"
      class="row row-inner"
      style={{ blockSize: `${INNER_ROW}px` }}
      tabIndex={tabIndex}
      onClick={() => {
        router.home();
        router.go({ name: 'subnet', netuid: position.netuid });
      }}
    >
      <span>
        <span class="row-name">
          <bdi class="one-line">{names.hotkey(position.hotkey)}</bdi>
        </span>
        <span class="row-sub">
          <bdi class="one-line">{names.coldkey(position.coldkey)}</bdi>
          <span class="quiet">
            ·{' '}
            <Alpha
              alpha={position.alpha}
              netuid={position.netuid}
              decimals={PART_DECIMALS}
              isColumn
            />
          </span>
        </span>
      </span>
      <ValueRowEnd
        decimals={PART_DECIMALS}
        value={{
          spot: position.spot,
          sellable: position.sellable,
          isSpotWhole: isPriced,
          isSellableWhole: isSaleKnown(position),
        }}
      />
    </button>
  );
}
