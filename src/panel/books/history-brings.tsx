// What loading the past from the chain brings, each with its sign.
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';

const brings = [
  ['list', 'historyBrings_moves'],
  ['plus', 'historyBrings_rewards'],
  ['bars', 'historyBrings_result'],
  ['fall', 'historyBrings_file'],
] as const;

export function HistoryBrings() {
  return (
    <ul class="history-brings">
      {brings.map(([icon, words]) => (
        <li key={words}>
          <Icon name={icon} />
          <span>{t(words)}</span>
        </li>
      ))}
    </ul>
  );
}
