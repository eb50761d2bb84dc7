// The size, the yield and the place of a subnet: all in its head where there is room, else the first three, and the others with
// its market.
import type { ComponentChildren } from 'preact';
import type { Netuid } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import type { Column } from '../subnets/figure-columns.ts';
import { columnAbout, columnName, Figure } from '../subnets/figure.tsx';
import { useSubnets } from '../subnets/subnets-context.ts';

export const allStats = [
  'cap',
  'apy',
  'depth',
  'share',
  'removal',
] as const satisfies readonly Column[];
/** What a narrow head has room for in one line. */
export const firstStats = ['cap', 'apy', 'share'] as const satisfies readonly Column[];
export const otherStats = ['depth', 'removal'] as const satisfies readonly Column[];
/** What the prices and pools that home reads tell. */
const isOwn = (column: Column): boolean => column === 'cap' || column === 'depth';

function Stat({ column, children }: { column: Column; children: ComponentChildren }) {
  return (
    <div title={columnAbout(column)}>
      <dt>{column === 'apy' ? t('averageBeforeTake') : columnName(column)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type StatsProps = { netuid: Netuid; columns: readonly Column[]; look: string };

export function SubnetStats({ netuid, columns, look }: StatsProps) {
  const subnets = useSubnets();
  const entry = subnets.all.value.find((one) => one.netuid === netuid);
  // They have no place in the order, so it is of fewer than there are subnets.
  const immune = subnets.all.value.filter(({ figures }) => figures?.removal?.place === null).length;
  return (
    <dl class={`subnet-stats ${look}`}>
      {columns.map((column) => (
        <Stat key={column} column={column}>
          {entry === undefined || (entry.figures === null && !isOwn(column)) ? (
            <span class="quiet">{t('emissionNotReadShort')}</span>
          ) : (
            <span
              title={
                column === 'removal' && immune > 0 ? tCount('removalImmune', immune) : undefined
              }
            >
              <Figure entry={entry} column={column} />
            </span>
          )}
        </Stat>
      ))}
    </dl>
  );
}
