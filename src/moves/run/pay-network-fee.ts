// Pays the network fee, before the call runs: in TAO where the account stays alive, else in alpha of the call's
// position where the chain accepts that: of the whole position at spec 425, later only of what may leave it.
// Mirrors opentensor/subtensor pallets/transaction-fee/src/lib.rs `withdraw_fee`, `fees_in_alpha` (14bc6f9f9).
import { leaveOf, noStake, paysFromFree } from '../../model/available.ts';
import type { Reading } from '../../model/facts.ts';
import { divBits, min } from '../../pool/fixed-point.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { toAlphaRao, U64_MAX, type Netuid, type Rao, type Ss58Address } from '../../units.ts';
import { stakeCalls } from '../../model/stake-calls.ts';
import type { ChainCall } from './chain-call.ts';
import { changeFree, positionOf, spendable, stakeAt, type ChainState } from './chain-state.ts';
import type { Leg, Plan } from '../../model/plan.ts';
import { sellOnChain } from './trade-on-chain.ts';

export type FeePayment = {
  networkFee: Plan['networkFee'];
  /** After the fee; unchanged where the fee is unknown or not payable. */
  state: ChainState;
  legs: readonly Leg[];
  /** null: the fee itself is unknown, or what of the position may pay it. */
  isPayable: boolean | null;
};

/** The fee in alpha-rao of the call's subnet at spot, rounded down as on the chain; null: not payable so. */
function alphaForFee(state: ChainState, call: ChainCall, fee: bigint): bigint | null {
  if (!('netuid' in call) || !stakeCalls[call.name].paysFeeInAlpha) return null;
  const pool = state.subnets.get(call.netuid)?.pool;
  return pool ? min(divBits(fee << 64n, spotPrice(pool)) >> 64n, U64_MAX) : null;
}

/** Alpha-rao that the fee takes of the position for a fee of `wanted`; 0: not payable; null: not known. */
function feeTaken(
  state: ChainState,
  { netuid, hotkey, coldkey }: { netuid: Netuid; hotkey: Ss58Address; coldkey: Ss58Address },
  wanted: bigint,
): bigint | null {
  const held = positionOf(state, netuid, hotkey, coldkey);
  if (wanted > held) return 0n;
  if (!state.isStakeRead) return null;
  const stake = stakeAt(state, netuid, coldkey) ?? noStake;
  // The chain takes the whole position for a fee below one alpha-rao.
  if (!paysFromFree(stake)) return wanted === 0n ? held : wanted;
  const { sure, most } = leaveOf(stake, hotkey, held, 'away');
  if (wanted <= sure) return wanted;
  return wanted > most ? 0n : null;
}

export function payNetworkFee(
  state: ChainState,
  coldkey: Ss58Address,
  call: ChainCall,
  fee: Reading<Rao>,
): FeePayment {
  if (!fee.known) return { networkFee: fee, state, legs: [], isPayable: null };
  const inTao: Plan['networkFee'] = { known: true, value: { paidIn: 'tao', fee: fee.value } };
  const due: bigint = fee.value;
  if (due <= spendable(state, coldkey, 'keep-alive')) {
    const after = changeFree(state, coldkey, -due);
    return { networkFee: inTao, state: after, legs: [], isPayable: true };
  }
  const unpaid = { networkFee: inTao, state, legs: [], isPayable: false };
  const wanted = alphaForFee(state, call, due);
  if (wanted === null || !('netuid' in call)) return unpaid;
  const { hotkey, netuid } = call;
  const amount = feeTaken(state, { netuid, hotkey, coldkey }, wanted);
  if (amount === null) return { ...unpaid, isPayable: null };
  if (amount === 0n) return unpaid;
  const trade = { coldkey, hotkey, netuid, amount, limitPrice: 0n, dropFees: true };
  const sale = sellOnChain(state, trade, null, 'network-fee');
  if (!sale.ok) return unpaid;
  return {
    networkFee: { known: true, value: { paidIn: 'alpha', netuid, fee: toAlphaRao(amount) } },
    state: sale.state,
    legs: sale.legs,
    isPayable: true,
  };
}

/** The node's quote by `feeName`: the highest fee, without tip. */
export function networkFeeOf(
  fees: Readonly<Record<string, Reading<Rao>>>,
  name: string,
): Reading<Rao> {
  return fees[name] ?? { known: false, reason: 'unreadable' };
}
