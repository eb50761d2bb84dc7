// All subnets: search, order, favourites; price and depth, and what I hold there.
import { useEffect, useState } from 'preact/hooks';
import { mulDivDown } from '../../units.ts';
import { searchSubnets, subnetSorts, type SubnetEntry } from '../models/subnets-model.ts';
import { t, tCount } from '../text.ts';
import { Alpha, Tao } from './amount.tsx';
import { Search } from './field.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';
import { usePanel } from './panel-context.ts';
import { Screen } from './screen.tsx';
import { SubnetName } from './subnet-name.tsx';
import { WindowedList } from './windowed-list.tsx';

const ROW = 56;
const RAO_PER_ALPHA = 1_000_000_000n;

function Line({ entry, tabIndex }: { entry: SubnetEntry; tabIndex: 0 | -1 }) {
  const { names, router } = usePanel();
  const { netuid, price, depth, held } = entry;
  return (
    <button
      type="button"
      class="row"
      tabIndex={tabIndex}
      onClick={() => router.go({ name: 'subnet', netuid })}
    >
      <span>
        <span class="row-name">
          <SubnetName netuid={netuid} />
          {entry.isFavourite && (
            <span class="good">
              <Icon name="star-full" small />
              <span class="hidden-text">{t('isFavourite')}</span>
            </span>
          )}
        </span>
        <span class="row-sub">
          {held > 0n ? (
            <>
              {t('youHold')} <Alpha alpha={held} netuid={netuid} decimals={2} />
            </>
          ) : (
            <span class="quiet">
              {depth === null ? (
                netuid === 0 ? (
                  t('rootNote')
                ) : (
                  ''
                )
              ) : (
                <>
                  {t('depthShort')} <Tao rao={depth} decimals={0} isPublic />
                </>
              )}
            </span>
          )}
        </span>
      </span>
      <span class="row-end">
        {price !== null && netuid !== 0 && (
          <span>
            <Tao rao={mulDivDown(RAO_PER_ALPHA, price.rao, price.perAlphaRao)} isPublic />
            <span class="small quiet"> {t('perAlpha', names.symbol(netuid))}</span>
          </span>
        )}
      </span>
    </button>
  );
}

export function SubnetsScreen() {
  const { subnets, deps } = usePanel();
  const [query, setQuery] = useState('');
  useEffect(() => {
    // The list shows what the store has; what the node adds arrives as a change. The strip tells when it cannot.
    void deps.call('readEmission', null).catch(() => undefined);
    void deps.call('readNames', null).catch(() => undefined);
  }, []);
  const found = searchSubnets(subnets.all.value, query);
  const sort = subnets.sort.value;
  return (
    <Screen title={t('subnetsTitle')}>
      <div class="padded search-head">
        <Search label={t('searchSubnets')} value={query} onInput={setQuery} hasFocus />
      </div>
      <div class="list-head">
        <h2 aria-live="polite">{tCount('subnetCount', found.length)}</h2>
        <Menu
          label={t('sortedBy', t(`sort_${sort}`))}
          look="chip small soft"
          isAtEnd
          button={t(`sort_${sort}`)}
          items={subnetSorts.map((key) => ({
            key,
            content: t(`sort_${key}`),
            isChosen: key === sort,
            onPick: () => subnets.setSort(key),
          }))}
        />
      </div>
      {found.length === 0 && (
        <p class="padded soft">{t(query === '' ? 'noSubnetsYet' : 'nothingFound')}</p>
      )}
      <WindowedList
        label={t('subnetsTitle')}
        rows={found.map((entry) => ({
          key: String(entry.netuid),
          height: ROW,
          content: (tabIndex) => <Line entry={entry} tabIndex={tabIndex} />,
        }))}
      />
    </Screen>
  );
}
