// The line under a subnet's name in the list.
import { RAO_PER_ALPHA } from '../../units.ts';
import { t } from '../core/text.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha } from '../words/amount.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { columnName } from './figure.tsx';
import { ListFigure, type Unread } from './list-columns.tsx';
import type { SubnetEntry } from './subnet-entry.ts';

/** From a hundred thousand alpha on, two decimals would not fit beside the words. */
const WHOLE_FROM = 100_000n * RAO_PER_ALPHA;

/** What is mine, else a note, or what all stake there earns. */
export function RowNote({ entry, unread }: { entry: SubnetEntry; unread: Unread }) {
  const { netuid, held, worth, figures } = entry;
  if (held > 0n && worth !== null) {
    const decimals = held < WHOLE_FROM ? 2 : 0;
    const amount = <Alpha alpha={held} netuid={netuid} decimals={decimals} />;
    // On root it is TAO as it is.
    if (netuid === 0) {
      return (
        <span class="row-sub">
          <span>
            <RichText text="youHold" with={{ amount }} />
          </span>
        </span>
      );
    }
    return (
      <span class="row-sub">
        {/* In TAO, so that what is mine can be compared; columns have a column of that. */}
        <span class="narrow-only">
          <RichText text="youCouldExit" with={{ amount: <ValuePart {...worth} /> }} />
        </span>
        <span class="wide-only">
          <RichText text="youHold" with={{ amount }} />
        </span>
      </span>
    );
  }
  if (netuid === 0) return <span class="row-sub quiet">{t('rootNote')}</span>;
  if (figures?.isEmissionOff === true) {
    return <span class="row-sub quiet">{t('emissionEmissionOff')}</span>;
  }
  // What there is to earn; where that is not known, how large it is.
  const column = entry.apyPpm === null && unread !== 'reading' ? 'cap' : 'apy';
  return (
    <span class="row-sub quiet">
      <span class="narrow-only">
        {columnName(column)} <ListFigure entry={entry} column={column} unread={unread} />
      </span>
    </span>
  );
}
