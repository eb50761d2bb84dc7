// Claims of root rewards for the table of rules: the move, and facts in which one thing differs from a fund that pays 2 TAO.
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import type { ClaimPayment, RootClaim, RootClaims } from '../../src/model/root-claims.ts';
import { toRao } from '../../src/units.ts';
import { HOTKEY, known, ME, OTHER_HOTKEY } from '../moves/sample-facts.ts';

type Edit = (facts: MoveFacts) => MoveFacts;

export const claim: Move = { kind: 'claim', coldkey: ME, hotkeys: [HOTKEY], unstakes: false };
export const claimAndLeave: Move = { ...claim, unstakes: true };
export const claimBoth: Move = { ...claim, hotkeys: [HOTKEY, OTHER_HOTKEY] };

const PAYMENT: ClaimPayment = {
  redeemable: toRao(2_000_000_000n),
  forfeited: toRao(0n),
  rows: 20,
  rowsToSell: 19,
  dustRows: 0,
  sweptRows: 0,
  flushedCredits: 0,
};

/** Both funds pay alike; `part` differs in the first one. */
export const owing =
  (
    part: Partial<RootClaim> = {},
    payment: Partial<ClaimPayment> = {},
    rules: Partial<Omit<RootClaims, 'of'>> = {},
  ): Edit =>
  (facts) => {
    const whole: RootClaim = {
      coldkey: ME,
      hotkey: HOTKEY,
      owedShares: 1_000_000_000n,
      accrued: toRao(2_000_000_000n),
      payment: known(PAYMENT),
      doubt: null,
      heldSince: known(null),
    };
    const first = { ...whole, payment: known({ ...PAYMENT, ...payment }), ...part };
    return {
      ...facts,
      claims: known({
        threshold: known(toRao(500_000n)),
        unlockInterval: known(0),
        of: [{ coldkey: ME, claims: known([first, { ...whole, hotkey: OTHER_HOTKEY }]) }],
        rates: [],
        batchFits: known(true),
        ...rules,
      }),
    };
  };

/** The node listed nothing for the first fund. */
export const owingNothing: Edit = (facts) => {
  const { claims, ...rest } = owing()(facts);
  if (claims === undefined || !claims.known) return rest;
  return { ...rest, claims: known({ ...claims.value, of: [{ coldkey: ME, claims: known([]) }] }) };
};
