// What the chain counts of TAO that goes into and out of each pool: of stakers, and of the protocol itself.
// Refuses to move anything. Facts: pallets/subtensor/src/coinbase/subnet_emissions.rs (record_tao_inflow and its siblings, get_ema_flow,
// update_ema_protocol_flow); who calls them: stake_utils.rs, run_coinbase.rs.
import { changeSubnet, subnetAt } from '../ledger-run.ts';
import type { LedgerState } from '../state/ledger-state.ts';

const I64_MAX = (1n << 63n) - 1n;
const ONE = 1n << 64n;
/** `FlowEmaSmoothingFactor` of the runtimes that split by flow, in parts of i64::MAX; as U64F64 bits. */
const SMOOTHING = (29_597_889_189_277n << 64n) / I64_MAX;

const saturated = (value: bigint): bigint =>
  value > I64_MAX ? I64_MAX : value < -I64_MAX - 1n ? -I64_MAX - 1n : value;

/** In (positive) or out (negative), as a stake call of somebody moved it. */
export function recordTaoFlow(state: LedgerState, netuid: number, rao: bigint): void {
  const { taoFlow } = subnetAt(state, netuid);
  changeSubnet(state, netuid, { taoFlow: saturated(taoFlow + rao) });
}

export function recordProtocolFlow(state: LedgerState, netuid: number, rao: bigint): void {
  const { protocolFlow } = subnetAt(state, netuid);
  changeSubnet(state, netuid, { protocolFlow: saturated(protocolFlow + rao) });
}

/** Takes what was counted since the last time into the average and begins to count anew. */
export function takeFlow(state: LedgerState, netuid: number): void {
  const { taoFlow, flowTaken } = subnetAt(state, netuid);
  const kept = ((ONE - SMOOTHING) * (flowTaken?.average ?? 0n)) >> 64n;
  const average = kept + SMOOTHING * taoFlow;
  const taken = { block: state.blockNumber, average };
  changeSubnet(state, netuid, { taoFlow: 0n, protocolFlow: 0n, flowTaken: taken });
}
