// Lines some per cent away from the figure of today, to choose in place of typing them.
import type { AlertSide } from '../../model/alert.ts';
import { exactText } from '../../units.ts';
import { t } from '../core/text.ts';
import { signedPercentText } from '../words/format.ts';
import { aimedAt } from './alert-draft.ts';

const PERCENTS = [5n, 10n, 20n];
const PPM_A_PERCENT = 10_000n;

type Props = {
  side: AlertSide | null;
  /** Of today, in TAO; null: not known, or the line is of no amount. */
  figure: bigint | null;
  /** What is typed. */
  text: string;
  onChoose: (text: string) => void;
};

export function QuickLines({ side, figure, text, onChoose }: Props) {
  if (figure === null || (side !== 'below' && side !== 'above')) return null;
  const lines = PERCENTS.map((percent) => {
    const moved = side === 'above' ? percent : -percent;
    return { moved, line: aimedAt(figure, moved) };
  }).filter(({ line }) => line > 0n);
  if (lines.length === 0) return null;
  return (
    <div class="alert-quick" role="group" aria-label={t('alertQuick')}>
      {lines.map(({ moved, line }) => (
        <button
          key={moved}
          type="button"
          class="pill"
          aria-pressed={exactText(line) === text}
          onClick={() => onChoose(exactText(line))}
        >
          {signedPercentText(moved * PPM_A_PERCENT)}
        </button>
      ))}
    </div>
  );
}
