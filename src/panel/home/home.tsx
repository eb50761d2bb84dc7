// Home: holdings, their value at spot and sold now, and what needs attention. Nothing here waits for the network.
import { t } from '../core/text.ts';
import { PendingExits } from '../request/pending-exits.tsx';
import { HoldingsList } from './holdings-list.tsx';
import { HomeBar } from './home-bar.tsx';
import { HomeFoot } from './home-foot.tsx';
import { useHeadingFocus } from '../ui/use-focus.ts';
import { lazy } from '../ui/lazy.tsx';
import { AttentionList } from './attention-list.tsx';
import { usePanel } from '../core/panel-context.ts';
import { PinnedChanges } from './pinned-changes.tsx';
import { PinnedNotice } from './pinned-notice.tsx';
import { ValueBlock, ValuePlaceholder } from './value-block.tsx';

const HomeAlerts = lazy(() => import('./home-later.tsx').then((m) => m.HomeAlerts), null);
/** Its two lines are kept free: what stands below would move under the pointer. */
const PinnedRequest = lazy(
  () => import('./home-later.tsx').then((m) => m.PinnedRequest),
  <div class="pinned pinned-waits" aria-busy="true" />,
);

type HomeProps = {
  /** Another screen is the main one, and home is a region next to it. */
  isBeside?: boolean;
  /** What needs attention stands beside it already. */
  hasOverview?: boolean;
  /** A rail has the ways to the other screens. */
  hasRail?: boolean;
};

export function Home({ isBeside = false, hasOverview = false, hasRail = false }: HomeProps) {
  const { portfolio, pinnedRequest } = usePanel();
  const value = portfolio.sums.value;
  const Frame = isBeside ? 'section' : 'main';
  const heading = useHeadingFocus(!isBeside);
  return (
    <Frame class="screen" aria-label={isBeside ? t('homeTitle') : undefined}>
      <h1 class="hidden-text" tabIndex={-1} ref={heading}>
        {t('homeTitle')}
      </h1>
      <HomeBar hasRail={hasRail} />
      <HomeAlerts hasOverview={hasOverview} />
      <PinnedNotice />
      <PinnedChanges />
      {pinnedRequest.value !== null && <PinnedRequest />}
      <PendingExits />
      <div class="body">
        {value === null ? <ValuePlaceholder /> : <ValueBlock value={value} />}
        {!hasOverview && <AttentionList />}
        <HoldingsList />
      </div>
      <HomeFoot isBeside={isBeside} hasRail={hasRail} />
    </Frame>
  );
}
