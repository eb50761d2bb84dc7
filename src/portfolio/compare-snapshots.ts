// What vanished from an account between two snapshots, or came to mean something else, without a request of ours. Pure.
// Only what both snapshots read counts: an account that one of them lacks says nothing.
import type { ChangeEvent, GonePosition, HoldingChange, PictureAt } from '../model/change.ts';
import type { AccountFacts, Position, Snapshot, SubnetFacts } from '../model/facts.ts';
import { toRao, type Netuid, type Ss58Address } from '../units.ts';
import { keyOf } from './known-changes.ts';
import { valuePortfolio } from './value-portfolio.ts';

export type CompareWith = {
  /** Whether a request of ours took from this position, or may have, between the two. */
  isOurs: (position: Position) => boolean;
  /** Name of that generation of the subnet; empty: not known. */
  nameOf: (netuid: Netuid, registeredAt: number) => string;
};

/** The last trusted picture and the one that was read after it. */
type Pictures = { before: Snapshot; after: Snapshot };

const pictureOf = ({ block, blockTime }: Snapshot): PictureAt => ({ ...block, at: blockTime });

function heldBy(snapshot: Snapshot, coldkey: Ss58Address): Position[] {
  return snapshot.positions.filter((one) => one.coldkey === coldkey && one.alpha > 0n);
}

function subnetIn({ subnets }: Snapshot, netuid: Netuid): SubnetFacts | undefined {
  return subnets.find((subnet) => subnet.netuid === netuid);
}

/** Whether the subnet of the first picture is known to be there no more; it may have a successor. */
function isDissolved({ before, after }: Pictures, netuid: Netuid): boolean {
  const was = subnetIn(before, netuid);
  const is = subnetIn(after, netuid);
  if (was === undefined || is === undefined || !was.exists) return false;
  return !is.exists || is.registeredAt !== was.registeredAt;
}

/** Each position with what it was worth in that picture, sold and at spot; null where that was not known whole. */
function withWorths(snapshot: Snapshot, coldkey: Ss58Address): Map<string, GonePosition> {
  const valued = valuePortfolio(snapshot, [coldkey]);
  return new Map(
    valued.subnets.flatMap(({ isSellableWhole, isSpotWhole, positions }) =>
      positions.map(({ netuid, hotkey, alpha, sellable, spot }) => [
        keyOf({ netuid, hotkey }),
        {
          netuid,
          hotkey,
          alpha,
          exit: isSellableWhole ? sellable : null,
          spot: isSpotWhole ? spot : null,
        },
      ]),
    ),
  );
}

type Found = { id: string; event: ChangeEvent; isQuiet?: boolean };

function dissolvedOf(
  pictures: Pictures,
  held: readonly Position[],
  goneOf: (position: Position) => GonePosition,
  nameOf: CompareWith['nameOf'],
): Found[] {
  const netuids = [...new Set(held.map(({ netuid }) => netuid))];
  return netuids
    .filter((netuid) => isDissolved(pictures, netuid))
    .map((netuid): Found => {
      const registeredAt = subnetIn(pictures.before, netuid)?.registeredAt ?? 0;
      const nothing = toRao(0n);
      return {
        id: `dissolved ${netuid} ${registeredAt}`,
        event: {
          kind: 'subnet-dissolved',
          netuid,
          registeredAt,
          name: nameOf(netuid, registeredAt),
          held: held.filter((position) => position.netuid === netuid).map(goneOf),
          isReused: subnetIn(pictures.after, netuid)?.exists === true,
          payout: { state: 'looking', paid: nothing, removedAt: null, next: null, failures: 0 },
        },
      };
    });
}

/** The one position of that subnet that came when one went, if it holds as much. */
function replacementOf(
  position: Position,
  gone: readonly Position[],
  came: readonly Position[],
): Position | null {
  const isThere = ({ netuid }: Position): boolean => netuid === position.netuid;
  const [only, ...more] = came.filter(isThere);
  if (only === undefined || more.length > 0 || gone.filter(isThere).length > 1) return null;
  return only.alpha >= position.alpha ? only : null;
}

function isSwapDue({ swapAnnouncedFor }: AccountFacts, after: Snapshot): boolean {
  return (
    swapAnnouncedFor.known &&
    swapAnnouncedFor.value !== null &&
    swapAnnouncedFor.value <= after.block.number
  );
}

function changesOf(
  pictures: Pictures,
  was: AccountFacts,
  is: AccountFacts,
  { isOurs, nameOf }: CompareWith,
): Found[] {
  const { before, after } = pictures;
  const { coldkey } = was;
  const held = heldBy(before, coldkey);
  const holds = heldBy(after, coldkey);
  const worths = withWorths(before, coldkey);
  const goneOf = (position: Position): GonePosition => {
    const { netuid, hotkey, alpha } = position;
    return worths.get(keyOf(position)) ?? { netuid, hotkey, alpha, exit: null, spot: null };
  };
  const since = before.block.number;
  const left = held.filter(({ netuid }) => !isDissolved(pictures, netuid));
  const had = new Set(held.map(keyOf));
  const has = new Set(holds.map(keyOf));
  const gone = left.filter((position) => !has.has(keyOf(position)) && !isOurs(position));
  const came = holds.filter((position) => !had.has(keyOf(position)));
  const found = dissolvedOf(pictures, held, goneOf, nameOf);
  const lost: Position[] = [];
  for (const position of gone) {
    const to = replacementOf(position, gone, came);
    if (to === null) lost.push(position);
    else {
      const event: ChangeEvent = {
        kind: 'hotkey-replaced',
        position: goneOf(position),
        toHotkey: to.hotkey,
        toAlpha: to.alpha,
      };
      found.push({ id: `replaced ${keyOf(position)} ${since}`, event });
    }
  }
  if (lost.length > 0) {
    const positions = lost.map(goneOf);
    const event: ChangeEvent = {
      kind: 'positions-gone',
      positions,
      isSwapDue: isSwapDue(was, after),
    };
    found.push({ id: `gone ${since}`, event });
  }
  if (is.nonce < was.nonce) {
    found.push({ id: `reaped ${since}`, event: { kind: 'account-reaped' } });
  }
  for (const { netuid, hotkey, isRegistered } of left) {
    const now = holds.find((one) => one.netuid === netuid && one.hotkey === hotkey);
    if (!isRegistered || now === undefined || now.isRegistered || netuid === 0) continue;
    const event: ChangeEvent = { kind: 'validator-deregistered', netuid, hotkey };
    // Home warns of it as long as it lasts: here it is only kept.
    found.push({ id: `deregistered ${netuid}:${hotkey} ${since}`, event, isQuiet: true });
  }
  return found;
}

/**
 * The changes between the last trusted snapshot and one read after it, of a later block of the same chain; else none.
 * Rules of the chain: chain.md §7.10 (a removed subnet's netuid returns with another block of registration), §8 (a coldkey
 * swap runs from the announced block on), §11 (a nonce restarts where the account was reaped).
 */
export function compareSnapshots(
  before: Snapshot,
  after: Snapshot,
  compareWith: CompareWith,
): HoldingChange[] {
  if (before.genesisHash !== after.genesisHash) return [];
  if (after.block.number <= before.block.number) return [];
  return before.accounts.flatMap((was) => {
    const { coldkey } = was;
    const is = after.accounts.find((account) => account.coldkey === coldkey);
    const isUnread = before.unread.includes(coldkey) || after.unread.includes(coldkey);
    if (is === undefined || isUnread) return [];
    return changesOf({ before, after }, was, is, compareWith).map(
      ({ id, event, isQuiet = false }): HoldingChange => ({
        genesisHash: after.genesisHash,
        id: `${coldkey} ${id}`,
        coldkey,
        before: pictureOf(before),
        after: pictureOf(after),
        freeBefore: was.free,
        freeAfter: is.free,
        dismissedAt: isQuiet ? after.blockTime : null,
        event,
      }),
    );
  });
}
