// Picks a subnet by number or name, those held first.
import { useState } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { Figure } from '../subnets/figure.tsx';
import type { SubnetEntry } from '../subnets/subnet-entry.ts';
import { searchSubnets } from '../subnets/search-subnets.ts';
import { t } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { columnPercentText } from '../words/change.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Search } from '../ui/field.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { WindowedList } from '../ui/windowed-list.tsx';
import { useSubnetsHere } from './held-here.ts';

const ROW = 48;

type Props = {
  /** The subnet that the stake is moved out of: it is not offered. */
  leaving?: Netuid | null;
  onPick: (netuid: Netuid) => void;
  onClose: () => void;
};

/** Root has no price and no pool. */
function PriceAndHeld({ entry }: { entry: SubnetEntry }) {
  const { names } = usePanel();
  const { netuid, held, price, depth } = entry;
  return (
    <span class="row-end small soft">
      {netuid !== 0 && price !== null && (
        <span>
          <RichText
            text="pricePerAlpha"
            with={{
              price: <Figure entry={entry} column="price" />,
              alpha: names.symbol(netuid),
            }}
          />
        </span>
      )}
      {held > 0n ? (
        <span>
          <RichText
            text="youHold"
            with={{ amount: <Alpha alpha={held} netuid={netuid} decimals={2} /> }}
          />
        </span>
      ) : (
        depth !== null && (
          <span>
            <RichText text="poolHas" with={{ amount: <Tao rao={depth} decimals={0} isPublic /> }} />
          </span>
        )
      )}
    </span>
  );
}

/** What a row says of a subnet that may be chosen. */
export function SubnetToPick({ entry }: { entry: SubnetEntry }) {
  const { apyPpm } = entry;
  return (
    <>
      <span class="row-name">
        <SubnetBadge netuid={entry.netuid} />
        <span class="pick-subnet">
          <span class="row-name">
            <SubnetName netuid={entry.netuid} />
          </span>
          {apyPpm !== null && (
            <span class="small soft">
              {t('figureShort_apy')} {columnPercentText(apyPpm)}
            </span>
          )}
        </span>
      </span>
      <PriceAndHeld entry={entry} />
    </>
  );
}

export function SubnetPicker({ leaving = null, onPick, onClose }: Props) {
  const subnets = useSubnetsHere();
  const [query, setQuery] = useState('');
  const offered = subnets.filter(({ netuid }) => netuid !== leaving);
  const { portfolio } = usePanel();
  const worth = new Map(
    portfolio.value.value?.subnets.map(({ netuid, sellable }) => [netuid, sellable]),
  );
  const worthOf = ({ netuid }: SubnetEntry): bigint => worth.get(netuid) ?? 0n;
  // Own ones as home has them, the others by what their pools hold.
  const own = offered.filter(({ held }) => held > 0n);
  const inOrder = [
    ...own.toSorted((a, b) => Number(worthOf(b) > worthOf(a)) - Number(worthOf(a) > worthOf(b))),
    ...offered
      .filter(({ held }) => held === 0n)
      .toSorted(
        (a, b) =>
          Number((b.depth ?? 0n) > (a.depth ?? 0n)) - Number((a.depth ?? 0n) > (b.depth ?? 0n)),
      ),
  ];
  const found = searchSubnets(inOrder, query);
  const rows = found.map((entry) => ({
    key: String(entry.netuid),
    height: ROW,
    content: (tabIndex: 0 | -1) => (
      <button
        type="button"
        class="row"
        style={{ blockSize: `${ROW}px` }}
        tabIndex={tabIndex}
        onClick={() => {
          onPick(entry.netuid);
          onClose();
        }}
      >
        <SubnetToPick entry={entry} />
      </button>
    ),
  }));
  return (
    <Sheet title={t('pickSubnet')} onClose={onClose} isTall>
      <div class="body">
        <div class="padded">
          <Search label={t('searchSubnets')} value={query} onInput={setQuery} hasFocus />
        </div>
        {rows.length > 0 && (
          <p class="padded small soft">
            {t(own.length > 0 ? 'pickSubnetOwnFirst' : 'pickSubnetByLiquidity')}
          </p>
        )}
        {rows.length === 0 ? (
          <p class="padded soft">{t('nothingFound')}</p>
        ) : (
          <WindowedList label={t('subnetsTitle')} rows={rows} />
        )}
      </div>
    </Sheet>
  );
}
