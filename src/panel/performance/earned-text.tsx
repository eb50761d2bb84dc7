// Rewards of 30 days, or since a day, with their name; at least so many, where part of the time could not be read.
import { RichText } from '../ui/rich-text.tsx';
import { SumTao } from './figure.tsx';

type Props = { rao: bigint; since: string | null; isLeast: boolean };

export function EarnedText({ rao, since, isLeast }: Props) {
  const amount = <SumTao rao={rao} isChange isToned />;
  return since === null ? (
    <RichText text={isLeast ? 'earnedChipLeast' : 'earnedChip'} with={{ amount }} />
  ) : (
    <RichText text={isLeast ? 'earnedSinceLeast' : 'earnedSince'} with={{ amount, date: since }} />
  );
}
