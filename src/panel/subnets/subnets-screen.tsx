// All subnets: search, order, filters, favourites, choice for comparing, and the link to who decides.
import { useEffect, useState } from 'preact/hooks';
import { needEarlierPrices, needEmission } from './need-figures.ts';
import { searchSubnets } from './search-subnets.ts';
import { MOST_COMPARED } from './subnets-model.ts';
import { t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Search } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { FilteredNote } from './figure-filters.tsx';
import { SubnetPresets } from './subnet-presets.tsx';
import type { SubnetEntry } from './subnet-entry.ts';
import { SubnetsList } from './subnets-list.tsx';
import { FigureSources, ReadAt } from './figure-sources.tsx';
import { RemovalLadder } from './removal-ladder.tsx';
import { SortMenu } from './sort-menu.tsx';
import { SurveyBars } from './survey-bars.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from './subnets-context.ts';
import { Screen } from '../ui/screen.tsx';

const LISTED_DAYS = [1, 7];
const COMING_ROWS = 6;
const COMING_CELLS = ['price', 'day', 'week', 'cap', 'depth', 'share', 'apy'];

function Foot({ onRemoval }: { onRemoval: () => void }) {
  const { router } = usePanel();
  const subnets = useSubnets();
  const picked = subnets.picked.value;
  if (picked === null) {
    return (
      <div class="foot foot-tools">
        <Button isSmall icon="columns" onPress={() => subnets.setPicking(true)}>
          {t('compare')}
        </Button>
        <Button isSmall icon="pie" onPress={() => router.go({ name: 'who-decides' })}>
          {t('whoDecidesTitle')}
        </Button>
        <Button isSmall icon="alert" onPress={onRemoval}>
          {t('ladderOpen')}
        </Button>
      </div>
    );
  }
  return (
    <div class="foot">
      <Button
        look="primary"
        isDisabled={picked.length < 2}
        onPress={() => router.go({ name: 'compare', netuids: picked })}
      >
        {t('compareThese', { count: String(picked.length) })}
      </Button>
      <Button look="quiet" onPress={() => subnets.setPicking(false)}>
        {t('stopReading')}
      </Button>
      <span class="small soft" role="status">
        {t(picked.length < 2 ? 'emissionPickMore' : 'emissionPickMost', {
          most: String(MOST_COMPARED),
        })}
      </span>
    </div>
  );
}

/** Root is no subnet among those that are ranked. */
function countText(found: readonly SubnetEntry[], isNearest: boolean): string {
  const of = found.find(({ figures }) => figures?.removal?.place)?.figures?.removal?.of;
  if (isNearest && of !== undefined) {
    return t('subnetCountExposed', {
      count: found.length.toLocaleString(),
      of: of.toLocaleString(),
    });
  }
  const count = found.filter(({ netuid }) => netuid !== 0).length;
  return count > 0 && count < found.length
    ? tCount('subnetCountAndRoot', count)
    : tCount('subnetCount', found.length);
}

/** Places of the first rows, while nothing at all is known. */
function ComingRows() {
  return (
    <div class="subnets-list subnets-wide" aria-hidden="true">
      {Array.from({ length: COMING_ROWS }, (_, index) => (
        <div key={index} class="row coming-row">
          <span class="line">
            <span class="bone coming-badge" />
            <span class="bone coming-name" />
          </span>
          <span class="bone coming-price narrow-only" />
          {COMING_CELLS.map((cell) => (
            <span key={cell} class="bone coming-cell wide-only" />
          ))}
        </div>
      ))}
    </div>
  );
}

export function SubnetsScreen() {
  const panel = usePanel();
  const { router, deps } = panel;
  const subnets = useSubnets();
  const form = useKeptForm('subnets search', { query: '' });
  const { query } = form.values;
  const [isExplaining, setExplaining] = useState(false);
  const [isShowingLadder, setShowingLadder] = useState(false);
  const [isReading, setReading] = useState(true);
  const read = () => {
    setReading(true);
    // The list shows what is stored; the node's answers arrive as changes. The strip shows that the node is unreachable.
    void needEmission(panel)
      .then(() => setReading(false))
      .then(() => needEarlierPrices(panel, LISTED_DAYS));
  };
  useEffect(() => {
    read();
    void deps.call('readNames', null).catch(() => undefined);
  }, []);
  const isUnread = panel.store.emission.value === null;
  const isPicking = subnets.picked.value !== null;
  const hasSubnets = subnets.all.value.length > 0;
  // Of all that is filtered by, one thing.
  const isNearest =
    query === '' &&
    subnets.limits.value.length === 0 &&
    subnets.filtersInForce.value.size === 1 &&
    subnets.filtersInForce.value.has('exposed');
  // A search is of all subnets, unless filters say otherwise: these stay in sight.
  const hasViews =
    query === '' || subnets.filters.value.size > 0 || subnets.limits.value.length > 0;
  const comingKey = !hasSubnets
    ? 'subnetsComing'
    : subnets.order.value.sort === 'number'
      ? 'emissionComingByNumber'
      : 'emissionComing';
  const found = searchSubnets(subnets.listed.value, query).filter(
    // Root has none of the figures that are compared.
    ({ netuid }) => !isPicking || netuid !== 0,
  );
  const pinned = found.filter(({ isFavourite }) => isFavourite).length;
  return (
    <Screen
      look="screen-subnets"
      title={t('subnetsTitle')}
      actions={
        <IconButton
          icon="question"
          label={t('emissionSourcesTitle')}
          onPress={() => setExplaining(true)}
        />
      }

      foot={<Foot onRemoval={() => setShowingLadder(true)} />}
    >
      <div class="padded search-head subnets-wide">
        <Search
          label={t('searchSubnets')}
          value={query}
          onInput={(text) => form.set({ query: text })}
          hasFocus
        />
        {hasViews && <SubnetPresets />}
      </div>
      <div class="list-head subnets-wide">
        <div class="subnets-count">
          <h2 aria-live="polite">{hasSubnets ? countText(found, isNearest) : t('subnetsTitle')}</h2>
          {pinned > 0 && pinned < found.length && (
            <span class="small soft line pinned-count">
              <Icon name="star-full" small /> {tCount('pinnedFirst', pinned)}
            </span>
          )}
        </div>
        {found.length > 1 && <SortMenu />}
      </div>
      <SurveyBars />
      <FilteredNote />
      {isUnread && !isReading && found.length > 1 && (
        <div class="padded subnets-wide">
          <Banner tone="warning">
            <div class="line apart">
              <p>{t(query === '' ? 'emissionMissing' : 'emissionMissingOnly')}</p>
              <Button isSmall onPress={read}>
                {t('askAgain')}
              </Button>
            </div>
          </Banner>
        </div>
      )}
      {isUnread && isReading && (
        <p class="padded small soft subnets-wide coming-note" role="status">
          {t(comingKey)}
        </p>
      )}
      {!hasSubnets && isReading && <ComingRows />}
      {found.length === 0 && !(isReading && !hasSubnets) && (
        <p class="padded soft">{t(hasSubnets ? 'nothingFound' : 'noSubnetsYet')}</p>
      )}
      {hasSubnets && (
        <SubnetsList
          entries={found}
          unread={isUnread ? (isReading ? 'reading' : 'missing') : null}
          onPress={(netuid) =>
            isPicking ? subnets.pick(netuid) : router.go({ name: 'subnet', netuid })
          }
        />
      )}
      {!isUnread && (
        <div class="padded subnets-wide">
          <ReadAt />
        </div>
      )}
      {isShowingLadder && <RemovalLadder onClose={() => setShowingLadder(false)} />}
      {isExplaining && <FigureSources onClose={() => setExplaining(false)} />}
    </Screen>
  );
}
