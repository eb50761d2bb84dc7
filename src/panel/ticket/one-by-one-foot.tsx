// The button below a checklist of exits that are sent one by one.
import { t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { errorText } from '../words/error-text.ts';
import { useExits } from '../request/exits-context.ts';
import { Tao } from '../words/amount.tsx';
import { blockedExits, isSamePlace } from './exit-blocks.ts';
import { useTicket } from './ticket-context.ts';

/** Several positions with a signature each: opens the first one's ticket, then the next. What cannot exit is left out, and said. */
export function OneByOneFoot() {
  const exits = useExits();
  const { choice, worked } = useTicket();
  const { coldkey, exits: chosen } = choice.value;
  const error = exits.keeping.error.value;
  const blocked = worked.value === null ? [] : blockedExits(worked.value.plan);
  const going = chosen.filter((exit) => !blocked.some((one) => isSamePlace(one, exit)));
  const brings = worked.value?.plan.receives?.expected;
  const skipped = chosen.length - going.length;
  const words = (): string => {
    if (chosen.length === 0) return t('pickPositions');
    if (going.length === 0) return t('noExitPossible');
    return tCount('startExits', going.length);
  };
  return (
    <footer class="review">
      {error !== null && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      {brings?.unit === 'rao' && going.length > 0 && (
        <p class="line apart small exit-sum">
          <span class="soft">
            {skipped === 0 ? t('youReceiveAbout') : tCount('youReceiveFrom', going.length)}
          </span>
          <span class="strong">
            <Tao rao={brings.amount} decimals={2} />
          </span>
        </p>
      )}
      <Button
        look="primary"
        isWide
        isDisabled={going.length === 0 || coldkey === null || exits.keeping.isRunning.value}
        onPress={() => coldkey !== null && exits.start(coldkey, going)}
      >
        {words()}
      </Button>
    </footer>
  );
}
