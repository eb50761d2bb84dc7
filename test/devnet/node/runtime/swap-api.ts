// SwapRuntimeApi: prices and the node's own simulation of a swap.
// Refuses to compute either; the ledger does.
import type { LedgerReads, SimSwap } from '../../ledger/ledger.ts';
import type { Value } from '../scale/type.ts';
import { sequence, u16, u64 } from '../scale/type.ts';
import type { Api } from './description.ts';
import { layOutStruct } from './layout.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { netuidOf } from './storage-entry.ts';

const path = 'pallet_subtensor_swap_runtime_api';

const simValue = (sim: SimSwap): Value => ({
  tao_amount: sim.taoAmount,
  alpha_amount: sim.alphaAmount,
  tao_fee: sim.taoFee,
  alpha_fee: sim.alphaFee,
  tao_slippage: sim.taoSlippage,
  alpha_slippage: sim.alphaSlippage,
});

const amountOf = (value: Value | undefined): bigint => (typeof value === 'bigint' ? value : 0n);

export function swapApi(spec: RuntimeSpec, reads: LedgerReads): Api {
  const simSwap = layOutStruct(spec, `${path}::SimSwapResult`, {
    tao_amount: u64,
    alpha_amount: u64,
    tao_fee: u64,
    alpha_fee: u64,
    tao_slippage: u64,
    alpha_slippage: u64,
  });
  const price = layOutStruct(spec, `${path}::SubnetPrice`, { netuid: u16, price: u64 });
  return {
    name: 'SwapRuntimeApi',
    version: 1,
    methods: [
      {
        name: 'current_alpha_price',
        inputs: [{ name: 'netuid', type: u16 }],
        output: u64,
        run: ({ state }, [netuid]) => reads.currentAlphaPrice(state, netuidOf(netuid)),
      },
      {
        name: 'current_alpha_price_all',
        inputs: [],
        output: sequence(price),
        run: ({ state }) =>
          [...state.subnets.keys()]
            .sort((a, b) => a - b)
            .map((netuid) => ({ netuid, price: reads.currentAlphaPrice(state, netuid) })),
      },
      {
        name: 'sim_swap_tao_for_alpha',
        inputs: [
          { name: 'netuid', type: u16 },
          { name: 'tao', type: u64 },
        ],
        output: simSwap,
        run: ({ state }, [netuid, tao]) =>
          simValue(reads.simSwapTaoForAlpha(state, netuidOf(netuid), amountOf(tao))),
      },
      {
        name: 'sim_swap_alpha_for_tao',
        inputs: [
          { name: 'netuid', type: u16 },
          { name: 'alpha', type: u64 },
        ],
        output: simSwap,
        run: ({ state }, [netuid, alpha]) =>
          simValue(reads.simSwapAlphaForTao(state, netuidOf(netuid), amountOf(alpha))),
      },
    ],
  };
}
