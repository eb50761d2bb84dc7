// Facts of an account with other holdings, for previewing a move that is not possible yet. A plan on such facts may
// be shown and must never be signed.
import { availableIn, noStake, stakeOf, withTotal } from '../model/available.ts';
import type { Availability, MoveFacts, Position } from '../model/facts.ts';
import {
  toAlphaRao,
  toRao,
  type AlphaRao,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../units.ts';

/** null: the real value. */
export type Assumption = {
  /** All of it spendable: nothing is reserved or frozen. */
  free: Rao | null;
  /** One position of the account, in place of the real one. */
  stake: { netuid: Netuid; hotkey: Ss58Address; alpha: AlphaRao } | null;
};

type AssumedStake = NonNullable<Assumption['stake']>;

function withFree(facts: MoveFacts, free: Rao): MoveFacts {
  const nothing = toRao(0n);
  const { references } = facts.coldkey;
  // Who holds the deposit exists.
  const isThere = free >= facts.rules.existentialDeposit && references.known;
  return {
    ...facts,
    coldkey: {
      ...facts.coldkey,
      free,
      reserved: nothing,
      frozen: nothing,
      references: isThere
        ? {
            known: true,
            value: { ...references.value, providers: references.value.providers || 1 },
          }
        : references,
    },
  };
}

function withStake(facts: MoveFacts, stake: AssumedStake): MoveFacts {
  const { coldkey } = facts.coldkey;
  const { netuid, hotkey, alpha } = stake;
  const isIt = (position: Position): boolean =>
    position.coldkey === coldkey && position.netuid === netuid && position.hotkey === hotkey;
  const held = facts.positions.find(isIt);
  const position: Position = held ?? {
    coldkey,
    hotkey,
    netuid,
    alpha,
    isRegistered: facts.registrations[`${netuid}:${hotkey}`] ?? false,
    hotkeyDividends: { known: false, reason: 'unreadable' },
  };
  const more = alpha - (held?.alpha ?? 0n);
  return {
    ...facts,
    positions: [...facts.positions.filter((one) => !isIt(one)), { ...position, alpha }],
    availability: facts.availability.known
      ? { known: true, value: availabilityWith(facts.availability.value, coldkey, netuid, more) }
      : facts.availability,
  };
}

/** What is withheld stays, at most the new total. */
function availabilityWith(
  all: readonly Availability[],
  coldkey: Ss58Address,
  netuid: Netuid,
  more: bigint,
): Availability[] {
  const isIt = (one: Availability): boolean => one.coldkey === coldkey && one.netuid === netuid;
  const before = all.find(isIt);
  const after = withTotal(before === undefined ? noStake : stakeOf(before), more);
  const { total, bonds } = after;
  const locked = after.locked < total ? after.locked : total;
  return [
    ...all.filter((one) => !isIt(one)),
    {
      coldkey,
      netuid,
      total: toAlphaRao(total),
      locked: toAlphaRao(locked),
      available: toAlphaRao(availableIn(after)),
      bonds,
    },
  ];
}

/** The facts with the assumed holdings in place of the real ones. */
export function assume(facts: MoveFacts, { free, stake }: Assumption): MoveFacts {
  const first = free === null ? facts : withFree(facts, free);
  return stake === null ? first : withStake(first, stake);
}
