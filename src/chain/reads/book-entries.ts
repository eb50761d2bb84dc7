// What one block did to one account, as entries of its book. What events tell is told apart by them; what of the account's
// TAO or stake changed beyond that is an entry `other`, never a guess, so that all changes of the block are in the entries.
import type { BookEntry, EntryKind, Leg } from '../../model/book.ts';
import type { Place } from '../../model/past.ts';
import { fitTogether, type Netuid, type Ss58Address } from '../../units.ts';
import { free, Sorting, type BlockOfAccount, type Draft } from './book-drafts.ts';
import { callName, groupsOf, isAt, subnetsTried } from './book-groups.ts';
import { sortGroup } from './book-sorting.ts';
import type { ChainEvent } from './read-events.ts';
import { malformed } from '../scale/scale-reader.ts';

export type EntriesOfBlock = {
  /** Without prices. */
  entries: readonly BookEntry[];
  /** Extrinsics that the account signed. */
  own: number;
  isReaped: boolean;
};

const changeOf = (drafts: readonly Draft[], isOf: (leg: Leg) => boolean): bigint =>
  drafts
    .flatMap(({ legs, fee }) => (fee === null ? legs : [...legs, fee]))
    .filter(isOf)
    .reduce((sum, { change }) => sum + change, 0n);

const ownOf = (drafts: readonly Draft[], coldkey: Ss58Address): Draft[] =>
  drafts.filter(({ extrinsic }) => extrinsic?.signer === coldkey);

/** Events after which stake changed as no other event says, and what an entry of it is. */
const UNTOLD: readonly (readonly [kind: EntryKind, names: readonly string[]])[] = [
  ['key-change', ['ColdkeySwapped', 'HotkeySwapped', 'HotkeySwappedOnSubnet']],
  ['payout', ['NetworkRemoved']],
  ['claim', ['RootClaimed']],
];

function causeOf({ body, coldkey }: BlockOfAccount): { kind: EntryKind; event: ChainEvent | null } {
  for (const [kind, names] of UNTOLD) {
    const event = body.events.find(
      ({ pallet, name, fields }) =>
        pallet === 'SubtensorModule' &&
        names.includes(name) &&
        (kind !== 'claim' || Object.values(fields).includes(coldkey)),
    );
    if (event !== undefined) return { kind, event };
  }
  return { kind: 'other', event: null };
}

/** Stake that changed without an event that says how much. */
function addUntoldAlpha(sorting: Sorting): void {
  const { coldkey, changed, body } = sorting.of;
  const { drafts } = sorting;
  const isTold = (place: Place): boolean =>
    drafts.some(({ legs, fee }) =>
      [...legs, ...(fee === null ? [] : [fee])].some(
        (leg) => leg.of === 'alpha' && isAt(leg, place),
      ),
    );
  const legs = changed
    .filter((place) => !isTold(place))
    .map((place) => sorting.alpha(place.hotkey, place.netuid, sorting.growth(place)))
    .filter(({ change }) => change !== 0n);
  if (legs.length === 0) return;
  const { kind, event } = causeOf(sorting.of);
  const index = event?.extrinsicIndex ?? null;
  const own = ownOf(drafts, coldkey);
  const part =
    event === null
      ? own.find((draft) => draft.kind === 'fee' && own.length === 1)
      : drafts.find(
          (draft) =>
            (draft.extrinsic?.index ?? null) === index &&
            (draft.kind === kind || draft.kind === 'fee'),
        );
  if (part !== undefined) {
    part.kind = kind;
    part.legs.push(...legs);
    return;
  }
  const group =
    event === null
      ? body.events.length
      : groupsOf(body.events).findIndex((one) => one.includes(event));
  const extrinsic = index === null ? null : (body.extrinsics[index] ?? null);
  sorting.add(kind, extrinsic, { legs, group });
}

/** TAO that came or went without an event that says why. */
function addUntoldFree(sorting: Sorting): void {
  const { before, after, coldkey } = sorting.of;
  const { drafts } = sorting;
  const rest = after.free - before.free - changeOf(drafts, ({ of }) => of === 'free');
  if (rest === 0n) return;
  const own = ownOf(drafts, coldkey);
  const [only] = own;
  if (only === undefined || own.length > 1) {
    sorting.add('other', null, { legs: [free(rest)] });
    return;
  }
  // Of the runtimes that told no fee: an own call that did nothing else cost just that.
  if (only.fee === null && rest < 0n && (only.kind === 'failed' || only.kind === 'fee'))
    only.fee = free(rest);
  else if (only.kind === 'fee') {
    only.kind = 'other';
    only.legs.push(free(rest));
  } else sorting.add('other', only.extrinsic, { legs: [free(rest)], item: only.item });
}

/** Where a call names no subnet, the entry has none. */
const named = (triedIn: readonly Netuid[]) => triedIn.length > 0 && { triedIn };

export function entriesOfBlock(of: BlockOfAccount): EntriesOfBlock {
  const { coldkey, body, genesisHash, after } = of;
  const sorting = new Sorting(of);
  for (const [group, events] of groupsOf(body.events).entries()) {
    const index = events[0]?.extrinsicIndex ?? null;
    const extrinsic = index === null ? null : (body.extrinsics[index] ?? null);
    sorting.group = group;
    sortGroup(sorting, { events, extrinsic });
  }
  sorting.group = body.events.length;
  addUntoldAlpha(sorting);
  addUntoldFree(sorting);
  const inOrder = sorting.drafts.toSorted((a, b) => a.group - b.group);
  for (const { legs, fee, poolFees } of inOrder) {
    const changes = [...legs, ...(fee === null ? [] : [fee])].map(({ change }) => change);
    const fees = poolFees.map(({ amount }) => amount);
    if (!fitTogether([...changes, ...fees])) throw malformed('amounts of a block');
  }
  return {
    own: body.extrinsics.filter(({ signer }) => signer === coldkey).length,
    // Its nonce began anew.
    isReaped: after.nonce === 0,
    entries: inOrder.map(({ extrinsic, item, group: _group, ...draft }, place): BookEntry => ({
      genesisHash,
      coldkey,
      block: body.block,
      place,
      at: after.full?.at ?? 0,
      ...draft,
      ...(draft.kind === 'failed' && extrinsic !== null && named(subnetsTried(extrinsic))),
      by: extrinsic === null ? 'chain' : extrinsic.signer === coldkey ? 'self' : 'other',
      extrinsic:
        extrinsic === null
          ? null
          : {
              index: extrinsic.index,
              hash: extrinsic.hash,
              signer: extrinsic.signer,
              call: callName(extrinsic, item),
            },
      prices: [],
      source: 'archive',
    })),
  };
}
