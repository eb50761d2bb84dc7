// What an entry of the book is called: by its kind, and a failed one by what it tried where its call says so.
import type { BookEntry } from '../../model/book.ts';
import { keyPart, t, type PlainSentence } from '../core/text.ts';

const failed: Readonly<Record<string, PlainSentence>> = {
  add_stake: 'entryFailed_stake',
  add_stake_limit: 'entryFailed_stake',
  remove_stake: 'entryFailed_unstake',
  remove_stake_limit: 'entryFailed_unstake',
  remove_stake_full_limit: 'entryFailed_unstake',
  unstake_all: 'entryFailed_unstake',
  unstake_all_alpha: 'entryFailed_unstake',
  move_stake: 'entryFailed_move',
  move_stake_limit: 'entryFailed_swap',
  swap_stake: 'entryFailed_swap',
  swap_stake_limit: 'entryFailed_swap',
  transfer_stake: 'entryFailed_transfer',
};

export function entryTitle({ kind, extrinsic }: Pick<BookEntry, 'kind' | 'extrinsic'>): string {
  const [pallet, name = ''] = extrinsic?.call.split('.') ?? [];
  const tried = pallet === 'SubtensorModule' ? failed[name] : undefined;
  return kind === 'failed' && tried !== undefined ? t(tried) : t(`entryKind_${keyPart(kind)}`);
}
