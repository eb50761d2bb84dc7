// The chain's counters of TAO that enters and leaves a subnet's pool.
import type { FlowBooks } from '../../model/emission-facts.ts';
import { toRao, type Netuid } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { bigintOf, listOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import {
  absentAs,
  storageQuery,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

/**
 * The counters of one subnet at the block of the reading, amounts in rao. Unknown (`not-on-this-runtime`) where the
 * runtime lacks them. Throws RangeError where there are no pools at all.
 * Source: opentensor/subtensor pallets/subtensor/src/coinbase/subnet_emissions.rs (record_tao_inflow and its siblings;
 * the averages store the block at which the counters were last collected).
 */
export function queryFlow(runtime: Runtime, netuid: Netuid): StorageQuery<FlowBooks> {
  const reserve = storageQuery(runtime, [SUBTENSOR, 'SubnetTAO'], [netuid], raoOf);
  const provided = storageQuery(runtime, [SUBTENSOR, 'SubnetTaoProvided'], [netuid], raoOf);
  const stakers = storageQuery(runtime, [SUBTENSOR, 'SubnetTaoFlow'], [netuid], bigintOf);
  const protocol = storageQuery(runtime, [SUBTENSOR, 'SubnetProtocolFlow'], [netuid], bigintOf);
  const takenAt = storageQuery(runtime, [SUBTENSOR, 'SubnetEmaTaoFlow'], [netuid], (value) =>
    value === null ? null : numberOf(listOf(value)[0] ?? null),
  );
  return combineQueries([reserve, provided, stakers, protocol, takenAt], (valueAt) => {
    const held = reserve.read(valueAt);
    if (!held.known) throw new RangeError('no pools on this runtime');
    return {
      reserve: toRao(held.value + absentAs(provided.read(valueAt), 0n, 'provided TAO')),
      stakers: stakers.read(valueAt),
      protocol: protocol.read(valueAt),
      takenAt: takenAt.read(valueAt),
    };
  });
}
