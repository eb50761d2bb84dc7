// The way on from an amount that is too large.
import { exactText } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { LinkButton } from '../ui/button.tsx';
import { alphaText, taoText } from '../words/format.ts';
import { useTicket } from './ticket-context.ts';

/** What another amount of the same would pass: the largest that there is. */
const endsAtMaximum: ReadonlySet<string> = new Set([
  'enough-balance',
  'enough-stake',
  'keeps-deposit',
  'stake-available',
]);

/** The amount itself is refused: the largest that the balance or the position allows is one press away. */
export function ToMaximum() {
  const { names } = usePanel();
  const { review, maximum, amount, choice, edit } = useTicket();
  const most = maximum.value;
  const entered = amount.value;
  const { kind, netuid } = choice.value;
  const current = review.value;
  if (current.state !== 'blocked' || !endsAtMaximum.has(current.check.id)) return null;
  if (most === null || most <= 0n || !entered.ok) return null;
  const isStake = kind === 'stake';
  if ((isStake ? entered.rao : entered.alpha) <= most || (!isStake && netuid === null)) return null;
  const text = isStake || netuid === null ? taoText(most) : alphaText(most, names.symbol(netuid));
  return (
    <LinkButton
      onPress={() =>
        edit({ amountText: exactText(most), unit: isStake ? 'tao' : 'alpha', amountAs: 'max' })
      }
    >
      {t('useAmount', { amount: text })}
    </LinkButton>
  );
}
