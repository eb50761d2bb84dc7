// The node's own simulation of a trade. The simulation ignores balances, stakes and locks; six zeros mean that it failed.
import type { Reading, SimQuery, SimSwap } from '../../model/facts.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { bigintOf, fieldIf, fieldOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { known, NOT_HERE } from '../runtime/storage-query.ts';

const METHODS = { buy: 'sim_swap_tao_for_alpha', sell: 'sim_swap_alpha_for_tao' } as const;

function toSimSwap(value: ScaleValue): SimSwap {
  /** Early runtimes lack the slippage figures. */
  const later = (name: string): Reading<bigint> => {
    const field = fieldIf(value, name);
    return field === undefined ? NOT_HERE : known(bigintOf(field));
  };
  return {
    taoAmount: bigintOf(fieldOf(value, 'tao_amount')),
    alphaAmount: bigintOf(fieldOf(value, 'alpha_amount')),
    taoFee: bigintOf(fieldOf(value, 'tao_fee')),
    alphaFee: bigintOf(fieldOf(value, 'alpha_fee')),
    taoSlippage: later('tao_slippage'),
    alphaSlippage: later('alpha_slippage'),
  };
}

/** Results in the order of the queries; all requests are sent at once. */
export function simulate(
  state: StateReader,
  queries: readonly SimQuery[],
): Promise<Reading<SimSwap>[]> {
  return Promise.all(
    queries.map(async ({ netuid, side, amount }) => {
      const answer = await state.api('SwapRuntimeApi', METHODS[side], netuid, amount);
      return answer.known ? known(toSimSwap(answer.value)) : answer;
    }),
  );
}
