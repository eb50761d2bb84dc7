// Rewards of 30 days, or since a day, with their name.
import { RichText } from '../ui/rich-text.tsx';
import { SumTao } from './figure.tsx';

export function EarnedText({ rao, since }: { rao: bigint; since: string | null }) {
  const amount = <SumTao rao={rao} isChange isToned />;
  return since === null ? (
    <RichText text="earnedChip" with={{ amount }} />
  ) : (
    <RichText text="earnedSince" with={{ amount, date: since }} />
  );
}
