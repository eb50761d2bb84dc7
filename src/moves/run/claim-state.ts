// What the funds of root validators owe, as the state that claims read and change. A figure that is not known, or not
// believed, counts as nothing owed here; the checks say so.
import type { MoveFacts } from '../../model/facts.ts';
import type { Ss58Address } from '../../units.ts';

/** Rao that a claim of one fund pays, and the holdings that the chain counts before it admits the claim. */
type Fund = { redeemable: bigint; holdings: number };

export type ClaimState = {
  /** Least rao that a claim pays out; null: not known. */
  threshold: bigint | null;
  funds: ReadonlyMap<Ss58Address, Fund>;
};

export function claimStateOf({ claims, coldkey }: MoveFacts): ClaimState {
  const funds = new Map<Ss58Address, Fund>();
  if (claims === undefined || !claims.known) return { threshold: null, funds };
  const { threshold, of } = claims.value;
  const own = of.find((one) => one.coldkey === coldkey.coldkey)?.claims;
  const least = threshold.known ? threshold.value : null;
  if (own === undefined || !own.known) return { threshold: least, funds };
  for (const { hotkey, payment, doubt } of own.value) {
    if (!payment.known || doubt !== null) continue;
    const { redeemable, rows, sweptRows } = payment.value;
    funds.set(hotkey, { redeemable, holdings: rows + sweptRows });
  }
  return { threshold: least, funds };
}

/** After the claim nothing is owed, whatever it paid. */
export function withoutFund({ threshold, funds }: ClaimState, hotkey: Ss58Address): ClaimState {
  const left = new Map(funds);
  left.delete(hotkey);
  return { threshold, funds: left };
}
