// What came in as rewards in 30 days, or since the record begins where that is later.
import { usePanel } from '../core/panel-context.ts';
import { EarnedText } from '../performance/earned-text.tsx';
import { useEarned } from '../performance/use-earned.ts';
import { Icon } from '../ui/icon.tsx';

export function EarnedChip() {
  const { router } = usePanel();
  const earned = useEarned(null);
  if (earned === null) return null;
  return (
    <button
      type="button"
      class="value-chip"
      data-kept="not"
      onClick={() => router.go({ name: 'performance' })}
    >
      <span>
        <EarnedText {...earned} />
      </span>
      <Icon name="caret" small />
    </button>
  );
}
