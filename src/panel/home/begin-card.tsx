// Beside a home without stake: all subnets by what people look for first. It orders, and recommends nothing.
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { columnLongName, columnName, Figure } from '../subnets/figure.tsx';
import { figureOf, sortSubnets, type Column } from '../subnets/figure-columns.ts';
import { filterSubnets } from '../subnets/subnet-filters.ts';
import { canView, viewOf } from '../subnets/presets.ts';
import type { SubnetEntry } from '../subnets/subnet-entry.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { firstSubnets, NEAR } from '../ticket/subnets-to-begin.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';

const offered = ['top', 'gainers', 'inflows', 'new'] as const;
const icons: Readonly<Record<(typeof offered)[number], IconName>> = {
  top: 'chart',
  gainers: 'up',
  inflows: 'swap',
  new: 'plus',
};

/** What each of them is ordered by. */
const columns = {
  top: 'share',
  gainers: 'day',
  inflows: 'flow',
  new: 'age',
} as const satisfies Record<(typeof offered)[number], Column>;

const SHOWN = 20;
const tableColumns = ['price', 'day', 'week', 'share', 'depth'] as const satisfies Column[];

/** The first of the list behind it, with the figure that it is ordered by; nothing where none is known. */
function First({ of }: { of: (typeof offered)[number] }) {
  const { names } = usePanel();
  const all = useSubnets().all.value;
  const view = viewOf(of);
  if (!canView(all, view)) return null;
  const [first] = sortSubnets(filterSubnets(all, view.filters), view.sort, view.isReversed);
  if (first === undefined || figureOf(first, columns[of]) === null) return null;
  return (
    <span class="line begin-first small">
      <bdi class="one-line">{names.title(first.netuid)}</bdi>
      <span class="strong">
        <Figure entry={first} column={columns[of]} />
      </span>
    </span>
  );
}

function Ways() {
  const { router } = usePanel();
  const subnets = useSubnets();
  return (
    <ul class="begin">
      {offered.map((key) => (
        <li key={key}>
          <button
            type="button"
            class="choice"
            onClick={() => {
              subnets.setView(viewOf(key));
              router.go({ name: 'subnets' });
            }}
          >
            <Icon name={icons[key]} />
            <span>
              <span class="strong">{t(`subnetPreset_${key}`)}</span>
              <br />
              <span class="small soft">{t(`beginAbout_${key}`)}</span>
              <First of={key} />
            </span>
            <Icon name="caret" small />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Deepest({ entries }: { entries: readonly SubnetEntry[] }) {
  const { router } = usePanel();
  const shown = tableColumns.filter((column) =>
    entries.some((entry) => figureOf(entry, column) !== null),
  );
  return (
    <table class="figure-table begin-table">
      <thead>
        <tr>
          <th scope="col">{columnLongName('name')}</th>
          {shown.map((column) => (
            <th key={column} scope="col">
              {columnName(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.netuid}>
            <th scope="row">
              <button
                type="button"
                class="line begin-subnet"
                onClick={() => router.go({ name: 'subnet', netuid: entry.netuid })}
              >
                <SubnetBadge netuid={entry.netuid} />
                <span class="row-name">
                  <SubnetName netuid={entry.netuid} />
                </span>
              </button>
            </th>
            {shown.map((column) => (
              <td key={column}>
                <Figure entry={entry} column={column} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function BeginCard() {
  const subnets = useSubnets();
  const { areOwn, isSafer, entries } = firstSubnets(subnets.all.value, () => 0n, SHOWN);
  return (
    <section class="card stack-s overview-begin" aria-label={t('beginTitle')}>
      <h2>{t('beginTitle')}</h2>
      <Ways />
      {!areOwn && entries.length > 0 && (
        <>
          <h2 class="begin-next">{t('firstDeepest')}</h2>
          {isSafer && <p class="small quiet">{t('firstLeftOut', { places: String(NEAR) })}</p>}
          <Deepest entries={entries} />
        </>
      )}
    </section>
  );
}
