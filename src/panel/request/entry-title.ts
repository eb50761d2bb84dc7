// What an entry of the book is called: by its kind, and a failed one by what it tried where its call says so.
import type { BookEntry } from '../../model/book.ts';
import type { NamesModel } from '../core/names-model.ts';
import { isolated, keyPart, t, type PlainSentence } from '../core/text.ts';

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

type Titled = Pick<BookEntry, 'kind' | 'extrinsic' | 'triedIn'>;

export function entryTitle(
  { kind, extrinsic, triedIn = [] }: Titled,
  { number }: Pick<NamesModel, 'number'>,
): string {
  const [pallet, name = ''] = extrinsic?.call.split('.') ?? [];
  const tried = pallet === 'SubtensorModule' ? failed[name] : undefined;
  if (kind !== 'failed') return t(`entryKind_${keyPart(kind)}`);
  const title = t(tried ?? 'entryKind_failed');
  if (triedIn.length === 0) return title;
  return t('entryFailedIn', { title, subnets: triedIn.map(number).join(', ') });
}

const ofOneSubnet = {
  stake: 'titleStake',
  unstake: 'titleUnstake',
  move: 'titleChangeValidator',
} as const;

/** As the title of a screen, which has no row that names the subnet. */
export function entryHead(
  entry: Titled & Pick<BookEntry, 'legs'>,
  names: Pick<NamesModel, 'number' | 'title'>,
): string {
  const netuids = new Set(entry.legs.flatMap((leg) => (leg.of === 'alpha' ? [leg.netuid] : [])));
  const [netuid] = netuids;
  const { kind } = entry;
  if (netuids.size !== 1 || netuid === undefined) return entryTitle(entry, names);
  if (kind !== 'stake' && kind !== 'unstake' && kind !== 'move') return entryTitle(entry, names);
  return t(ofOneSubnet[kind], { subnet: isolated(names.title(netuid)) });
}
