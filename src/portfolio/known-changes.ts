// Changes beside the records of changes: which of those found is new, and which record a later snapshot takes back. Pure.
import type { GonePosition, HoldingChange } from '../model/change.ts';
import type { Position, Snapshot } from '../model/facts.ts';

/** Names a position of one coldkey. */
export const keyOf = ({ hotkey, netuid }: Pick<Position, 'hotkey' | 'netuid'>): string =>
  `${netuid}:${hotkey}`;

const goneIn = ({ event }: HoldingChange): readonly GonePosition[] => {
  if (event.kind === 'positions-gone') return event.positions;
  return event.kind === 'hotkey-replaced' ? [event.position] : [];
};

/**
 * What is new among the changes found: an event that has a record already, seen again between pictures that overlap
 * with that record's (after a node that lagged), is no second event.
 */
export function newChanges(
  found: readonly HoldingChange[],
  known: readonly HoldingChange[],
): HoldingChange[] {
  return found.flatMap((change): HoldingChange[] => {
    if (known.some(({ id }) => id === change.id)) return [];
    const overlapping = known.filter(
      (one) =>
        one.coldkey === change.coldkey &&
        one.after.number > change.before.number &&
        one.before.number < change.after.number,
    );
    const recorded = new Set(overlapping.flatMap((one) => goneIn(one).map(keyOf)));
    const { event } = change;
    if (event.kind === 'positions-gone') {
      const positions = event.positions.filter((position) => !recorded.has(keyOf(position)));
      return positions.length === 0 ? [] : [{ ...change, event: { ...event, positions } }];
    }
    if (event.kind === 'hotkey-replaced')
      return recorded.has(keyOf(event.position)) ? [] : [change];
    return overlapping.some((one) => one.event.kind === event.kind && isSameSubject(one, change))
      ? []
      : [change];
  });
}

function isSameSubject({ event: a }: HoldingChange, { event: b }: HoldingChange): boolean {
  if (a.kind === 'validator-deregistered' && b.kind === 'validator-deregistered') {
    return keyOf(a) === keyOf(b);
  }
  return a.kind === 'account-reaped' && b.kind === 'account-reaped';
}

/**
 * Records that a later snapshot takes back: what they say is gone is there, so its block lost against another. `recent`: how
 * many blocks later that may be.
 */
export function withdrawn(
  known: readonly HoldingChange[],
  now: Snapshot,
  recent: number,
): HoldingChange[] {
  return known.filter((change) => {
    const { event, coldkey, after } = change;
    const later = now.block.number - after.number;
    if (later <= 0 || later > recent || now.genesisHash !== change.genesisHash) return false;
    if (event.kind === 'subnet-dissolved') {
      const subnet = now.subnets.find(({ netuid }) => netuid === event.netuid);
      return subnet?.exists === true && subnet.registeredAt === event.registeredAt;
    }
    const gone = goneIn(change);
    const holds = new Set(
      now.positions.filter((one) => one.coldkey === coldkey && one.alpha > 0n).map(keyOf),
    );
    return gone.length > 0 && gone.every((position) => holds.has(keyOf(position)));
  });
}
