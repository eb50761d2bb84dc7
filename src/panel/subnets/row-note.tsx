// The line under a subnet's name in the list.
import { RAO_PER_ALPHA } from '../../units.ts';
import { t } from '../core/text.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha } from '../words/amount.tsx';
import { columnName, ColumnTao } from './figure.tsx';
import { isOffWithout, ListFigure, type Unread } from './list-columns.tsx';
import type { SubnetEntry } from './subnet-entry.ts';
import { isByAverage, type SubnetSort } from './figure-columns.ts';

/** From a hundred thousand alpha on, two decimals would not fit beside the words. */
const WHOLE_FROM = 100_000n * RAO_PER_ALPHA;

type Props = { entry: SubnetEntry; sort: SubnetSort; unread: Unread };

function Held({ entry: { held, netuid } }: Pick<Props, 'entry'>) {
  const decimals = held < WHOLE_FROM ? 2 : 0;
  return (
    <RichText text="youHold" with={{ amount: <Alpha {...{ alpha: held, netuid, decimals }} /> }} />
  );
}

/** What deregistration goes by, not the price now. */
function AveragePrice({ rao }: { rao: bigint | null }) {
  return (
    <>
      {t('averageShort')}{' '}
      {rao === null ? <span class="quiet">–</span> : <ColumnTao rao={rao} column="price" />}
    </>
  );
}

/** In every row the same: what stake earns there, and how large it is. Rows with columns have these, so they say what is mine. */
export function RowNote({ entry, sort, unread }: Props) {
  const { netuid, held, worth, figures } = entry;
  const isMine = held > 0n && worth !== null;
  if (netuid === 0) {
    return (
      <span class={`row-sub ${isMine ? '' : 'quiet'}`}>
        <span>{isMine ? <Held entry={entry} /> : t('rootNote')}</span>
      </span>
    );
  }
  const hasAverage = isByAverage(sort);
  const isOff = figures?.isEmissionOff === true;
  return (
    <span class="row-sub">
      {!hasAverage ? (
        <span class="narrow-only row-figures">
          <span class={isOffWithout(entry) ? 'quiet' : ''}>
            <span class="apy-word">{columnName('apy')} </span>
            <ListFigure entry={entry} column="apy" unread={unread} />
          </span>
          <span>
            <span class="hidden-text">{columnName('cap')} </span>
            <ListFigure entry={entry} column="cap" unread={unread} />
          </span>
        </span>
      ) : (
        <span>
          <AveragePrice rao={figures?.average ?? null} />
        </span>
      )}
      {!hasAverage && (isMine || isOff) && (
        <span class="wide-only">{isMine ? <Held entry={entry} /> : t('emissionEmissionOff')}</span>
      )}
    </span>
  );
}
