// What a claim finds at the facts' block, validator by validator: the node's own preview where it is believed. Pure.
import type { MoveFacts } from '../model/facts.ts';
import type { Move } from '../model/move.ts';
import type { PlannedClaim } from '../model/root-claims.ts';
import { toRao, type Ss58Address } from '../units.ts';

/**
 * Units of work that the chain admits in one claim: the validator and each holding of its fund.
 * Source: RaoFoundation/subtensor pallets/subtensor/src/lib.rs (MAX_ROOT_CLAIM_HOTKEY_WORK).
 */
export const MOST_CLAIM_WORK = 129;

export type ClaimMove = Extract<Move, { kind: 'claim' }>;

function plannedClaim({ claims, coldkey }: MoveFacts, hotkey: Ss58Address): PlannedClaim {
  const nothing = { hotkey, accrued: null, redeemable: null, forfeited: null, doubt: null };
  const unread: PlannedClaim = { ...nothing, rows: null };
  if (claims === undefined || !claims.known) return unread;
  const own = claims.value.of.find((one) => one.coldkey === coldkey.coldkey)?.claims;
  if (own === undefined || !own.known) return unread;
  const found = own.value.find((one) => one.hotkey === hotkey);
  const none = toRao(0n);
  if (found === undefined) {
    return { hotkey, accrued: none, redeemable: none, forfeited: none, doubt: null, rows: 0 };
  }
  if (found.doubt !== null) return { ...unread, doubt: found.doubt };
  const { accrued, payment } = found;
  if (!payment.known) return { ...unread, accrued };
  const { redeemable, forfeited, rows, sweptRows } = payment.value;
  return { hotkey, accrued, redeemable, forfeited, doubt: null, rows: rows + sweptRows };
}

/** In the move's order. An amount that is not known, or not believed, is null. */
export const plannedClaims = (
  facts: MoveFacts,
  { hotkeys }: Pick<ClaimMove, 'hotkeys'>,
): readonly PlannedClaim[] => hotkeys.map((hotkey) => plannedClaim(facts, hotkey));
